"""A rule on a page: what it reports, why, and an example of each side."""

from collections.abc import Iterator

from tclsp.catalog.text import Text
from tclsp.report.page import Field, PageStyle, page
from tclsp.rules.rule import Rule

_ON = Text(en="on by default", zh="默认开启")
_OFF = Text(en="off by default", zh="默认关闭")


def rule_page(rule: Rule, style: PageStyle) -> Iterator[str]:
    """Yield the lines of a page on a rule."""
    language = style.language
    state = (_ON if rule.default else _OFF).in_language(language)
    fields = (
        Field(
            Text(en="reports", zh="检查内容").in_language(language),
            (rule.summary.in_language(language),),
        ),
        Field(
            Text(en="why", zh="说明").in_language(language),
            tuple(rule.explanation.in_language(language).split("\n\n")),
        ),
        Field(Text(en="bad", zh="错误示例").in_language(language), code=rule.bad),
        Field(Text(en="good", zh="正确示例").in_language(language), code=rule.good),
        Field(
            Text(en="settings", zh="相关设置").in_language(language), (", ".join(rule.settings),)
        ),
    )
    yield from page(f"{rule.code} {rule.name}", f"{rule.severity}, {state}", fields, style)
