"""`textDocument/documentHighlight`: the uses of the code or family under the cursor."""

from tclsp.analysis.code_uses import CodeUse, code_uses, matches
from tclsp.server.named_codes import code_at
from tclsp.server.place import Place


def highlights(place: Place) -> list[CodeUse]:
    """Return the uses of the code at a place in its document, itself among them."""
    named = code_at(place)
    if named is None:
        return []
    sought = named.code.rstrip(".")
    return [use for use in code_uses(place.reading, place.catalog) if matches(use, sought)]
