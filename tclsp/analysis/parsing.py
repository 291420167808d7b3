"""Parses a piece with libcst and lowers it; what cannot be parsed becomes a gap."""

import re

import libcst as cst

from tclsp.analysis import syntax as s
from tclsp.analysis.facts import Gap
from tclsp.analysis.lower import TooDeepError, lower
from tclsp.source.pieces import Piece

_DEEPEST_BRACKETS = 100
_LONGEST_CHAIN = 300
"""libcst takes quadratic time on `a.b(1).b(1)…` and overflows the stack on deep trees."""

_CHAIN = re.compile(r"\)\s*[.(\[]")


def parse(piece: Piece) -> s.Block | Gap:
    """Return the statements of a piece, or the gap that it leaves."""
    reason = _too_much(piece.code)
    if reason is not None:
        return Gap(piece.span, reason)
    try:
        block = lower(cst.parse_module(piece.code))
    except cst.ParserSyntaxError as error:
        return Gap(piece.span, _reason(error))
    except (RecursionError, TooDeepError):
        return Gap(piece.span, "the code nests too deep")
    except cst.CSTValidationError as error:
        return Gap(piece.span, str(error))
    if piece.indented and len(block) == 1 and isinstance(block[0], s.Class):
        block = block[0].body
    if _has_old_except(block):
        return Gap(piece.span, "Python 2 syntax: except X, name")
    return block


def _too_much(code: str) -> str | None:
    """Return why a piece is too large a tree for libcst, judged by its text."""
    opening = code.count("(") + code.count("[") + code.count("{")
    if opening > _DEEPEST_BRACKETS and _depth(code) > _DEEPEST_BRACKETS:
        return "the code nests too deep"
    if code.count(")") <= _LONGEST_CHAIN:
        return None
    if any(len(_CHAIN.findall(block)) > _LONGEST_CHAIN for block in code.split("\n\n")):
        return "the expression chains too many calls"
    return None


def _depth(code: str) -> int:
    """Return how deep the brackets of a text nest, those in strings included."""
    depth = deepest = 0
    for bracket in re.findall(r"[()\[\]{}]", code):
        depth += 1 if bracket in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def _reason(error: cst.ParserSyntaxError) -> str:
    message = error.message.strip()
    return message[:1].lower() + message[1:].rstrip(".") if message else "invalid syntax"


def _has_old_except(block: s.Block) -> bool:
    """Find Python 2's `except A, e:`, whose name libcst takes for a class."""
    for statement in s.statements(block):
        if isinstance(statement, s.Try):
            if any(clause.old for clause in statement.handlers):
                return True
        elif isinstance(statement, (s.Function, s.Class)) and _has_old_except(statement.body):
            return True
    return False
