"""Rules as an aligned table, one line a rule."""

from collections.abc import Iterator, Sequence

from tclsp.catalog.text import Text
from tclsp.report.cells import cells_of, shown
from tclsp.report.code_table import TableStyle
from tclsp.report.lines import cut, padded
from tclsp.rules.rule import Rule

_GAP = "  "
_LEAST_SUMMARY = 20
_ON = Text(en="on", zh="开启")
_OFF = Text(en="off", zh="关闭")
_HEADINGS = (
    Text(en="code", zh="规则"),
    Text(en="name", zh="名称"),
    Text(en="severity", zh="级别"),
    Text(en="default", zh="默认"),
    Text(en="reports", zh="检查内容"),
)


def rule_table(rules: Sequence[Rule], style: TableStyle) -> Iterator[str]:
    """Yield the lines of a table: a heading and a line for each rule."""
    heading = [text.in_language(style.language) for text in _HEADINGS]
    rows = [[shown(cell, style.encoding) for cell in _row(rule, style)] for rule in rules]
    table = [[shown(cell, style.encoding) for cell in heading], *rows]
    widths = [max(map(cells_of, column)) for column in zip(*table, strict=True)][:-1]
    yield style.paint("bold", _line(table[0], widths, style.width))
    for row in rows:
        yield _line(row, widths, style.width)


def _row(rule: Rule, style: TableStyle) -> list[str]:
    state = (_ON if rule.default else _OFF).in_language(style.language)
    summary = rule.summary.in_language(style.language)
    return [rule.code, rule.name, rule.severity, state, summary]


def _line(row: list[str], widths: list[int], width: int | None) -> str:
    cells = [padded(cell, room) for cell, room in zip(row, widths, strict=False)]
    start = _GAP.join(cells) + _GAP
    if width is None:
        return (start + row[-1]).rstrip()
    return (start + cut(row[-1], max(width - cells_of(start), _LEAST_SUMMARY))).rstrip()
