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
_FROM = re.compile(rb"\bfrom[ \t\\\r\n]+([.\w\x80-\xff][.\w \t\x80-\xff]*)[ \t\\\r\n]*\Z")
_IN_BRACKETS = re.compile(rb"\s*\(([^)]*)")
_ON_A_LINE = re.compile(rb"((?:[^\r\n\\#;]|\\\r?\n)*)")
_COMMENT = re.compile(rb"#[^\r\n]*")
_ITEM = re.compile(rb"\A(\*|" + _DOTTED + rb")(?:\s+as\s+(" + _NAME + rb"))?\Z")
_BEFORE_PLAIN = re.compile(rb"(?:\A|[;:])[ \t]*\Z")


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
    """Return what stands before a place on its line, and on those that a backslash joins to it."""
    start = data.rfind(b"\n", 0, position) + 1
    while start and data[max(start - 3, 0) : start].endswith((b"\\\n", b"\\\r\n")):
        start = data.rfind(b"\n", 0, start - 1) + 1
    return data[start:position]


def _items(data: bytes, after: int) -> Iterator[tuple[str, str]]:
    found = _IN_BRACKETS.match(data, after) or _ON_A_LINE.match(data, after)
    if found is None:
        return
    written = _COMMENT.sub(b"", found[1]).replace(b"\\\r\n", b" ").replace(b"\\\n", b" ")
    for item in written.split(b","):
        parts = _ITEM.match(item.strip())
        if parts is not None:
            yield parts[1].decode(errors="replace"), (parts[2] or b"").decode(errors="replace")
