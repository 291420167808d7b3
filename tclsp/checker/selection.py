"""Which rules run: codes, prefixes and names, as settings and the command line write them."""

import re
from collections.abc import Iterable, Mapping

from tclsp.checker.settings import Settings
from tclsp.rules.finding import Severity
from tclsp.rules.registry import RULES
from tclsp.rules.rule import Rule

_PREFIX = re.compile(r"TCL\d*")
_OFF_IN_TESTS = ("TCL1", "TCL2", "TCL5")


def unknown_selector(selector: str) -> str | None:
    """Say why `selector` selects no rule; None where it selects some."""
    if any(_weight(selector, rule) for rule in RULES):
        return None
    from difflib import get_close_matches

    names = [name for rule in RULES for name in (rule.code, rule.name)]
    near = get_close_matches(selector, names, 1, 0.8) or get_close_matches(
        selector.upper(), names, 1, 0.8
    )
    hint = (
        f"; did you mean `{near[0]}`?"
        if near
        else "; `tclsp check --show-settings` lists the rules"
    )
    return f"unknown rule `{selector}`{hint}"


def enabled_rules(settings: Settings, path: str, *, is_test: bool) -> frozenset[str]:
    """Return the codes of the rules that run on `path`, given relative to the project."""
    ignored = _ignored_in_file(settings.per_file_ignores, path)
    return frozenset(
        rule.code
        for rule in RULES
        if _is_selected(rule, settings)
        and not any(_weight(selector, rule) for selector in ignored)
        and not (is_test and not settings.check_tests and rule.code.startswith(_OFF_IN_TESTS))
    )


def severity_of(
    rule: Rule, severities: Mapping[str, Severity], own: Severity | None = None
) -> Severity:
    """Return the severity of a finding of `rule`: what the most specific setting says.

    Where none says anything, it is `own`, the finding's, and else the rule's.
    """
    weights = {_weight(selector, rule): selector for selector in severities}
    heaviest = max(weights, default=0)
    return severities[weights[heaviest]] if heaviest else own or rule.severity


def _is_selected(rule: Rule, settings: Settings) -> bool:
    if settings.select is None:
        selected = 1 if rule.default else 0
    else:
        selected = _heaviest(settings.select, rule)
    selected = max(selected, _heaviest(settings.extend_select, rule))
    return selected > _heaviest(settings.ignore, rule)


def _ignored_in_file(ignores: Mapping[str, tuple[str, ...]], path: str) -> list[str]:
    if not ignores:
        return []
    from tclsp.checker.patterns import Patterns

    return [
        selector
        for pattern, selectors in ignores.items()
        if Patterns([pattern]).match(path)
        for selector in selectors
    ]


def _heaviest(selectors: Iterable[str], rule: Rule) -> int:
    return max((_weight(selector, rule) for selector in selectors), default=0)


def _weight(selector: str, rule: Rule) -> int:
    """Return how closely `selector` means `rule`: 0 for not at all, more for a longer prefix."""
    if selector == rule.name:
        return len(rule.code)
    if _PREFIX.fullmatch(selector) and rule.code.startswith(selector):
        return len(selector)
    return 0
