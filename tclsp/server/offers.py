"""What can be done about code: the fixes of findings, and comments that silence them."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen
from lsprotocol import types

from tclsp.catalog.text import Text
from tclsp.checker.applied_edits import distinct, together
from tclsp.rules.finding import Edit, Finding
from tclsp.rules.fixes.context import FixContext
from tclsp.rules.registry import with_fix
from tclsp.server.capabilities import FIX_ALL
from tclsp.server.refactorings import refactorings
from tclsp.server.silence import silencing_edit
from tclsp.server.view import View

_ALL_OF_RULE = Text("Fix all of {code} in this file", "修复此文件中的全部 {code}")
_ALL = Text("Fix all that can be fixed safely (tclsp)", "修复所有可安全修复的问题 (tclsp)")
_IGNORE = Text("Ignore {code} here", "在此忽略 {code}")


@frozen
class Offer:
    """A code action before it is written as LSP has it."""

    title: str
    kind: str
    edits: tuple[Edit, ...]
    finding: Finding | None = None
    preferred: bool = False


def offers(view: View, place: types.Range) -> Iterator[Offer]:
    """Yield what can be done about the findings on the lines of a range, and in the document."""
    shown = [finding for finding in _fixable(view) if view.shows(finding.span)]
    here = [finding for finding in shown if _meet(view.range(finding.span), place)]
    yield from filter(None, (_fix(view, finding) for finding in here))
    yield from _all_of_rules(view, here, shown)
    for finding in here:
        edit = silencing_edit(view.source, finding)
        if edit is not None:
            title = _IGNORE.in_language(view.language).format(code=finding.code)
            yield Offer(title, types.CodeActionKind.QuickFix, (edit,), finding)
    yield from (
        Offer(fix.title.in_language(view.language), types.CodeActionKind.RefactorRewrite, fix.edits)
        for fix in refactorings(view, view.span(place))
    )
    safe = together((f for f in shown if _may_be_fixed_with_others(f, safe=True)), _edits_of)
    if safe:
        yield Offer(_ALL.in_language(view.language), FIX_ALL, _edits(safe))


def _fixable(view: View) -> list[Finding]:
    """Return the findings of a view with their fixes, which are put together now."""
    if view.facts is None or not view.facts_are_current:
        return list(view.findings)
    context = FixContext(view.source, view.facts, view.catalog)
    return [with_fix(finding, context) for finding in view.findings]


def _edits_of(finding: Finding) -> tuple[Edit, ...]:
    return () if finding.fix is None else finding.fix.edits


def _may_be_fixed_with_others(finding: Finding, *, safe: bool) -> bool:
    """Tell whether a finding has a fix that a person need not choose, and a safe one if asked."""
    fix = finding.fix
    return fix is not None and fix.fix_all and (fix.safe or not safe)


def _fix(view: View, finding: Finding) -> Offer | None:
    if finding.fix is None:
        return None
    return Offer(
        finding.fix.title.in_language(view.language),
        types.CodeActionKind.QuickFix,
        finding.fix.edits,
        finding,
        preferred=finding.fix.safe,
    )


def _all_of_rules(view: View, here: Sequence[Finding], shown: Sequence[Finding]) -> Iterator[Offer]:
    """Offer to fix all findings of a rule where there are several; as safe as the one here."""
    for code in dict.fromkeys(finding.code for finding in here):
        safe = all(each.fix is None or each.fix.safe for each in here if each.code == code)
        of_rule = (each for each in shown if each.code == code)
        same = together(
            (each for each in of_rule if _may_be_fixed_with_others(each, safe=safe)), _edits_of
        )
        if len(same) > 1 and any(each in here for each in same):
            title = _ALL_OF_RULE.in_language(view.language).format(code=code)
            yield Offer(title, types.CodeActionKind.QuickFix, _edits(same))


def all_of_rule(view: View, code: str) -> tuple[Edit, ...]:
    """Return the edits that apply all safe fixes of a rule."""
    of_rule = (each for each in _fixable(view) if each.code == code)
    safe = (each for each in of_rule if _may_be_fixed_with_others(each, safe=True))
    return _edits(together(safe, _edits_of))


def _edits(findings: Iterable[Finding]) -> tuple[Edit, ...]:
    return tuple(distinct(edit for each in findings for edit in _edits_of(each)))


def _meet(one: types.Range, other: types.Range) -> bool:
    """Whether two ranges share a line; editors ask for the line of the cursor."""
    return one.start.line <= other.end.line and other.start.line <= one.end.line
