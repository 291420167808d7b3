"""Edits of a text as LSP has them."""

from collections.abc import Iterable

from lsprotocol import types

from tclsp.rules.finding import Edit
from tclsp.server.view import View


def workspace_edit(view: View, edits: Iterable[Edit]) -> types.WorkspaceEdit:
    """Return edits of the view's text; of a notebook they go to the cells that they lie in."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    for edit in sorted(edits, key=lambda each: each.span):
        place = view.location(edit.span)
        by_uri.setdefault(place.uri, []).append(types.TextEdit(place.range, edit.replacement))
    if not view.client.document_changes:
        return types.WorkspaceEdit(changes=dict(by_uri))
    versions = {cell.uri: cell.version for cell in view.cells} or {view.uri: view.version}
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, versions.get(uri)), each
            )
            for uri, each in by_uri.items()
        ]
    )
