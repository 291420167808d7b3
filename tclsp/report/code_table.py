"""Error codes as an aligned table, one line a code."""

from collections.abc import Iterator, Sequence

from tclsp.catalog.records import Code
from tclsp.catalog.text import Language, Text
from tclsp.report.lines import marked, on_one_line
from tclsp.report.table import TableStyle, table

_WIDEST_CODE = 52
"""Cells; 95 % of the codes are shorter."""
_SHOWN_SERVICES = 2

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


def code_table(codes: Sequence[Code], style: TableStyle) -> Iterator[str]:
    """Yield the lines of a table: a heading and a line for each code."""
    heading = [text.in_language(style.language) for text in _HEADINGS]
    rows = (_row(code, style.language) for code in codes)
    yield from table(heading, rows, style, widest=_WIDEST_CODE)


def _row(code: Code, language: Language) -> tuple[str, str, str]:
    text = marked(code.description, language)
    return code.code, _origin(code, language), on_one_line(text)


def _origin(code: Code, language: Language) -> str:
    """Return who answers the code: everyone, or the services that define it."""
    if code.kind in _KINDS:
        return _KINDS[code.kind].in_language(language)
    services = sorted({definition.service for definition in code.services})
    if len(services) <= _SHOWN_SERVICES:
        return ", ".join(services)
    count = len(services)
    return Text(en=f"{count} services", zh=f"{count} 个产品").in_language(language)
