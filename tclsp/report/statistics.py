"""How many findings each rule has."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import frozen

from tclsp.checker.result import FileReport
from tclsp.rules.finding import Severity


@frozen
class RuleCount:
    """The number of findings of a rule at a severity."""

    code: str
    name: str
    severity: Severity
    count: int


def count_by_rule(reports: Iterable[FileReport]) -> list[RuleCount]:
    """Return the counts, the most frequent first."""
    counts = Counter(
        (finding.code, finding.name, finding.severity)
        for report in reports
        for finding in report.findings
    )
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [RuleCount(*key, count) for key, count in ordered]


def statistics_as_text(counts: list[RuleCount]) -> Iterator[str]:
    """Yield a line for each rule: count, code, severity, name."""
    width = max((len(str(each.count)) for each in counts), default=0)
    for each in counts:
        yield f"{each.count:>{width}}  {each.code}  {each.severity:<7}  {each.name}"


def statistics_as_json(counts: list[RuleCount]) -> str:
    """Return an array of `code`, `name`, `severity`, `count`."""
    array = [
        {"code": c.code, "name": c.name, "severity": c.severity, "count": c.count} for c in counts
    ]
    return json.dumps(array, indent=2)
