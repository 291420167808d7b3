"""What was found in the pieces of a file before: an edit in one function parses that one alone."""

from collections.abc import Callable

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis.facts import Gap
from tclsp.analysis.parsing import Before, parse
from tclsp.analysis.relevance import KeptNames
from tclsp.source.locations import KnownPlaces
from tclsp.source.pieces import Piece


@define(eq=False)
class KeptPieces:
    """What is known of the pieces of one file.

    Of two with the same code each has a block of its own.
    """

    before_parse: Callable[[], None]
    """Called before each piece that must be parsed; what it raises ends the work."""
    names: KeptNames = field(factory=KeptNames)
    places: KnownPlaces = field(factory=KnownPlaces)
    _kept: dict[str, list[s.Block]] = field(factory=dict)
    _next: dict[str, list[s.Block]] = field(factory=dict)

    def start(self) -> None:
        """Begin with a new text of the file; pieces of the last one may be taken over."""
        for code, blocks in self._next.items():
            # Of a text whose analysis was given up both may hold some.
            self._kept.setdefault(code, []).extend(blocks)
        self._next = {}

    def finish(self) -> None:
        """Forget the pieces that the text does not have any more."""
        self._kept = {}

    def rest(self) -> None:
        """Forget what is found again in no time, should there be another text."""
        self.names = KeptNames()

    def parse(self, piece: Piece, row: int) -> s.Block | Gap:
        """Return the statements of a piece, or the gap that it leaves, as `parsing.parse` does."""
        kept = self._kept.get(piece.code)
        if kept:
            block = kept.pop()
        else:
            self.before_parse()
            parsed = parse(piece, row, self._take_before(piece))
            if isinstance(parsed, Gap):
                return parsed
            block = parsed
        self._next.setdefault(piece.code, []).append(block)
        return block

    def _take_before(self, piece: Piece) -> Before | None:
        """Take what a piece probably was before the last edit: one that starts with its line."""
        line = _first_line(piece.code, piece.header)
        for code, blocks in self._kept.items():
            if blocks and _first_line(code, piece.header) == line:
                return Before(code, blocks.pop())
        return None


def _first_line(code: str, header: int) -> str:
    return code[: code.find("\n", header) + 1]
