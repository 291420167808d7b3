"""A source line with a range underlined, cut where it is too long."""

from tclsp.report.cells import TAB, cells_of, shown_character

_MORE = "..."
_CONTEXT = 20
"""Cells shown before the range when the line's start does not fit."""


def excerpt(line: str, start: int, end: int, width: int, encoding: str) -> tuple[str, str]:
    """Return the shown line and what to put below it to underline a range.

    `start` and `end` are 0-based places in `line`, half open; `width` is the room in cells.
    An empty range gets one mark.
    """
    pieces = _pieces(line, encoding)
    offsets = _offsets(pieces)
    start = min(start, len(pieces))
    end = min(max(end, start), len(pieces))
    first, last = _window(offsets, start, end, width)
    text = "".join(pieces[first:last])
    head = _MORE if first else ""
    tail = _MORE if last < len(pieces) else ""
    blank = cells_of(head) + offsets[start] - offsets[first]
    marked = offsets[min(end, last)] - offsets[start]
    return head + text.rstrip() + tail, " " * blank + "^" * max(marked, 1)


def _pieces(line: str, encoding: str) -> list[str]:
    """Return how each character is shown; a tab becomes the blanks up to its stop."""
    pieces = []
    cell = 0
    for character in line:
        piece = shown_character(character, encoding)
        if character == "\t":
            piece = " " * (TAB - cell % TAB)
        pieces.append(piece)
        cell += cells_of(piece)
    return pieces


def _offsets(pieces: list[str]) -> list[int]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + cells_of(piece))
    return offsets


def _window(offsets: list[int], start: int, end: int, width: int) -> tuple[int, int]:
    """Choose which characters to show: all, else those up to the range, else from before it."""
    count = len(offsets) - 1
    if offsets[count] <= width:
        return 0, count
    room = width - 2 * len(_MORE)
    first = 0
    if offsets[end] > room:
        context = min(_CONTEXT, max(room - (offsets[end] - offsets[start]), 0))
        while offsets[start] - offsets[first] > context:
            first += 1
    last = first
    while last < count and offsets[last + 1] - offsets[first] <= room:
        last += 1
    return first, max(last, min(start + 1, count))
