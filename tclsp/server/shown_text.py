"""A text as the client shows it: in one document, or in the code cells of a notebook."""

from attrs import frozen
from lsprotocol import types

from tclsp.server.positions import Positions
from tclsp.source.spans import Span
from tclsp.source.text import SourceText


@frozen
class Cell:
    """A code cell of a notebook; the notebook's code is one text, cell after cell."""

    uri: str
    first_row: int
    """The 1-based line of the text that it starts on."""
    rows: int
    """How many lines of the text are its own."""
    version: int


@frozen(eq=False)
class ShownText:
    """A text, and how the client names what shows it."""

    uri: str
    """That of the document or notebook, as the client spells it."""
    source: SourceText
    cells: tuple[Cell, ...] = ()
    """Those of the notebook; empty for every other document."""

    def location(self, span: Span, positions: Positions) -> types.Location:
        """Return where a span of the text is shown; of a notebook, in the cell it starts in."""
        whole = positions.range(self.source, span)
        cell = self._cell_at(whole.start.line + 1)
        if cell is None:
            return types.Location(self.uri, whole)
        first, last = cell.first_row - 1, cell.first_row + cell.rows - 2
        end = whole.end
        if end.line > last:
            # What goes on in the next cell, or ends at its first column, ends with this one.
            end = positions.position(self.source, self.source.line_end(last + 1))
        return types.Location(
            cell.uri,
            types.Range(
                types.Position(whole.start.line - first, whole.start.character),
                types.Position(end.line - first, end.character),
            ),
        )

    def _cell_at(self, row: int) -> Cell | None:
        for cell in reversed(self.cells):
            if cell.first_row <= row:
                return cell
        return None
