"""One file in reduced form, before its names are joined with those of other files."""

import re
from collections.abc import Callable

from attrs import frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.facts import Gap
from tclsp.analysis.module import Module
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.places import Places
from tclsp.analysis.relevance import NamesOfPieces, names_of_pieces, relevant
from tclsp.catalog.text import Text
from tclsp.source.locations import KnownPlaces
from tclsp.source.outline import Outline
from tclsp.source.pieces import Piece
from tclsp.source.text import SourceText
from tclsp.source.ties import ALONE, Ties

Parse = Callable[[Piece, int], s.Block | Gap]
"""What `tclsp.analysis.parsing.parse` does."""

_CELL = re.compile(rb"^# ?(?:%%|In ?\[)", re.MULTILINE)
"""Begins a cell: editors and `jupyter nbconvert --to script` write such comments."""

_TOO_LONG = Text("it is too long", "过长")


@frozen(eq=False)
class LoweredPiece:
    """The statements of one piece."""

    index: int
    """Its place among the pieces of the outline."""
    piece: Piece
    block: s.Block


@frozen(eq=False)
class LoweredFile:
    """The pieces of a file that matter, and what could not be read."""

    pieces: tuple[LoweredPiece, ...]
    gaps: tuple[Gap, ...]
    notebook: bool = False
    """Whether comments mark cells of a notebook in it."""

    def module(self, path: str) -> Module:
        """Return the names of the file; `path` is relative to the project, with `/`."""
        module = Module(path, self.notebook)
        for piece in self.pieces:
            module.add(piece.index, piece.piece.scope, piece.block)
        return module

    def places(self, source: SourceText, known: KnownPlaces | None = None) -> Places:
        """Return what locates its nodes in `source`, the text that it was lowered from.

        `known` is what was found in earlier texts of the file.
        """
        pieces = {piece.index: piece.piece for piece in self.pieces}
        if known is None:
            return Places(source, pieces)
        known.forget_all_but(pieces.values())
        return Places(source, pieces, known)


def lower_file(
    source: SourceText,
    outline: Outline,
    options: AnalysisOptions,
    ties: Ties = ALONE,
    parse: Parse | None = None,
    names: NamesOfPieces = names_of_pieces,
) -> LoweredFile:
    """Parse and lower the pieces of a file that matter.

    `parse` and `names` may keep what they gave before; the blocks of one project must all be
    different objects.
    """
    parse = parse or _parser()
    gaps = [Gap(span, _TOO_LONG) for span, _ in outline.gaps]
    pieces: list[LoweredPiece] = []
    for index in relevant(outline.pieces, options.triggers, ties, names):
        piece = outline.pieces[index]
        parsed = parse(piece, source.row_of(piece.span.start))
        if isinstance(parsed, Gap):
            gaps.append(parsed)
        else:
            pieces.append(LoweredPiece(index, piece, parsed))
    notebook = _CELL.search(source.utf8) is not None
    return LoweredFile(tuple(pieces), tuple(sorted(gaps, key=_start)), notebook)


def _parser() -> Parse:
    # A run that finds everything in the cache needs no libcst, which is half of its start.
    from tclsp.analysis.parsing import parse

    return parse


def _start(gap: Gap) -> int:
    return gap.span.start
