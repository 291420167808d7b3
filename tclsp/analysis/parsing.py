"""Parses a piece with libcst and lowers it; what cannot be parsed becomes a gap."""

import re

import libcst as cst
from attrs import frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.facts import Gap
from tclsp.analysis.lower import lower
from tclsp.analysis.lower_expressions import TooDeep
from tclsp.analysis.reparsing import reparse
from tclsp.catalog.text import Text
from tclsp.source.nesting import nests_too_deep
from tclsp.source.pieces import Piece

_INVALID = Text("it is not valid Python 3", "不是有效的 Python 3 代码")
_PYTHON_2 = Text("`except X, name` is Python 2", "`except X, name` 是 Python 2 语法")
_TOO_DEEP = Text("it nests too deep", "嵌套过深")

_PLACE = re.compile(r"error at (\d+):\d+")


@frozen
class Before:
    """A piece as it was before an edit."""

    code: str
    block: s.Block
    """Its statements."""


def parse(piece: Piece, row: int, before: Before | None = None) -> s.Block | Gap:
    """Return the statements of a piece, or the gap that it leaves.

    `row` is the line of the file that the piece starts in, 1-based. What an edit left alone is
    taken from `before`, which must not be used any more.
    """
    if nests_too_deep(piece.code):
        return Gap(piece.span, _TOO_DEEP)
    try:
        block = before and reparse(piece.code, before.code, before.block)
        block = block or lower(cst.parse_module(piece.code))
    except cst.ParserSyntaxError as error:
        return Gap(piece.span, _reason(error, piece, row))
    except (RecursionError, TooDeep):
        return Gap(piece.span, _TOO_DEEP)
    except cst.CSTValidationError:
        return Gap(piece.span, _INVALID)
    if piece.indented and len(block) == 1 and isinstance(block[0], s.Class):
        block = block[0].body
    if _has_old_except(block):
        return Gap(piece.span, _PYTHON_2)
    return block


def _reason(error: cst.ParserSyntaxError, piece: Piece, first: int) -> Text:
    """Say where libcst gave up; `first` is the line of the file that the piece starts in."""
    place = _PLACE.search(error.message)
    if place is None:
        return _INVALID
    before = first - bool(piece.header)
    last = before + piece.code.rstrip().count("\n")
    row = min(before + int(place[1]) - 1, last)
    return Text(f"a syntax error near line {row}", f"第 {row} 行附近有语法错误")


def _has_old_except(block: s.Block) -> bool:
    """Find Python 2's `except A, e:`, whose name libcst takes for a class."""
    for statement in walks.statements(block):
        if isinstance(statement, s.Try):
            if any(clause.old for clause in statement.handlers):
                return True
        elif isinstance(statement, (s.Function, s.Class)) and _has_old_except(statement.body):
            return True
    return False
