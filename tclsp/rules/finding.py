"""What a rule reports."""

from typing import Literal

from attrs import frozen

from tclsp.catalog.text import Text
from tclsp.source.spans import Span

Severity = Literal["error", "warning", "info", "hint"]


@frozen
class Edit:
    """Replaces the text of a span; an empty span is a place to insert at."""

    span: Span
    replacement: str


@frozen
class Fix:
    """A change that mends a finding; a safe one changes nothing but the reported fault."""

    title: Text
    edits: tuple[Edit, ...]
    safe: bool
    fix_all: bool = True
    """Whether a run that fixes whatever it can may apply it; else a person chooses it."""


@frozen
class Related:
    """Another place that explains a finding."""

    span: Span
    message: Text


@frozen
class Finding:
    """One fault at one place of one file."""

    code: str
    """The rule's code: `TCL104`."""
    span: Span
    message: Text
    """What is wrong and what will happen."""
    remedy: Text
    """What to write instead."""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None
    """Where it differs from its rule's; a severity in the settings goes before both."""
