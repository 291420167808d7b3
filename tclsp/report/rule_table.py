"""Rules as an aligned table, one line a rule."""

from collections.abc import Iterator, Sequence

from tclsp.catalog.text import Language, Text
from tclsp.report.table import TableStyle, table
from tclsp.rules.rule import Rule

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
    yield from table(heading, (_row(rule, style.language) for rule in rules), style)


def _row(rule: Rule, language: Language) -> tuple[str, ...]:
    state = (_ON if rule.default else _OFF).in_language(language)
    return rule.code, rule.name, rule.severity, state, rule.summary.in_language(language)
