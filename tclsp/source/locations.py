"""Finds statements and expressions by their numbers, without positions from libcst.

Two parsers read a piece: libcst gives the code that is analysed, tree-sitter the places. They meet
in numbers that both can count.

**Statements** of a piece are numbered from 0 in the order in which they start in `piece.code`:

- a small statement of a line is one: `a; b` are two;
- `if`, `elif`, `else`, `for`, `while`, `try`, `except`, `finally`, `with`, `match`, `case`, `def`
  and `class` are one each, numbered before what stands in them; an `else` of any kind comes after
  the bodies before it;
- a definition and its decorators are one;
- the synthetic `class _:` of an indented piece is number 0, the `pass` of a class head the last.

**Expressions** of a statement are numbered from 0 for each kind, in the order in which they start;
of two that start together, the outer one first (`a.b.c` before `a.b`). Those of the body are not
the statement's own; those of its decorators are. Kinds:

- `string`: each literal, so `"a" "b"` are two; an f-string or t-string is one, before the strings
  in its interpolations and format specifications;
- `call`, `subscript` (also in annotations);
- `comparison`: `a < b < c` is one;
- `attribute`: `a.b`; also in patterns, so that `case a.b(c)` has one;
- `name`: an expression that is a name, read or bound. Not the names of parameters, keywords,
  attributes, functions, classes, captures of patterns, of `except … as name`, `global`; nor
  `None`, `True`, `False`.

Nothing is counted in imports, in `type` statements, and in type parameters (`def f[T: "Bound"]`).

`tclsp.source.libcst_order` counts the same in libcst's tree.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import TypeAlias

from attrs import define, field

from tclsp.source import expressions
from tclsp.source.libcst_order import Kind, Located, locate
from tclsp.source.nesting import nests_too_deep
from tclsp.source.pieces import Piece
from tclsp.source.spans import Span
from tclsp.source.statements import Statement, statements_of_code
from tclsp.source.text import SourceText

_Asked: TypeAlias = tuple[int, Kind | None, int]
"""The number of a statement, and for one of its expressions the kind and the ordinal."""
_Place: TypeAlias = int
"""Start and end in `piece.code`, as byte offsets: one number takes a third of the memory of two."""
_HALF = 32
_END = (1 << _HALF) - 1
"""The bits of a place that are its end."""


@define(eq=False)
class KnownPlaces:
    """What was found in the pieces of one file so far; most stay as they are after an edit."""

    _found: dict[str, dict[_Asked, _Place | None]] = field(factory=dict)
    """By the code of a piece."""

    def of(self, piece: Piece) -> dict[_Asked, _Place | None]:
        """Return what was found in a piece, to be added to."""
        return self._found.setdefault(piece.code, {})

    def forget_all_but(self, pieces: Iterable[Piece]) -> None:
        """Forget what was found in pieces that are not there any more."""
        codes = {piece.code for piece in pieces}
        self._found = {code: found for code, found in self._found.items() if code in codes}


@define(eq=False)
class Locator:
    """Locates the statements and expressions of a piece; parses it on first use."""

    source: SourceText
    piece: Piece
    _known: dict[_Asked, _Place | None] = field(factory=dict)
    """What was found before; None where there is nothing."""
    _found: dict[int, Located] = field(factory=dict)
    """By the numbers of statements."""

    def statement(self, number: int) -> Span:
        """Return where a statement stands, of a compound one its header up to its colon.

        Decorators lie before it. The whole piece where there is no such statement.
        """
        asked = number, None, 0
        if asked not in self._known:
            found = self._locate(number)
            self._known[asked] = None if found is None else _place(found.start, found.end)
        place = self._known[asked]
        return self.piece.span if place is None else self._span(place)

    def node(self, number: int, kind: Kind, ordinal: int) -> Span:
        """Return where an expression stands; its statement where there is no such expression."""
        asked = number, kind, ordinal
        if asked not in self._known:
            found = self._locate(number)
            places = [
                _place(start, end)
                for each, start, end in (found.expressions if found else ())
                if each == kind
            ]
            self._known[asked] = places[ordinal] if 0 <= ordinal < len(places) else None
        known = self._known[asked]
        return self.statement(number) if known is None else self._span(known)

    def _locate(self, number: int) -> Located | None:
        if number not in self._found and 0 <= number < len(self._headers):
            header = self._headers[number]
            inside = tuple(expressions.of_statement(header, self._code))
            self._found[number] = Located(header.start, header.end, inside)
        return self._found.get(number)

    @cached_property
    def _code(self) -> bytes:
        return self.piece.code.encode()

    @cached_property
    def _headers(self) -> tuple[Statement, ...]:
        """The statements by tree-sitter; empty where libcst had to find them all."""
        found = statements_of_code(self._code)
        if found is None and not nests_too_deep(self.piece.code):
            self._found.update(enumerate(locate(self.piece.code)))
        return found or ()

    def _span(self, place: _Place) -> Span:
        """Return a span of the file; of what is synthetic, the nearest place in the piece."""
        first, last = self.piece.span.start, self.piece.span.end
        shift = first - self.piece.header
        start, end = shift + (place >> _HALF), shift + (place & _END)
        if first <= start <= end <= last:
            return Span(start, end)
        return Span(min(max(start, first), last), min(max(end, first), last))


def _place(start: int, end: int) -> _Place:
    return start << _HALF | end
