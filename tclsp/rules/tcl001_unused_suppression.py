"""TCL001: a suppression that suppresses nothing."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext


def _check(_: ModuleFacts, __: RuleContext) -> Iterator[Finding]:
    """Report nothing: only the checker knows which suppressions were used."""
    return iter(())


UNUSED_SUPPRESSION = Rule(
    code="TCL001",
    name="unused-suppression",
    severity="warning",
    summary=Text(
        "A `tclsp: ignore` comment that suppresses nothing.",
        "`tclsp: ignore` 注释没有抑制任何问题。",
    ),
    explanation=Text(
        "The fault that the comment was written for is gone, or was never there. Left in place, "
        "the comment hides the next fault of that kind on the same line.",
        "当初写下注释时针对的问题已经不在，或者从未存在。留着它，同一行将来出现的同类问题就会被掩盖。",
    ),
    bad="""\
response = client.DescribeInstances(request)  # tclsp: ignore[TCL104]
""",
    good="""\
response = client.DescribeInstances(request)
""",
    check=_check,
)
