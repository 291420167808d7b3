"""Turns the numbers of reduced code into spans of the file."""

from collections.abc import Mapping, Sequence

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.source.libcst_order import Kind
from tclsp.source.locations import KnownPlaces, Locator
from tclsp.source.pieces import Piece
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

Located = s.Call | s.String | s.Format | s.Attribute | s.Subscript | s.Compare

_KINDS: Mapping[type, Kind] = {
    s.Call: "call",
    s.Attribute: "attribute",
    s.Subscript: "subscript",
    s.Compare: "comparison",
    s.String: "string",
    s.Format: "string",
}


@define(eq=False)
class Places:
    """Locates statements and expressions of one file; a piece is parsed again on first use."""

    source: SourceText
    pieces: Sequence[Piece] | Mapping[int, Piece]
    """By their places in the outline of the file."""
    _known: KnownPlaces = field(factory=KnownPlaces)
    """What was found in them before."""
    _locators: dict[int, Locator] = field(factory=dict)

    def start(self, piece: int) -> int:
        """Return the byte offset at which a piece starts."""
        return self.pieces[piece].span.start

    def statement(self, piece: int, number: int) -> Span:
        """Return the span of a statement; of a compound one its header, the colon included."""
        return self._locator(piece).statement(number)

    def expression(self, piece: int, node: Located) -> Span:
        """Return the span of an expression."""
        return self._locator(piece).node(node.statement, _KINDS[type(node)], node.ordinal)

    def name(self, piece: int, number: int, ordinal: int) -> Span:
        """Return the span of a plain name of a statement, counted among its names."""
        return self._locator(piece).node(number, "name", ordinal)

    def _locator(self, piece: int) -> Locator:
        if piece not in self._locators:
            found = self.pieces[piece]
            self._locators[piece] = Locator(self.source, found, self._known.of(found))
        return self._locators[piece]
