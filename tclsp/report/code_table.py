"""Error codes as an aligned table, one line a code."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from tclsp.catalog.records import Code
from tclsp.catalog.text import Language, Text
from tclsp.report.cells import cells_of, shown
from tclsp.report.console import Paint
from tclsp.report.lines import cut, marked, on_one_line, padded

_WIDEST_CODE = 52
"""Cells of the first column at most; of the codes, 95 % are shorter."""
_LEAST_DESCRIPTION = 20
_SHOWN_SERVICES = 2
_GAP = "  "

_KINDS = {
    "common": Text(en="common", zh="公共"),
    "gateway": Text(en="gateway", zh="网关"),
    "client": Text(en="client", zh="客户端"),
}
_HEADINGS = (
    Text(en="code", zh="错误码"),
    Text(en="of", zh="来源"),
    Text(en="description", zh="说明"),
)


@frozen
class TableStyle:
    """How to write a table."""

    language: Language
    paint: Paint
    encoding: str = "utf-8"
    width: int | None = None
    """Cells in a line, where a description is cut; None leaves it whole."""


def code_table(codes: Sequence[Code], style: TableStyle) -> Iterator[str]:
    """Yield the lines of a table: a heading and a line for each code."""
    heading = [shown(text.in_language(style.language), style.encoding) for text in _HEADINGS]
    rows = [_row(code, style) for code in codes]
    first = _column_width([heading[0], *(row[0] for row in rows)], _WIDEST_CODE)
    second = _column_width([heading[1], *(row[1] for row in rows)])
    yield style.paint("bold", _line(heading, first, second, style.width))
    for row in rows:
        yield _line(row, first, second, style.width)


def _row(code: Code, style: TableStyle) -> list[str]:
    text = marked(code.description, style.language)
    cells = (code.code, _origin(code, style.language), on_one_line(text))
    return [shown(cell, style.encoding) for cell in cells]


def _origin(code: Code, language: Language) -> str:
    """Return who answers the code: everyone, or the services that define it."""
    if code.kind in _KINDS:
        return _KINDS[code.kind].in_language(language)
    services = sorted({definition.service for definition in code.services})
    if len(services) <= _SHOWN_SERVICES:
        return ", ".join(services)
    count = len(services)
    return Text(en=f"{count} services", zh=f"{count} 个产品").in_language(language)


def _column_width(cells: list[str], most: int | None = None) -> int:
    width = max(map(cells_of, cells))
    return width if most is None else min(width, most)


def _line(row: list[str], first: int, second: int, width: int | None) -> str:
    start = padded(row[0], first) + _GAP + padded(row[1], second) + _GAP
    if width is None:
        return (start + row[2]).rstrip()
    return (start + cut(row[2], max(width - cells_of(start), _LEAST_DESCRIPTION))).rstrip()
