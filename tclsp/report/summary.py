"""The last line of a report: how much was found, in how many files.

It is printed by runs that find nothing to check too, so this module imports nothing heavy.
"""

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tclsp.catalog.text import Language
    from tclsp.checker.run import Outcome
    from tclsp.rules.finding import Severity

_SEVERITIES_ZH: "dict[Severity, str]" = {
    "error": "错误",
    "warning": "警告",
    "info": "信息",
    "hint": "提示",
}
_SEVERITIES_EN: "dict[Severity, tuple[str, str]]" = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("info", "infos"),
    "hint": ("hint", "hints"),
}


def summary(outcome: "Outcome", language: "Language") -> str:
    """Return a sentence that says what a run found, behind one that says what it fixed."""
    return _fixed(outcome, language) + _found(outcome, language)


def _fixed(outcome: "Outcome", language: "Language") -> str:
    fixes = [finding.fix for file in outcome.fixed for finding in file.fixed]
    if not fixes:
        return ""
    files = len(outcome.fixed)
    unsafe = sum(1 for fix in fixes if fix is not None and not fix.safe)
    if language == "zh":
        some = f"（{unsafe} 个不安全修复）" if unsafe else ""
        return f"已修复 {files} 个文件中的 {len(fixes)} 个问题{some}。"
    some = f" ({unsafe} by unsafe fixes)" if unsafe else ""
    what, where = _number(len(fixes), "finding", "findings"), _number(files, "file", "files")
    return f"Fixed {what} in {where}{some}. "


def _found(outcome: "Outcome", language: "Language") -> str:
    counts = Counter(finding.severity for report in outcome.reports for finding in report.findings)
    if language == "zh":
        return _in_chinese(counts, outcome)
    return _in_english(counts, outcome)


def _in_english(counts: "Counter[Severity]", outcome: "Outcome") -> str:
    files = _number(outcome.checked, "file", "files")
    if not counts:
        return f"No findings; {files} checked."
    kinds = [
        _number(counts[each], *words) for each, words in _SEVERITIES_EN.items() if counts[each]
    ]
    touched = _number(_files_with_findings(outcome), "file", "files")
    return f"Found {', '.join(kinds)} in {touched}; {files} checked."


def _in_chinese(counts: "Counter[Severity]", outcome: "Outcome") -> str:
    if not counts:
        return f"未发现问题；共检查 {outcome.checked} 个文件。"
    kinds = [f"{counts[each]} 个{word}" for each, word in _SEVERITIES_ZH.items() if counts[each]]
    touched = _files_with_findings(outcome)
    return f"在 {touched} 个文件中发现 {'、'.join(kinds)}；共检查 {outcome.checked} 个文件。"


def _files_with_findings(outcome: "Outcome") -> int:
    return sum(1 for report in outcome.reports if report.findings)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
