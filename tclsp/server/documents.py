"""The documents that the client has open, as they stand in the editor.

pygls keeps documents too, but counts lines by `str.splitlines`, which ends them at form feeds and
other characters that no editor takes for a line end; so this is the only store that is used.
"""

from collections.abc import Sequence

from attrs import define, field
from lsprotocol import types

from tclsp.server.positions import Positions
from tclsp.server.texts import EditedText, Splice
from tclsp.server.uris import normalised
from tclsp.source.spans import Span
from tclsp.source.text import SourceText


class OutOfStep(Exception):
    """A change that does not follow the text that the server has."""


@define(eq=False)
class Document:
    """An open document."""

    uri: str
    """As the client spells it."""
    key: str
    """The one spelling that it is found by."""
    language: str
    """LSP's identifier of its language: `python`."""
    version: int
    _text: EditedText
    out_of_step: bool = False
    """Whether a change was lost, so that the client has another text."""
    _source: SourceText | None = None

    @classmethod
    def of(cls, item: types.TextDocumentItem) -> "Document":
        """Take a document as it is opened."""
        source = SourceText.of(item.text)
        return cls(
            item.uri,
            normalised(item.uri),
            item.language_id,
            item.version,
            EditedText(bytearray(source.utf8)),
            source=source,
        )

    @property
    def is_python(self) -> bool:
        """Whether it holds Python code."""
        return self.language.lower() == "python"

    @property
    def source(self) -> SourceText:
        """Its text now; the object stays as it is when the document changes."""
        if self._source is None:
            self._source = self._text.source()
        return self._source

    def change(
        self,
        version: int,
        changes: Sequence[types.TextDocumentContentChangeEvent],
        positions: Positions,
    ) -> list[Splice]:
        """Apply the changes of one notification in order, and return them.

        Raises OutOfStep, with nothing changed, where an earlier one is missing.
        """
        whole = bool(changes) and isinstance(
            changes[0], types.TextDocumentContentChangeWholeDocument
        )
        if not whole and (self.out_of_step or version < self.version):
            self.out_of_step = True
            raise OutOfStep(
                f"{self.uri}: a change to version {version} came after version {self.version}; "
                "close and open the document to go on"
            )
        self.out_of_step = False
        splices = [self._apply(change, positions) for change in changes]
        self.version = version
        return splices

    def _apply(self, change: types.TextDocumentContentChangeEvent, positions: Positions) -> Splice:
        replacement = SourceText.of(change.text).utf8
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            splice = Splice(Span(0, len(self._text.utf8)), replacement)
        else:
            splice = Splice(positions.span(self._text, change.range), replacement)
        self._text.apply(splice)
        self._source = None
        return splice


@define
class Documents:
    """The open documents, by any spelling of their URIs."""

    _open: dict[str, Document] = field(factory=dict)

    def open(self, item: types.TextDocumentItem) -> Document:
        """Take a document; one that is open already is replaced."""
        document = Document.of(item)
        self._open[document.key] = document
        return document

    def close(self, uri: str) -> Document | None:
        """Forget a document, and return it; None where it is not open."""
        return self._open.pop(normalised(uri), None)

    def get(self, uri: str) -> Document | None:
        """Return the document of a URI; None where it is not open."""
        return self._open.get(normalised(uri))
