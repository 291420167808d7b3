"""`textDocument/did…` and `notebookDocument/did…`: keeps the texts of the editor."""

import logging
from collections.abc import Sequence

from lsprotocol import types

from tclsp.server.app import Server
from tclsp.server.documents import Document, OutOfStep
from tclsp.server.modules import Module, path_for

logger = logging.getLogger(__name__)


def register(server: Server) -> None:
    """Take part in the synchronisation of documents and notebooks."""
    texts = _Synchronisation(server)
    server.on(types.TEXT_DOCUMENT_DID_OPEN, texts.opened)
    server.on(types.TEXT_DOCUMENT_DID_CHANGE, texts.changed)
    server.on(types.TEXT_DOCUMENT_DID_SAVE, texts.saved)
    server.on(types.TEXT_DOCUMENT_DID_CLOSE, texts.closed)
    server.on(types.NOTEBOOK_DOCUMENT_DID_OPEN, texts.notebook_opened)
    server.on(types.NOTEBOOK_DOCUMENT_DID_CHANGE, texts.notebook_changed)
    server.on(types.NOTEBOOK_DOCUMENT_DID_SAVE, texts.notebook_saved)
    server.on(types.NOTEBOOK_DOCUMENT_DID_CLOSE, texts.notebook_closed)


class _Synchronisation:
    def __init__(self, server: Server) -> None:
        self._server = server
        self._session = server.session

    # ------------------------------------------------------------ documents

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a document; one in another language than Python is known, and left alone."""
        before = self._session.modules.get(params.text_document.uri)
        if before is not None and not before.is_notebook:
            self._remove(before)
        document = self._session.documents.open(params.text_document)
        path = path_for(document.uri, self._session.folders)
        self._add(Module(document.uri, path, [document]))
        if document.key in self._session.asked_early:
            self._session.asked_early.discard(document.key)
            self._server.go_on(self._server.refresh_what_is_shown())

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Apply edits."""
        uri = params.text_document.uri
        module = self._session.modules.get(uri)
        document = self._session.documents.get(uri)
        if module is None or document is None:
            logger.error("%s is not open; an edit of it is lost", uri)
            return
        self._apply(module, document, params.text_document.version, params.content_changes)

    def _apply(
        self,
        module: Module,
        document: Document,
        version: int,
        changes: Sequence[types.TextDocumentContentChangeEvent],
    ) -> None:
        was_out_of_step = module.is_out_of_step
        try:
            splices = document.change(version, changes, self._session.positions)
        except OutOfStep as error:
            if not was_out_of_step:
                self._server.warn(str(error))
                # What the client shows cannot be placed any more.
                self._server.checks.check(module)
            return
        self._server.checks.changed(module, module.changed(splices))
        self._server.refresh_settings(module.path)

    def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """Check at once, and look at the disk: not every client watches files."""
        if self._session.modules.get(params.text_document.uri) is not None:
            self._server.refresh_settings()
            self._server.checks.files_changed()

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a document."""
        module = self._session.modules.get(params.text_document.uri)
        if module is not None:
            self._remove(module)
        self._session.documents.close(params.text_document.uri)

    def _add(self, module: Module) -> None:
        self._session.modules.add(module)
        self._server.refresh_settings(module.path)
        self._server.checks.opened(module)

    def _remove(self, module: Module) -> None:
        self._server.checks.closed(module)
        self._session.modules.remove(module)
        self._server.withdraw(module)

    # ------------------------------------------------------------ notebooks

    def notebook_opened(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """Take a notebook with its cells."""
        uri = params.notebook_document.uri
        before = self._session.modules.get(uri)
        if before is not None:
            self._remove(before)
        opened = {
            item.uri: self._session.documents.open(item) for item in params.cell_text_documents
        }
        cells = [
            opened[cell.document]
            for cell in params.notebook_document.cells
            if cell.document in opened
        ]
        self._add(Module(uri, path_for(uri, self._session.folders), cells, is_notebook=True))

    def notebook_changed(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Apply edits of cells, and changes of which cells there are."""
        uri = params.notebook_document.uri
        module = self._session.modules.get(uri)
        if module is None:
            logger.error("%s is not open; an edit of it is lost", uri)
            return
        cells = params.change.cells
        if cells is None:
            return
        if cells.structure is not None:
            self._restructure(module, cells.structure)
        for change in cells.text_content or ():
            document = self._session.documents.get(change.document.uri)
            if document is not None:
                self._apply_to_cell(document, change)
        self._server.checks.changed(module, module.changed(()))

    def _apply_to_cell(
        self, document: Document, change: types.NotebookDocumentCellContentChanges
    ) -> None:
        try:
            document.change(change.document.version, change.changes, self._session.positions)
        except OutOfStep as error:
            self._server.warn(str(error))

    def _restructure(
        self, module: Module, structure: types.NotebookDocumentCellChangeStructure
    ) -> None:
        documents = self._session.documents
        # Closed first: a cell that changes its language is closed and opened in one message.
        for closed in structure.did_close or ():
            self._server.diagnostics.withdraw([closed.uri])
            documents.close(closed.uri)
        for item in structure.did_open or ():
            documents.open(item)
        inserted = [documents.get(cell.document) for cell in structure.array.cells or ()]
        start = structure.array.start
        module.documents[start : start + structure.array.delete_count] = [
            document for document in inserted if document is not None
        ]
        self._session.modules.remove(module)
        self._session.modules.add(module)

    def notebook_saved(self, params: types.DidSaveNotebookDocumentParams) -> None:
        """Check at once, and look at the disk."""
        if self._session.modules.get(params.notebook_document.uri) is not None:
            self._server.refresh_settings()
            self._server.checks.files_changed()

    def notebook_closed(self, params: types.DidCloseNotebookDocumentParams) -> None:
        """Forget a notebook with its cells."""
        module = self._session.modules.get(params.notebook_document.uri)
        if module is not None:
            self._remove(module)
        for cell in params.cell_text_documents:
            self._session.documents.close(cell.uri)
