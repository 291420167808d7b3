"""The imports of a file, read from its bytes alone. Imports nothing heavy.

Text in strings and comments that reads like an import counts as one: that costs time, never a
finding.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

STAR = "*"

_NAME = rb"[\w\x80-\xff]+"
_DOTTED = rb"[\w.\x80-\xff]+"
_FROM = re.compile(rb"\bfrom(?:[ \t]+|(?=\.))([.\w\x80-\xff][.\w \t\x80-\xff]*)\Z")
_IN_BRACKETS = re.compile(rb"(?:[ \t]|\\\r?\n)*\(((?:[^)#]|#[^\r\n]*)*)")
_ON_A_LINE = re.compile(rb"((?:[^\r\n\\#;]|\\\r?\n)*)")
_COMMENT = re.compile(rb"#[^\r\n]*")
_ITEM = re.compile(rb"\A(\*|" + _DOTTED + rb")(?:\s+as\s+(" + _NAME + rb"))?\Z")
_BEFORE_PLAIN = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?|:)[ \t\f]*\Z")

_FARTHEST = 500
"""So many bytes before the word `import` are looked at: on a line without end, looking at all of it
for each of its imports would take for ever."""


class Import(NamedTuple):
    """One name that an import statement brings."""

    module: str
    """As it is written, with leading dots."""
    name: str | None
    """What is imported from the module; None for the module itself, `*` for all."""
    bound: str
    """The name that it gets in the file."""


def imports(data: bytes) -> Iterator[Import]:
    """Yield what the import statements of a file bring, wherever they stand."""
    position = data.find(b"import")
    while position >= 0:
        after = position + len(b"import")
        if data[after : after + 1] in (b" ", b"\t", b"(", b"*", b"\\"):
            yield from _statement(data, position, after)
        position = data.find(b"import", after)


def _statement(data: bytes, position: int, after: int) -> Iterator[Import]:
    before = _before(data, position)
    origin = _FROM.search(before)
    if origin is not None:
        module = b"".join(origin[1].split()).decode(errors="replace")
        for name, bound in _items(data, after):
            yield Import(module, name, bound or name)
    elif _BEFORE_PLAIN.search(before):
        for name, bound in _items(data, after):
            yield Import(name, None, bound or name.partition(".")[0])


def _before(data: bytes, position: int) -> bytes:
    """Return what stands before a place in its statement, lines that a backslash joins joined."""
    farthest = max(position - _FARTHEST, 0)
    start = data.rfind(b"\n", farthest, position) + 1 or farthest
    while start > farthest and data[max(start - 3, 0) : start].endswith((b"\\\n", b"\\\r\n")):
        start = data.rfind(b"\n", farthest, start - 1) + 1 or farthest
    return _joined(data[max(start, data.rfind(b";", start, position) + 1) : position])


def _items(data: bytes, after: int) -> Iterator[tuple[str, str]]:
    found = _IN_BRACKETS.match(data, after) or _ON_A_LINE.match(data, after)
    if found is None:
        return
    written = _COMMENT.sub(b"", found[1]) if b"#" in found[1] else found[1]
    for item in _joined(written).split(b","):
        parts = _ITEM.match(item.strip())
        if parts is not None:
            yield parts[1].decode(errors="replace"), (parts[2] or b"").decode(errors="replace")


def _joined(text: bytes) -> bytes:
    """Return a text with the lines joined that a backslash joins."""
    if b"\\" not in text:
        return text
    return text.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ")
