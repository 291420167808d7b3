"""Trees of Python files to measure on, made anew for each run and the same on every machine.

Files that matter are those of `fixtures/sample_app`, each copy a package with a name of its own and
a function that no other copy has. Files that do not matter are ordinary application code, written
from the templates below: between 30 and 280 lines long, 130 in the mean.
"""

import shutil
from pathlib import Path
from zlib import crc32

from attrs import frozen

SAMPLE_APP = Path(__file__).parent.parent / "fixtures" / "sample_app"

_BROKEN = frozenset({"half_edited.py", "legacy_report.py"})
"""Peers give up on files with syntax errors and would seem faster."""

_FOLDER_SIZE = 20
_CODES = ("InvalidParameterValue", "LimitExceeded", "ResourceNotFound", "UnauthorizedOperation")
_NOUNS = ("order", "invoice", "parcel", "ticket", "profile", "report", "lesson", "recipe", "route")
_TRAITS = ("name", "weight", "price", "colour", "owner", "state", "region", "score", "label")


@frozen
class Tree:
    """A folder of Python files."""

    root: Path
    files: int
    """How many files it holds."""
    lines: int


def few_matter(root: Path, plain: int, apps: int) -> Tree:
    """Make a tree of `plain` files that do not matter and `apps` sample applications."""
    for number in range(plain):
        folder = root / f"area_{number // _FOLDER_SIZE:04}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{_NOUNS[number % len(_NOUNS)]}_{number:05}.py").write_text(plain_module(number))
    return all_matter(root, apps)


def all_matter(root: Path, apps: int) -> Tree:
    """Make a tree of copies of the sample application."""
    for number in range(apps):
        _copy_app(root / f"console_{number:03}", number)
    texts = [path.read_bytes() for path in sorted(root.rglob("*.py"))]
    return Tree(root, len(texts), sum(text.count(b"\n") for text in texts))


def one_plain_file(root: Path) -> Path:
    """Make a folder with one small file that does not matter, and return the file."""
    root.mkdir(parents=True)
    file = root / "order.py"
    file.write_text(plain_module(0))
    return file


def remove(tree: Tree) -> None:
    """Remove a tree from the disk."""
    shutil.rmtree(tree.root)


def _copy_app(folder: Path, number: int) -> None:
    folder.mkdir(parents=True)
    for source in sorted(SAMPLE_APP.glob("*.py")):
        if source.name in _BROKEN:
            continue
        text = source.read_text(encoding="utf-8").replace("sample_app", folder.name)
        if "TencentCloudSDKException\n" in text:
            text += _own_function(number)
        (folder / source.name).write_text(text, encoding="utf-8")


def _own_function(number: int) -> str:
    code = _CODES[number % len(_CODES)]
    return (
        f"\n\ndef retry_later_{number}(client, request, queue):\n"
        f'    """Put what failed for another reason than {code} into the queue."""\n'
        "    try:\n"
        "        return client.DescribeInstances(request)\n"
        "    except TencentCloudSDKException as error:\n"
        f'        if not error.code.startswith("{code}"):\n'
        f"            queue.put(({number}, error.requestId))\n"
        "        return None\n"
    )


def plain_module(number: int) -> str:
    """Return the text of a module that does not matter; the same number gives the same text."""
    parts = [_HEAD.format(noun=_NOUNS[number % len(_NOUNS)], number=number)]
    for place in range(2 + _draw(number, "length") % 11):
        template = _PARTS[_draw(number, f"part {place}") % len(_PARTS)]
        parts.append(
            template.format(
                noun=_NOUNS[_draw(number, f"noun {place}") % len(_NOUNS)],
                trait=_TRAITS[_draw(number, f"trait {place}") % len(_TRAITS)],
                limit=_draw(number, f"limit {place}") % 1000,
                place=place,
            )
        )
    return "\n\n".join(parts)


def _draw(number: int, what: str) -> int:
    """Draw a number; unlike those of `random` it is the same on every version of Python."""
    return crc32(f"{what} of {number}".encode())


_HEAD = '''"""What the shop knows of each {noun}, part {number}."""

import json
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

logger = logging.getLogger(__name__)

PART = {number}
'''

_PARTS = (
    '''@dataclass
class {noun}Record{place}:
    """One {noun} as it is stored."""

    key: int
    {trait}: str = ""
    history: list[str] = field(default_factory=list)

    def rename(self, text: str) -> None:
        """Give it another {trait}, and remember the old one."""
        if text == self.{trait}:
            return
        self.history.append(self.{trait})
        self.{trait} = text.strip() or "unknown"

    @property
    def is_old(self) -> bool:
        return len(self.history) > {limit}
''',
    '''def read_{noun}_{place}(path: Path, default=None):
    """Read the stored {noun}, or return the default."""
    try:
        with path.open(encoding="utf-8") as stream:
            data = json.load(stream)
    except FileNotFoundError:
        logger.info("no %s at %s", "{noun}", path)
        return default
    except ValueError as error:
        logger.warning("%s is damaged: %s", path, error)
        raise RuntimeError(f"cannot read {{path}}") from error
    return {{key: value for key, value in data.items() if value is not None}}
''',
    '''def group_by_{trait}_{place}(items):
    """Sort items into groups and count each group's total."""
    groups = defaultdict(list)
    for item in items:
        groups[getattr(item, "{trait}", None)].append(item)
    totals = {{}}
    for key, members in sorted(groups.items(), key=lambda pair: str(pair[0])):
        total = sum(member.price * member.count for member in members if member.count > 0)
        if total > {limit}:
            totals[key] = round(total, 2)
        elif key is not None:
            logger.debug("left out %r: %d", key, len(members))
    return totals
''',
    '''class {noun}Queue{place}:
    """Waiting {noun}s, the most urgent first."""

    limit = {limit}

    def __init__(self, clock, sender=None):
        self._clock = clock
        self._sender = sender
        self._waiting = []

    def push(self, item, urgency=0):
        if len(self._waiting) >= self.limit:
            raise OverflowError("too many wait already")
        self._waiting.append((-urgency, self._clock(), item))
        self._waiting.sort(key=lambda entry: entry[:2])

    def drain(self):
        while self._waiting:
            _, since, item = self._waiting.pop(0)
            if self._sender is not None and not self._sender(item):
                logger.error("could not send %s, waiting since %s", item, since)
                continue
            yield item

    def __len__(self):
        return len(self._waiting)
''',
    '''async def send_{noun}_{place}(session, {noun}, *, attempts=3):
    """Send it, and try again while the other side is busy."""
    for attempt in range(attempts):
        async with session.post("/{noun}", json={{"{trait}": {noun}.{trait}}}) as answer:
            if answer.status == 503 and attempt + 1 < attempts:
                continue
            if answer.status >= 400:
                raise ConnectionError(f"{{answer.status}} after {{attempt + 1}} attempts")
            body = await answer.json()
            return body.get("key", {limit})
    return None
''',
    '''def describe_{trait}_{place}(value):
    """Return a short text for people."""
    if value is None:
        return "none"
    if isinstance(value, (list, tuple)):
        return ", ".join(describe_{trait}_{place}(each) for each in value) or "empty"
    if isinstance(value, dict):
        pairs = [f"{{key}}: {{each!r}}" for key, each in sorted(value.items())]
        return "; ".join(pairs[:{limit}])
    text = str(value)
    return text if len(text) < {limit} + 10 else text[: {limit} + 7] + "..."
''',
)
