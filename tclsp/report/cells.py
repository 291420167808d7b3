"""How wide text is in a terminal, and how to show what it cannot show as it stands."""

import unicodedata

TAB = 4
"""Cells between two tab stops, where a source line is shown."""


def shown_character(character: str, encoding: str = "utf-8") -> str:
    """Return `character` as it is shown: escaped where it is no visible text.

    Control characters could command the terminal, marks of direction reorder the line; what
    `encoding` lacks would be escaped later, when its width has been counted already.
    """
    if character == " ":
        return character
    if not character.isprintable():
        return character.encode("unicode_escape", "backslashreplace").decode("ascii")
    return character.encode(encoding, "backslashreplace").decode(encoding)


def shown(text: str, encoding: str = "utf-8") -> str:
    """Return `text` as one line that is safe to print."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(shown_character(character, encoding) for character in text)


def cells_of(text: str) -> int:
    """Return how many cells `text` takes; it is shown text, without control characters."""
    return len(text) if text.isascii() else sum(map(_cells_of_character, text))


def _cells_of_character(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
