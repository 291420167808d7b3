"""The sheet on a code, a family or another prefix, for hover and completion alike."""

from collections.abc import Sequence

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.explanation import explain_code
from tclsp.catalog.store import Catalog
from tclsp.report.hover_text import code_hover, family_hover
from tclsp.report.sheet import SheetStyle

_ALL = 10_000


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
    return family_hover(prefix, catalog.guidance(prefix.rstrip(".")), codes, style)
