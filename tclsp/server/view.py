"""What the modules of features may ask: a snapshot of one document and what surrounds it.

A feature is a pure function of a view. Views are taken on the event loop, before anything is
awaited, so that one holds the text that the client meant; the functions run in another thread.
"""

from functools import cached_property

from attrs import field, frozen
from lsprotocol import types

from tclsp.analysis.facts import ModuleFacts
from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Language
from tclsp.checker.settings import Settings
from tclsp.rules.finding import Finding
from tclsp.server.client import Client
from tclsp.server.options import EditorOptions
from tclsp.server.packed_facts import PackedFacts
from tclsp.server.positions import Positions
from tclsp.server.shown_text import Cell, ShownText
from tclsp.server.workspace_index import WorkspaceIndex
from tclsp.source.reading import Reading
from tclsp.source.spans import Span
from tclsp.source.text import SourceText


@frozen(eq=False, kw_only=True)
class WorkspaceView:
    """What a feature may ask that is about no single document."""

    catalog: Catalog
    action_lists: ActionLists
    """Those that the settings name, else those of the user."""
    language: Language
    """The one to answer in."""
    client: Client
    options: EditorOptions
    positions: Positions
    workspace: WorkspaceIndex
    folders: tuple[str, ...] = ()
    """The paths of the workspace's folders."""


@frozen(eq=False, kw_only=True)
class View(WorkspaceView):
    """One document as it stands, with the last good facts about it."""

    uri: str
    """That of the document, or of the cell that is asked about, as the client spells it."""
    version: int
    reading: Reading
    """That of its text; of a notebook, of the text of all its code cells."""
    settings: Settings
    packed_facts: PackedFacts | None = None
    """The last good ones; None where the file does not matter, or was not analysed yet."""
    facts_source: SourceText | None = field(default=None, repr=False)
    """The text that their spans are of."""
    findings: tuple[Finding, ...] = ()
    """What the rules said last; their spans are of `source` where `facts_are_current`."""
    cells: tuple[Cell, ...] = ()
    """Those of the notebook; empty for every other document."""

    @property
    def source(self) -> SourceText:
        """Its text."""
        return self.reading.source

    @property
    def facts(self) -> ModuleFacts | None:
        """The last good facts; None where there are none. It takes time where they are many."""
        return None if self.packed_facts is None else self.packed_facts.facts

    @property
    def facts_are_current(self) -> bool:
        """Whether there are facts, and of this very text."""
        return self.packed_facts is not None and self.facts_source is self.source

    # ------------------------------------------------------------ places

    def offset(self, position: types.Position) -> int:
        """Return the byte offset into the text of a position in the document."""
        cell = self._cell
        if cell is None:
            return self.positions.offset(self.source, position)
        line = min(position.line, cell.rows - 1)
        moved = types.Position(line + cell.first_row - 1, position.character)
        return self.positions.offset(self.source, moved)

    def range(self, span: Span) -> types.Range:
        """Return the range in the document of a span of the text."""
        return self.location(span).range

    def location(self, span: Span) -> types.Location:
        """Return the range of a span of the text, in the cell that it starts in."""
        return self._shown.location(span, self.positions)

    def span(self, place: types.Range) -> Span:
        """Return the span of the text of a range in the document."""
        start, end = self.offset(place.start), self.offset(place.end)
        return Span(min(start, end), max(start, end))

    def shows(self, span: Span) -> bool:
        """Whether a span of the text starts in the document; always so but for notebooks."""
        cell = self._cell
        if cell is None:
            return not self.cells
        row = self.source.row_of(span.start)
        return cell.first_row <= row < cell.first_row + cell.rows

    @cached_property
    def _shown(self) -> ShownText:
        return ShownText(self.uri, self.source, self.cells)

    @cached_property
    def _cell(self) -> Cell | None:
        return next((cell for cell in self.cells if cell.uri == self.uri), None)
