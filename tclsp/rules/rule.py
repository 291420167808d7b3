"""The declaration of a rule."""

from collections.abc import Callable, Iterator

from attrs import Factory, frozen

from tclsp.analysis.facts import ModuleFacts
from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding, Severity
from tclsp.rules.fixes.rule_fix import RuleFix


@frozen
class RuleContext:
    """What a rule may ask besides the facts of the file."""

    catalog: Catalog
    known_codes: frozenset[str] = frozenset()
    """Codes that the setting `known-codes` adds."""
    required_families: tuple[str, ...] = ()
    """Families that the setting `required-families` wants every call to handle."""
    action_lists: ActionLists = Factory(ActionLists.none)
    """The lists that the setting `action-lists` names."""


@frozen
class Rule:
    """A rule: what it is called, what it says about itself, and how it checks."""

    code: str
    name: str
    severity: Severity
    summary: Text
    explanation: Text
    """What it reports and why that hurts at run time."""
    bad: str
    good: str
    check: Callable[[ModuleFacts, RuleContext], Iterator[Finding]]
    default: bool = True
    """Whether it is on without being selected."""
    settings: tuple[str, ...] = ()
    """The settings that change what it reports."""
    fix: RuleFix | None = None
    """How its findings are mended, where they can be."""
