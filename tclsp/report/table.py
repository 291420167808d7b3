"""Aligned tables, one line a row; the last column is as wide as the terminal lets it be."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from tclsp.catalog.text import Language
from tclsp.report.cells import cells_of, shown
from tclsp.report.console import Paint
from tclsp.report.lines import cut, padded

_GAP = "  "
_LEAST_LAST = 20
"""Cells that the last column gets on however narrow a terminal."""


@frozen
class TableStyle:
    """How to write a table."""

    language: Language
    paint: Paint
    encoding: str = "utf-8"
    width: int | None = None
    """Cells in a line, where the last column is cut; None leaves it whole."""


def table(
    heading: Sequence[str],
    rows: Iterable[Sequence[str]],
    style: TableStyle,
    *,
    widest: int | None = None,
) -> Iterator[str]:
    """Yield a line for the heading and one for each row.

    Only the last column may be wider than `widest` cells; a text that is wider pushes what follows
    on its own line aside.
    """
    lines = [[shown(cell, style.encoding) for cell in row] for row in (heading, *rows)]
    columns = list(zip(*lines, strict=True))[:-1]
    widths = [max(map(cells_of, column)) for column in columns]
    if widest is not None:
        widths = [min(width, widest) for width in widths]
    head, *others = (_line(line, widths, style.width) for line in lines)
    yield style.paint("bold", head)
    yield from others


def _line(row: Sequence[str], widths: Sequence[int], width: int | None) -> str:
    *first, last = row
    start = "".join(padded(cell, room) + _GAP for cell, room in zip(first, widths, strict=True))
    if width is not None:
        last = cut(last, max(width - cells_of(start), _LEAST_LAST))
    return (start + last).rstrip()
