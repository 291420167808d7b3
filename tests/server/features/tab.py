"""A document that is open in an editor: its text, its cursor, and what is asked at the cursor."""

from collections.abc import Iterable, Sequence

import pytest_lsp
from attrs import define, field
from lsprotocol import types

from tests.server.columns import index_of, position_of

DocumentReport = (
    types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport
)


@define(eq=False)
class Tab:
    """A document that is open, and the cursor in it."""

    client: pytest_lsp.LanguageClient
    encoding: str
    """What the client and the server have agreed to count characters in."""
    uri: str
    text: str
    cursor_index: int = 0
    version: int = 1
    is_open: bool = True
    document: types.TextDocumentIdentifier = field(init=False)

    @document.default
    def _identified(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    # ------------------------------------------------------------ places

    @property
    def cursor(self) -> types.Position:
        """The place of the cursor."""
        return self.position(self.cursor_index)

    @property
    def whole(self) -> types.Range:
        """The range of the whole text."""
        return types.Range(self.position(0), self.position(len(self.text)))

    def position(self, index: int) -> types.Position:
        """Return the place of an index into the text."""
        return types.Position(*position_of(self.text, index, self.encoding))

    def put_cursor(self, before: str, inside: int = 0) -> "Tab":
        """Put the cursor before the first occurrence of a text, or some characters into it."""
        self.cursor_index = self.text.index(before) + inside
        return self

    def covered(self, place: types.Range) -> str:
        """Return what a range covers."""
        start, end = self._ends(place)
        return self.text[start:end]

    def edited(self, edits: Iterable[types.TextEdit]) -> str:
        """Return the text with edits applied, all of which are of the present one."""
        text = self.text
        for edit in sorted(edits, key=lambda each: self._ends(each.range))[::-1]:
            start, end = self._ends(edit.range)
            text = text[:start] + edit.new_text + text[end:]
        return text

    def _ends(self, place: types.Range) -> tuple[int, int]:
        start, end = (
            index_of(self.text, (each.line, each.character), self.encoding)
            for each in (place.start, place.end)
        )
        return start, end

    # ------------------------------------------------------------ typing

    def replace(self, text: str) -> None:
        """Have another text in place of the whole one."""
        self._change(types.TextDocumentContentChangeWholeDocument(text))
        self.text = text

    def insert(self, text: str) -> None:
        """Type something at the cursor."""
        self._put(text, self.cursor_index)
        self.cursor_index += len(text)

    def delete(self, length: int) -> None:
        """Delete some characters behind the cursor."""
        self._put("", self.cursor_index + length)

    def _put(self, text: str, end: int) -> None:
        """Put a text in place of what stands between the cursor and an index."""
        start = self.cursor_index
        place = types.Range(self.cursor, self.position(end))
        self._change(types.TextDocumentContentChangePartial(place, text))
        self.text = self.text[:start] + text + self.text[end:]

    def _change(self, change: types.TextDocumentContentChangeEvent) -> None:
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        params = types.DidChangeTextDocumentParams(document, [change])
        self.client.text_document_did_change(params)

    def save(self) -> None:
        """Tell the server that the document was saved."""
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.document))

    def close(self) -> None:
        """Close the document."""
        self.is_open = False
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document))

    # ------------------------------------------------------------ what is at the cursor

    async def hover(self) -> types.Hover | None:
        """Point at the cursor."""
        params = types.HoverParams(self.document, self.cursor)
        return await self.client.text_document_hover_async(params)

    async def complete(self) -> types.CompletionList | None:
        """Ask for completion at the cursor."""
        params = types.CompletionParams(self.document, self.cursor)
        found = await self.client.text_document_completion_async(params)
        assert found is None or isinstance(found, types.CompletionList)
        return found

    async def definitions(self) -> Sequence[types.Location | types.LocationLink]:
        """Ask where the thing at the cursor is defined."""
        params = types.DefinitionParams(self.document, self.cursor)
        found = await self.client.text_document_definition_async(params)
        assert isinstance(found, Sequence)
        return found

    async def references(self) -> Sequence[types.Location]:
        """Ask where the thing at the cursor is used."""
        context = types.ReferenceContext(include_declaration=True)
        params = types.ReferenceParams(context, self.document, self.cursor)
        return await self.client.text_document_references_async(params) or ()

    async def highlights(self) -> Sequence[types.DocumentHighlight]:
        """Ask where the thing at the cursor is used in the document."""
        params = types.DocumentHighlightParams(self.document, self.cursor)
        return await self.client.text_document_document_highlight_async(params) or ()

    # ------------------------------------------------------------ what is in the document

    async def hints(self, place: types.Range) -> Sequence[types.InlayHint]:
        """Ask for the inlay hints of a part of the text."""
        params = types.InlayHintParams(self.document, place)
        return await self.client.text_document_inlay_hint_async(params) or ()

    async def lenses(self) -> Sequence[types.CodeLens]:
        """Ask for code lenses."""
        params = types.CodeLensParams(self.document)
        return await self.client.text_document_code_lens_async(params) or ()

    async def links(self) -> Sequence[types.DocumentLink]:
        """Ask for links."""
        params = types.DocumentLinkParams(self.document)
        return await self.client.text_document_document_link_async(params) or ()

    async def pull(self, previous: str | None = None) -> DocumentReport:
        """Ask for diagnostics, as one that has those of an earlier answer or none."""
        params = types.DocumentDiagnosticParams(self.document, previous_result_id=previous)
        return await self.client.text_document_diagnostic_async(params)

    async def diagnostics(self) -> Sequence[types.Diagnostic]:
        """Ask for all diagnostics."""
        report = await self.pull()
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return report.items

    async def codes(self) -> list[tuple[int, str]]:
        """Ask for the lines, from 1, and the rules of all diagnostics."""
        return codes(await self.diagnostics())

    # ------------------------------------------------------------ code actions

    async def offers(self, *only: str) -> dict[str, types.CodeAction | types.Command]:
        """Return what can be done on the line of the cursor, by titles."""
        context = types.CodeActionContext([], only=only or None)
        place = types.Range(self.cursor, self.cursor)
        params = types.CodeActionParams(self.document, place, context)
        found = await self.client.text_document_code_action_async(params)
        return {each.title: each for each in found or ()}

    async def actions(self, *only: str) -> dict[str, types.CodeAction]:
        """Return the same in an editor that knows code actions."""
        found = await self.offers(*only)
        actions = {
            title: each for title, each in found.items() if isinstance(each, types.CodeAction)
        }
        assert len(actions) == len(found)
        return actions

    async def after(self, action: types.CodeAction) -> str:
        """Return the text as an action leaves it that is chosen."""
        if action.edit is None:
            action = await self.client.code_action_resolve_async(action)
        assert action.edit is not None
        return self.with_edit(action.edit)

    def with_edit(self, edit: types.WorkspaceEdit) -> str:
        """Return the text with an edit of this very version and of no other document."""
        if edit.changes is not None:
            ((uri, plain),) = edit.changes.items()
            assert uri == self.uri
            return self.edited(plain)
        (change,) = edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        document = change.text_document
        assert (document.uri, document.version) == (self.uri, self.version)
        edits = [each for each in change.edits if isinstance(each, types.TextEdit)]
        assert len(edits) == len(change.edits)
        return self.edited(edits)


def codes(items: Iterable[types.Diagnostic]) -> list[tuple[int, str]]:
    """Return line, from 1, and rule of each diagnostic."""
    return [(item.range.start.line + 1, str(item.code)) for item in items]
