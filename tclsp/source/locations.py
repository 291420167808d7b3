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
- `attribute`: `a.b`; also in patterns, so that `case a.b(c)` has one;
- `name`: an expression that is a name, read or bound. Not the names of parameters, keywords,
  attributes, functions, classes, captures of patterns, of `except … as name`, `global`; nor
  `None`, `True`, `False`.

Nothing is counted in imports, in `type` statements, and in type parameters (`def f[T: "Bound"]`).

`tclsp.source.libcst_order` counts the same in libcst's tree.
"""

from functools import cached_property

from attrs import define

from tclsp.source import expressions, trees
from tclsp.source.libcst_order import Kind, Located, locate
from tclsp.source.pieces import Piece
from tclsp.source.spans import Span
from tclsp.source.statements import statements
from tclsp.source.text import SourceText


@define(eq=False)
class Locator:
    """Locates the statements and expressions of a piece that libcst has parsed.

    Parses it on first use. Where libcst refuses the piece, or was not asked because its code nests
    too deep, the numbers mean nothing.
    """

    source: SourceText
    piece: Piece

    def statement(self, number: int) -> Span:
        """Return where a statement stands, of a compound one its header up to its colon.

        Decorators lie before it. The whole piece where there is no such statement.
        """
        if not 0 <= number < len(self._statements):
            return self.piece.span
        found = self._statements[number]
        return self._span(found.start, found.end)

    def node(self, number: int, kind: Kind, ordinal: int) -> Span:
        """Return where an expression stands; its statement where there is no such expression."""
        if 0 <= number < len(self._statements):
            of_kind = [each for each in self._statements[number].expressions if each[0] == kind]
            if 0 <= ordinal < len(of_kind):
                return self._span(*of_kind[ordinal][1:])
        return self.statement(number)

    @cached_property
    def _statements(self) -> list[Located]:
        code = self.piece.code.encode()
        root = trees.parse_names(code).root_node
        if not root.has_error:
            return [
                Located(each.start, each.end, tuple(expressions.of_statement(each, code)))
                for each in statements(root)
            ]
        return locate(self.piece.code)

    def _span(self, start: int, end: int) -> Span:
        shift = self.piece.span.start - self.piece.header
        return Span(shift + start, shift + end)
