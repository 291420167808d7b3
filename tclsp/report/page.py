"""How one thing is shown: a heading, and below it labelled texts in a column."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from tclsp.catalog.text import Language
from tclsp.report.cells import cells_of, shown
from tclsp.report.console import Paint
from tclsp.report.lines import on_one_line, padded, wrapped

WIDEST = 100
"""Cells in a line at most: longer ones are hard to read."""
_GAP = 2


@frozen
class PageStyle:
    """How to write a page."""

    language: Language
    paint: Paint
    encoding: str = "utf-8"
    width: int = WIDEST
    """Cells in a line."""


@frozen
class Field:
    """A labelled text: paragraphs, which are wrapped, or lines of code, which are not."""

    label: str
    paragraphs: tuple[str, ...] = ()
    code: str = ""

    @property
    def filled(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.code or any(self.paragraphs))


def page(heading: str, subtitle: str, fields: Iterable[Field], style: PageStyle) -> Iterator[str]:
    """Yield the lines of a page. Fields without a text are left out."""
    yield style.paint("bold", shown(heading, style.encoding))
    if subtitle:
        yield shown(subtitle, style.encoding)
    present = [field for field in fields if field.filled]
    labels = [shown(field.label, style.encoding) for field in present]
    column = max(map(cells_of, labels), default=0) + _GAP
    yield ""
    for field, label in zip(present, labels, strict=True):
        lines = _lines_of(field, style, style.width - column)
        yield style.paint("bold", padded(label, column)) + next(lines)
        for line in lines:
            yield (" " * column + line).rstrip()


def _lines_of(field: Field, style: PageStyle, room: int) -> Iterator[str]:
    for line in field.code.splitlines():
        yield shown(line, style.encoding)
    for paragraph in filter(None, field.paragraphs):
        yield from wrapped(shown(on_one_line(paragraph), style.encoding), max(room, 20))
