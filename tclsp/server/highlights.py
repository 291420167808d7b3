"""`textDocument/documentHighlight`: the uses of the code or family under the cursor."""

from lsprotocol import types

from tclsp.analysis.code_uses import CodeUse, code_uses, matches
from tclsp.server.named_codes import code_at
from tclsp.server.place import Place, place_of
from tclsp.server.view import View


def answer_highlight(view: View, position: types.Position) -> list[types.DocumentHighlight]:
    """Answer `textDocument/documentHighlight`."""
    return [
        types.DocumentHighlight(view.range(use.span), types.DocumentHighlightKind.Text)
        for use in highlights(place_of(view, position))
        if view.shows(use.span)
    ]


def highlights(place: Place) -> list[CodeUse]:
    """Return the uses of the code at a place in its document, itself among them."""
    named = code_at(place)
    if named is None:
        return []
    sought = named.code.rstrip(".")
    return [use for use in code_uses(place.reading, place.catalog) if matches(use, sought)]
