"""What is analysed as one: a Python document, or all code cells of a notebook together.

A module has a path even if it lies nowhere, for its project and its settings depend on one.
"""

import os
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from attrs import define, field

from tclsp.server.documents import Document
from tclsp.server.shown_text import Cell, ShownText
from tclsp.server.texts import Splice
from tclsp.server.uris import normalised, path_of
from tclsp.source.reading import Reading
from tclsp.source.shift import Shift
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

_MAGIC = re.compile(r"^[%!?]", re.MULTILINE)
_OTHER_LANGUAGE = re.compile(r"%%(?!(?:time|timeit|capture|prun)\b)")
_NOT_A_LINE_END = re.compile(r"[^\r\n]")


@define(eq=False)
class Module:
    """The code of one document or notebook."""

    uri: str
    """Of the document or the notebook, as the client spells it."""
    path: str
    """Absolute; where it lies, or would lie."""
    documents: list[Document]
    """The document, or the cells in order, those of other languages too."""
    is_notebook: bool = False
    number: int = 1
    """Counts its texts."""
    cells: tuple[Cell, ...] = ()
    _source: SourceText | None = None
    _reading: Reading | None = None

    @property
    def version(self) -> int:
        """The version of the document; 0 for notebooks, whose cells have their own."""
        return 0 if self.is_notebook else self.documents[0].version

    @property
    def is_python(self) -> bool:
        """Whether there is Python in it."""
        return any(document.is_python for document in self.documents)

    @property
    def is_out_of_step(self) -> bool:
        """Whether the client has another text."""
        return any(document.out_of_step for document in self.documents)

    @property
    def source(self) -> SourceText:
        """Its text now."""
        if not self.is_notebook:
            return self.documents[0].source
        if self._source is None:
            self._source = self._joined()
        return self._source

    @property
    def shown(self) -> ShownText:
        """Its text now, as the client shows it."""
        source = self.source  # First: it is found out there what the cells are.
        return ShownText(self.uri, source, self.cells)

    @property
    def reading(self) -> Reading:
        """What can be read of its text now."""
        source, known = self.source, self._reading
        if known is None:
            self._reading = known = Reading(source)
        elif known.source is not source:
            self._reading = known = known.after_edit(source)
        return known

    def changed(self, splices: Sequence[Splice]) -> tuple[Splice, ...]:
        """Count a new text; return how it comes from the last one.

        `splices` are those of the document; of a notebook the difference is looked for.
        """
        self.number += 1
        if not self.is_notebook:
            return tuple(splices)
        before = self.source.utf8
        self._source = None
        now = self.source.utf8
        shift = Shift.between(before, now)
        return (Splice(Span(shift.start, shift.old_end), now[shift.start : shift.new_end]),)

    def _joined(self) -> SourceText:
        """Put the code cells together, each on lines of its own."""
        texts: list[str] = []
        cells: list[Cell] = []
        row = 1
        for document in self.documents:
            if not document.is_python:
                continue
            text = _without_magics(document.source.text) + "\n"
            rows = SourceText.of(text).rows - 1
            cells.append(Cell(document.uri, row, rows, document.version))
            texts.append(text)
            row += rows
        self.cells = tuple(cells)
        return SourceText.of("".join(texts))


def _without_magics(text: str) -> str:
    """Make comments of IPython's own commands, and blanks of cells in other languages."""
    if _OTHER_LANGUAGE.match(text):
        return _NOT_A_LINE_END.sub(" ", text)
    return _MAGIC.sub("#", text)


def path_for(uri: str, folders: Sequence[str]) -> str:
    """Return the path of a document; one that lies nowhere would lie in the first folder."""
    path = path_of(uri)
    if path is not None:
        return os.path.normpath(path)
    return os.path.join(folders[0] if folders else os.sep, quote(uri, safe=""))


@define
class Modules:
    """The modules of the open documents."""

    _by_uri: dict[str, Module] = field(factory=dict)
    """By the URIs of documents, notebooks and cells, in their one spelling."""

    def add(self, module: Module) -> None:
        """Take a module."""
        for uri in (module.uri, *(document.uri for document in module.documents)):
            self._by_uri[normalised(uri)] = module

    def remove(self, module: Module) -> None:
        """Forget a module."""
        self._by_uri = {uri: each for uri, each in self._by_uri.items() if each is not module}

    def get(self, uri: str) -> Module | None:
        """Return the module of a document, a notebook or a cell."""
        return self._by_uri.get(normalised(uri))

    def at(self, path: str) -> Module | None:
        """Return the module of a path."""
        return next((each for each in self if each.path == path), None)

    def __iter__(self) -> Iterator[Module]:
        """Iterate over the modules, each once."""
        return iter(dict.fromkeys(self._by_uri.values()))
