"""What an SDK wheel says about services, actions and error codes, read from its source text.

The wheel is never installed nor imported: both wheels share one namespace, and 30 MB of models
would take a minute. Its modules are generated, so their lines have few forms; the tests compare
the result with what `ast` sees in them.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from tclsp.catalog.failures import BuildFailed
from tclsp.catalog.schema import ANSWER_FIELDS

_VERSION_FOLDER = re.compile(r"^(tencentcloud/(\w+)/v\d{8})/errorcodes\.py$")
_CONSTANT = re.compile(r"^(\w+) = (['\"])(.*)\2$")
_CLASS = re.compile(r"^class (\w+)\(AbstractClient\):$", re.MULTILINE)
_ATTRIBUTE = re.compile(r"^    _(apiVersion|endpoint|service) = (['\"])(.*)\2$", re.MULTILINE)
_METHOD = re.compile(
    r'^    def (?P<name>\w+)\(self, request(?:, \w+)*\):\n\s*r?"""(?P<text>\s*[^\n]*)', re.MULTILINE
)
_ANY_METHOD = re.compile(r"^    def ", re.MULTILINE)
_RESPONSE = re.compile(r"^class (\w+)Response\(", re.MULTILINE)


@frozen
class SdkCode:
    """One constant of an `errorcodes.py`."""

    code: str
    constant: str
    description: str


@frozen
class SdkAction:
    """One method of a client class."""

    name: str
    summary: str
    """The first line of its docstring that says something; empty where there is none."""
    answer_fields: frozenset[str]
    """Which of `ANSWER_FIELDS` its response class defines."""


@frozen
class SdkVersion:
    """One version of one service."""

    service: str
    """The package: `autoscaling`."""
    api_service: str
    """The name in the API, which differs where Python reserves it: `as`."""
    version: str
    """As the API writes it: `2018-04-19`."""
    client: str
    endpoint: str
    codes: tuple[SdkCode, ...]
    actions: tuple[SdkAction, ...]


def read_sdk(wheel: Path) -> tuple[SdkVersion, ...]:
    """Read all service versions of a wheel; raise `BuildFailed` where it is damaged."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            return tuple(_versions(archive))
    except (zipfile.BadZipFile, UnicodeDecodeError, OSError, EOFError) as error:
        raise BuildFailed(f"{wheel} cannot be read as a wheel ({error}); get it again.") from error
    except KeyError as error:
        raise BuildFailed(f"{wheel} is no wheel of the SDK: {error.args[0]}") from error


def _versions(archive: zipfile.ZipFile) -> Iterator[SdkVersion]:
    for name in sorted(archive.namelist()):
        match = _VERSION_FOLDER.match(name)
        if match:
            folder, service = match.groups()
            yield _version(archive, folder, service)


def _version(archive: zipfile.ZipFile, folder: str, service: str) -> SdkVersion:
    path = f"{folder}/{service}_client.py"
    text = _text(archive, path)
    client = _CLASS.search(text)
    attributes = {match[1]: match[3] for match in _ATTRIBUTE.finditer(text)}
    if client is None or attributes.keys() != {"apiVersion", "endpoint", "service"}:
        raise BuildFailed(f"{path} in {archive.filename} has no client class of a known form.")
    methods = list(_METHOD.finditer(text))
    if len(methods) != len(_ANY_METHOD.findall(text)):
        raise BuildFailed(f"{path} in {archive.filename} has methods of an unknown form.")
    fields = answer_fields(_text(archive, f"{folder}/models.py"))
    return SdkVersion(
        service=service,
        api_service=attributes["service"],
        version=attributes["apiVersion"],
        client=client[1],
        endpoint=attributes["endpoint"],
        codes=tuple(error_codes(_text(archive, f"{folder}/errorcodes.py"))),
        actions=tuple(
            SdkAction(
                name=method["name"],
                summary=_summary(method["text"]),
                answer_fields=fields.get(method["name"], frozenset()),
            )
            for method in methods
        ),
    )


def _text(archive: zipfile.ZipFile, path: str) -> str:
    return archive.read(path).decode("utf-8").replace("\r\n", "\n")


def _summary(docstring: str) -> str:
    first = docstring.strip().strip('"')
    return "" if first.startswith(":param ") else first


def error_codes(text: str) -> Iterator[SdkCode]:
    """Read an `errorcodes.py`: a comment, sometimes a blank line, then `CONSTANT = 'Code'`."""
    comment: list[str] = []
    in_comment = True
    in_header = True
    for line in text.split("\n"):
        if line.startswith("#"):
            if not in_comment:
                comment = []
            in_comment = True
            comment.append(line[1:].strip())
            continue
        # The first block of comments is the coding line and the licence.
        if in_header:
            comment = []
        in_header = in_comment = False
        match = _CONSTANT.match(line)
        if match:
            yield SdkCode(match[3], match[1], "\n".join(comment).strip())
            comment = []


def answer_fields(models: str) -> dict[str, frozenset[str]]:
    """Return the own `ANSWER_FIELDS` of the response classes of a `models.py`, by action."""
    found: dict[str, set[str]] = {}
    for field in ANSWER_FIELDS:
        assignment = f"\n        self._{field} = None\n"
        place = models.find(assignment)
        while place >= 0:
            response = _RESPONSE.match(models, models.rfind("\nclass ", 0, place) + 1)
            if response:
                found.setdefault(response[1], set()).add(field)
            place = models.find(assignment, place + 1)
    return {action: frozenset(fields) for action, fields in found.items()}
