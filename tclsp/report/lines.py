"""Texts of English and Chinese on the lines of a terminal: cut, padded and wrapped by cells."""

import re
from collections.abc import Iterator

from tclsp.catalog.text import Language, Text
from tclsp.report.cells import cells_of

_WIDE = "\u2e80-\uffef"
_OPENING = "（《〈「『【“‘"
_CLOSING = "，。、；：！？）》〉」』】”’…%"

# A word with the blanks before it. Chinese has no blanks: each character may end a line, but keeps
# the opening marks before it and the closing ones behind it.
_PIECE = re.compile(rf"\s*[{_OPENING}]*(?:[^\s{_WIDE}{_OPENING}]+|[^\s{_OPENING}]|$)[{_CLOSING}]*")


def marked(text: Text, language: Language) -> str:
    """Return `text` in `language`; where it is missing, the other one with its language before."""
    if language == "zh":
        return text.zh or (f"[en] {text.en}" if text.en else "")
    return text.en or (f"[zh] {text.zh}" if text.zh else "")


def on_one_line(text: str) -> str:
    """Return `text` with each run of white space as one blank."""
    return " ".join(text.split())


def cut(text: str, cells: int, ellipsis: str = "...") -> str:
    """Return as much of shown text as fits in `cells`, with an ellipsis where some is left out."""
    if cells_of(text) <= cells:
        return text
    room = cells - cells_of(ellipsis)
    taken = 0
    for index, character in enumerate(text):
        taken += cells_of(character)
        if taken > room:
            return text[:index].rstrip() + ellipsis
    return text


def padded(text: str, cells: int) -> str:
    """Return shown text with blanks behind it up to `cells`."""
    return text + " " * (cells - cells_of(text))


def wrapped(text: str, cells: int) -> Iterator[str]:
    """Yield the lines of shown text, each of at most `cells` unless one word is longer."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and cells_of(line) + cells_of(piece) > cells:
            yield line
            line = ""
        line += piece if line else piece.lstrip()
    if line:
        yield line
