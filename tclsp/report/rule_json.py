"""A rule as JSON."""

from typing import Any

from tclsp.report.code_json import text_object
from tclsp.rules.rule import Rule


def rule_object(rule: Rule) -> dict[str, Any]:
    """Return a rule as an object."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "default": rule.default,
        "summary": text_object(rule.summary),
        "explanation": text_object(rule.explanation),
        "bad": rule.bad,
        "good": rule.good,
        "settings": list(rule.settings),
    }
