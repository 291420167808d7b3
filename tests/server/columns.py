"""Places as an editor counts them, which shares no code with the server."""

import re

_LINE_END = re.compile("\r\n|\n|\r")
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def position_of(text: str, index: int, encoding: str) -> tuple[int, int]:
    """Return line and character, both from 0, of an index into a text."""
    lines = _LINE_END.split(text[:index])
    return len(lines) - 1, _units(lines[-1], encoding)


def index_of(text: str, place: tuple[int, int], encoding: str) -> int:
    """Return the index into a text of a place between two of its characters."""
    line, character = place
    ends = [0, *(each.end() for each in _LINE_END.finditer(text))]
    index = start = ends[line]
    while _units(text[start:index], encoding) < character:
        index += 1
    assert _units(text[start:index], encoding) == character, f"{place} is inside a character"
    return index


def _units(text: str, encoding: str) -> int:
    codec, size = _UNITS[encoding]
    return len(text.encode(codec)) // size
