"""Code actions that change sound code: handle a call's errors, use a constant, compare a family."""

from collections.abc import Iterator

from attrs import evolve

from tclsp.catalog.text import Text
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.fixes.compare_family import COMPARE_FAMILY
from tclsp.rules.fixes.context import FixContext
from tclsp.rules.fixes.sdk_constant import sdk_constant
from tclsp.rules.fixes.wrapped_call import Branch, wrapped_call
from tclsp.server.answered import answered_by
from tclsp.server.inlay_hints import shortened
from tclsp.server.place import Place
from tclsp.server.view import View
from tclsp.source.literals import StringLiteral
from tclsp.source.spans import Span

_BRANCHES = 6
_NOTHING = Text("", "")
_HANDLE = Text("Handle the errors of {action}", "处理 {action} 的错误")


def refactorings(view: View, selected: Span) -> Iterator[Fix]:
    """Yield what can be done to the code at a span; nothing while there are no facts of it."""
    if view.facts is None or not view.facts_are_current:
        return
    context = FixContext(view.source, view.facts, view.catalog)
    reading = view.reading
    place = Place(reading, selected.start, view.catalog, view.action_lists, view.language)
    found = (_handled_call(place, context), *_of_literal(place, context))
    for fix in found:
        if fix is not None and fix.edits:
            yield context.with_line_ends(fix)


# ---------------------------------------------------------------- calls


def _handled_call(place: Place, context: FixContext) -> Fix | None:
    """Wrap the call at a place, if nothing around it handles its errors."""
    call = next(
        (
            each
            for each in context.facts.calls
            if each.span is not None and each.span.start <= place.offset <= each.span.end
        ),
        None,
    )
    if call is None or call.span is None or call.kind == "raw":
        return None
    if place.reading.enclosing_try(place.offset) is not None:
        return None
    branches = _branches(place, call.service, call.action)
    edits = wrapped_call(call.span, call.action, context, branches)
    name = call.action or call.kind
    title = Text(_HANDLE.en.format(action=name), _HANDLE.zh.format(action=name))
    return Fix(title, edits, safe=False)


def _branches(place: Place, service: str, action: str) -> list[Branch]:
    """Return the main families that an action can answer, those of most codes first."""
    if not service:
        return []
    families, _ = answered_by(place, [(service, action)])
    largest = sorted(families, key=lambda family: (-len(families[family]), family))[:_BRANCHES]
    return [Branch(family, _advice(place, family)) for family in sorted(largest)]


def _advice(place: Place, family: str) -> str:
    guidance = place.catalog.guidance(family)
    return shortened(guidance.meaning.in_language(place.language)) if guidance else ""


# ---------------------------------------------------------------- literals


def _of_literal(place: Place, context: FixContext) -> Iterator[Fix | None]:
    string = place.reading.literals.string_at(place.offset)
    form = None if string is None else place.reading.expected_code(string)
    if string is None or form is None:
        return
    yield _as_constant(place, string, context)
    if form == "==":
        yield _as_family(place, string, context)


def _as_constant(place: Place, string: StringLiteral, context: FixContext) -> Fix | None:
    code = place.reading.content(string)
    for service, version in place.reading.services:
        constants = place.catalog.constants(service, version)
        name = next((name for name, value in constants.items() if value == code), None)
        if name is not None:
            module = f"tencentcloud.{service}.v{version.replace('-', '')}"
            return sdk_constant(_finding_at(string.span), module, name, context)
    return None


def _as_family(place: Place, string: StringLiteral, context: FixContext) -> Fix | None:
    """Compare the family of a code in place of the whole code."""
    code = place.reading.content(string)
    family = code.partition(".")[0]
    if not place.catalog.is_family(family):
        return None
    fix = COMPARE_FAMILY.build(_finding_at(string.span), context)
    if fix is None or family == code:
        return fix
    title = Text(f'Compare the family with "{family}"', f'改为比较大类 "{family}"')
    return evolve(fix, title=title, edits=(*fix.edits, Edit(string.content, family)))


def _finding_at(span: Span) -> Finding:
    return Finding(code="", span=span, message=_NOTHING, remedy=_NOTHING)
