"""A notebook that is open in an editor, whose cells are documents that it opens all at once."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field
from lsprotocol import types

from tests.server.features.editor import Editor
from tests.server.features.tab import Tab


@define(eq=False)
class Notebook:
    """A notebook that is open."""

    editor: Editor
    uri: str
    languages: dict[str, str] = field(factory=dict)
    """Those of the cells, by the names of these."""
    tabs: dict[str, Tab] = field(factory=dict)
    """The documents of the cells."""
    version: int = 1
    is_open: bool = True

    @classmethod
    def opened(cls, editor: Editor, name: str, cells: Mapping[str, tuple[str, str]]) -> "Notebook":
        """Open a notebook; each of its cells has a language and a text."""
        notebook = cls(editor, (editor.folder / name).as_uri())
        for cell, (language, text) in cells.items():
            notebook.languages[cell] = language
            notebook.tabs[cell] = Tab(editor, editor.encoding, f"{notebook.uri}#{cell}", text)
        notebook.open(cells)
        return notebook

    def open(self, names: Iterable[str]) -> None:
        """Open it with these of its cells."""
        names = list(names)
        cells = [self.cell(name) for name in names]
        document = types.NotebookDocument(self.uri, "jupyter-notebook", self.version, cells)
        items = [self.item(name) for name in names]
        self.editor.notebook_document_did_open(types.DidOpenNotebookDocumentParams(document, items))

    def cell(self, name: str) -> types.NotebookCell:
        """Return what the notebook says of a cell."""
        is_code = self.languages[name] == "python"
        kind = types.NotebookCellKind.Code if is_code else types.NotebookCellKind.Markup
        return types.NotebookCell(kind, self.tabs[name].uri)

    def item(self, name: str) -> types.TextDocumentItem:
        """Return the document of a cell."""
        tab = self.tabs[name]
        return types.TextDocumentItem(tab.uri, self.languages[name], tab.version, tab.text)

    # ------------------------------------------------------------ changes

    def edit(self, name: str, text: str) -> None:
        """Have another text in a cell."""
        tab = self.tabs[name]
        tab.version += 1
        tab.text = text
        self.change_text(name, types.TextDocumentContentChangeWholeDocument(text), tab.version)

    def change_text(
        self, name: str, change: types.TextDocumentContentChangeEvent, version: int
    ) -> None:
        """Tell of an edit of a cell."""
        document = types.VersionedTextDocumentIdentifier(version, self.tabs[name].uri)
        changes = types.NotebookDocumentCellContentChanges(document, [change])
        self._change(types.NotebookDocumentCellChanges(text_content=[changes]))

    def restructure(
        self,
        start: int,
        delete_count: int,
        *cells: str,
        opened: Sequence[str] = (),
        closed: Sequence[str] = (),
    ) -> None:
        """Put cells in the place of others; some of them are opened or closed by that."""
        array = types.NotebookCellArrayChange(start, delete_count, [self.cell(x) for x in cells])
        structure = types.NotebookDocumentCellChangeStructure(
            array, [self.item(name) for name in opened], [self.tabs[x].document for x in closed]
        )
        self._change(types.NotebookDocumentCellChanges(structure=structure))

    def _change(self, cells: types.NotebookDocumentCellChanges) -> None:
        self.version += 1
        document = types.VersionedNotebookDocumentIdentifier(self.version, self.uri)
        changed = types.NotebookDocumentChangeEvent(cells=cells)
        params = types.DidChangeNotebookDocumentParams(document, changed)
        self.editor.notebook_document_did_change(params)

    def save(self) -> None:
        """Tell the server that it was saved."""
        identifier = types.NotebookDocumentIdentifier(self.uri)
        self.editor.notebook_document_did_save(types.DidSaveNotebookDocumentParams(identifier))

    def close(self) -> None:
        """Close it, if it is open."""
        if not self.is_open:
            return
        self.is_open = False
        identifier = types.NotebookDocumentIdentifier(self.uri)
        documents = [tab.document for tab in self.tabs.values()]
        params = types.DidCloseNotebookDocumentParams(identifier, documents)
        self.editor.notebook_document_did_close(params)
