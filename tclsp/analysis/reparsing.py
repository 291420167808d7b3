"""Parses a piece anew whose last text was parsed, but for the blocks that the edit left alone.

libcst takes most of the time after an edit in a long function. So it is given the text with `pass`
for each block outside of what changed, and the statements of that block are taken from the last
time. tree-sitter tells, in a tenth of the time, where blocks are and which numbers their statements
have.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache

import libcst as cst
from attrs import evolve, field, frozen
from tree_sitter import Node

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.lower import KnownBlock, lower_around
from tclsp.analysis.lower_expressions import TooDeep
from tclsp.source.shift import Shift
from tclsp.source.spans import Span
from tclsp.source.statements import Statement, statements_of_code

_SHORT = 2_000
"""So few bytes are parsed as fast as they are compared."""
_WORTH_IT = 0.25
"""The part of a piece that must be the same; to compare costs a tenth of what to parse does."""


@frozen
class _Suite:
    """A block of statements."""

    span: Span
    """From its first statement to its last one."""
    indent: int = field(eq=False)
    """How many bytes of its first line stand before it, if those are blanks."""
    count: int
    """How many statements it holds, inner ones included."""


def reparse(code: str, before: str, known: s.Block) -> s.Block | None:
    """Return the statements of a piece; `known` are those of its code `before` the last edit.

    They share blocks with `known`, which must not be used any more. None where too much changed, or
    the code is broken: then it must be parsed as a whole.
    """
    if len(code) < _SHORT:
        return None
    old, new = before.encode(), code.encode()
    layout = _layout(new)
    same = dict(_same(_layout(old).suites, layout.suites, Shift.between(old, new)))
    if sum(suite.span.end - suite.span.start for suite in same.values()) < _WORTH_IT * len(new):
        return None
    blocks = {block[0].number: block for block in _blocks(known)}
    if not all(_is_counted_alike(suite, blocks.get(number)) for number, suite in same.items()):
        return None
    try:
        tree = cst.parse_module(_without(new, same))
        kept = {number: KnownBlock(blocks[number], same[number].count) for number in same}
        return lower_around(tree, kept, layout.count)
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, TooDeep):
        return None


@frozen(eq=False)
class _Layout:
    """The blocks of a piece, as tree-sitter sees them; none where that is broken."""

    suites: Mapping[int, _Suite]
    """By the numbers of their first statements."""
    count: int
    """How many statements there are."""


@lru_cache(maxsize=4)
def _layout(code: bytes) -> _Layout:
    found = statements_of_code(code)
    if found is None:
        return _Layout({}, 0)
    starts = [each.start for each in found]
    suites: dict[int, _Suite] = {}
    for number, header in enumerate(found):
        block = _block_of(header.node)
        if block is None:
            continue
        end = bisect_left(starts, block.end_byte)
        first = number + 1
        if first < end:
            start = _start(found[first])
            suites[first] = _Suite(Span(start, block.end_byte), _indent(code, start), end - first)
    return _Layout(suites, len(found))


def _block_of(node: Node) -> Node | None:
    """Return the statements below a header; a `match` has cases instead."""
    if node.type == "match_statement":
        return None
    return next((child for child in node.named_children if child.type == "block"), None)


def _start(statement: Statement) -> int:
    return statement.decorators[0].start_byte if statement.decorators else statement.start


def _indent(code: bytes, start: int) -> int:
    before = code[code.rfind(b"\n", 0, start) + 1 : start]
    return 0 if before.strip() else len(before)


def _same(
    old: Mapping[int, _Suite], new: Mapping[int, _Suite], shift: Shift
) -> Iterator[tuple[int, _Suite]]:
    """Yield the outermost blocks that an edit has left alone, with their numbers."""
    moved = shift.new_end - shift.old_end
    behind = 0
    for number, suite in new.items():
        start, end = suite.span.start, suite.span.end
        is_before, is_behind = end <= shift.start, start - suite.indent >= shift.new_end
        if start < behind or not (is_before or is_behind):
            continue
        before = suite if is_before else evolve(suite, span=suite.span.moved(-moved))
        if old.get(number) == before:
            behind = end
            yield number, suite


def _is_counted_alike(suite: _Suite, block: s.Block | None) -> bool:
    """Tell whether both parsers see as many statements in a block.

    tree-sitter takes `a,` and `b += c` on the next line for one.
    """
    if block is None:
        return False
    inner: s.Block | None = block
    while inner:
        last = inner[-1]
        inner = next(filter(None, reversed(_blocks_in(last))), None)
    return last.number - block[0].number + 1 == suite.count


def _without(code: bytes, same: Mapping[int, _Suite]) -> str:
    """Return a code with `pass` for some of its blocks."""
    parts: list[bytes] = []
    behind = 0
    for suite in same.values():
        parts += code[behind : suite.span.start], b"pass"
        behind = suite.span.end
    return b"".join((*parts, code[behind:])).decode()


def _blocks(block: s.Block) -> Iterator[s.Block]:
    """Yield the blocks inside a block that hold statements, those of functions and classes too."""
    pending = [block]
    while pending:
        current = pending.pop()
        if current:
            yield current
        for statement in current:
            pending.extend(_blocks_in(statement))


def _blocks_in(statement: s.Statement) -> tuple[s.Block, ...]:
    if isinstance(statement, (s.Function, s.Class)):
        return (statement.body,)
    return walks.blocks(statement)
