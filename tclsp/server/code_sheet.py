"""The sheet on a code, a family or another prefix, for hover and completion alike."""

from collections.abc import Iterable, Sequence

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.explanation import explain_code
from tclsp.catalog.records import Guidance
from tclsp.catalog.store import Catalog
from tclsp.report.hover_text import CodePart, code_hover, family_hover, part_hover
from tclsp.report.sheet import SheetStyle

_ALL = 10_000
_SHORTEST_PART = 2


def sheet_on(
    code: str,
    services: Sequence[str],
    catalog: Catalog,
    lists: ActionLists,
    style: SheetStyle,
) -> str | None:
    """Return the sheet on a code, as the services in play mean it; None where there is none."""
    explanation = explain_code(catalog, code, services)
    if explanation is not None:
        return code_hover(explanation, services, lists.documenting(code, services), style)
    return _on_prefix(code, services, catalog, style)


def _on_prefix(
    prefix: str, services: Sequence[str], catalog: Catalog, style: SheetStyle
) -> str | None:
    """Return the sheet on a family, or on what else codes begin with: `AuthFailure.Sig`."""
    if not catalog.is_family(prefix.partition(".")[0]):
        return None
    found = catalog.with_prefix(prefix, services, limit=_ALL)
    codes = [code for code in found if code.startswith(prefix)]
    if not codes:
        return None
    if "." in prefix.rstrip("."):
        part = CodePart(prefix, at_start=True, codes=codes, services=(), other_case=False)
        return part_hover(part, _guidance(part, catalog), style)
    return family_hover(prefix, catalog.guidance(prefix.rstrip(".")), codes, style)


def sheet_on_part(
    text: str, services: Sequence[str], catalog: Catalog, style: SheetStyle, *, at_start: bool
) -> str | None:
    """Return the sheet on a text that codes are searched for, or have to begin with.

    It names codes of the services in play, or of all services where these have none. None for a
    single letter.
    """
    if len(text) < _SHORTEST_PART:
        return None
    own = catalog.of_every_service.union(*map(catalog.defined_by, services))
    everywhere = catalog.spellings
    for where, named in ((own, services), (everywhere, ())):
        if where is own and not services:
            continue
        for other_case in (False, True):
            codes = _holding(text, where, at_start=at_start, other_case=other_case)
            if codes:
                part = CodePart(text, at_start, codes, named, other_case)
                return part_hover(part, _guidance(part, catalog), style)
    near = catalog.nearest(text, services, limit=3)
    return part_hover(CodePart(text, at_start, (), (), False, near), None, style)


def _guidance(part: CodePart, catalog: Catalog) -> Guidance | None:
    """Return what to know about the one family that is found, or that the text names."""
    found = catalog.guidance(part.text.rstrip("."))
    is_named = found is not None and found.subject == part.text
    return found if is_named or len(part.families) == 1 else None


def _holding(
    text: str, codes: Iterable[str], *, at_start: bool, other_case: bool
) -> tuple[str, ...]:
    """Return the codes that a test of their start or their text finds, the shortest first."""
    sought = text.lower() if other_case else text
    found = (
        code
        for code, written in ((code, code.lower() if other_case else code) for code in codes)
        if (written.startswith(sought) if at_start else sought in written)
    )
    return tuple(sorted(found, key=lambda code: (len(code), code)))
