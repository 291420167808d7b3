"""Cuts broken code so that one error costs one function, not the file.

tree-sitter's own recovery swallows sound functions around an error. So the text is cut where
definitions start, every region is parsed alone, and a bad region is joined with bad neighbours (a
cut inside a string made both bad) or cut again: at deeper definitions, then at every statement.
What stays bad becomes a piece that is not `sound`.
"""

from collections.abc import Iterator

from attrs import evolve, frozen
from tree_sitter import Node

from tclsp.source import boundaries, pieces, trees
from tclsp.source.pieces import Piece
from tclsp.source.spans import Span

_MOST_JOINED = 3
_MOST_CUTS = 5
"""How often a bad region is cut at definitions; the text of each level is parsed once more."""
_MOST_BAD = 200
"""A file with more bad parts is no Python; then its bad regions are not cut further."""


@frozen
class _Region:
    """Some lines of the file."""

    start: int
    end: int
    scope: tuple[str, ...] = ()
    indented: bool = False
    cuts: int = 0


@frozen
class _Judged:
    """A region, and the node that holds its statements; `None` if it is bad."""

    region: _Region
    block: Node | None


def cut(
    text: bytes,
    part: Span | None = None,
    scope: tuple[str, ...] = (),
    indented: bool = False,
) -> list[Piece]:
    """Return the pieces of broken text, in order.

    Where only a `part` of it is to be cut, which is whole lines, `scope` and `indented` are those
    of its pieces.
    """
    if part is None:
        return _merged(text, _pieces(text, _Judged(_Region(0, len(text)), None)))
    if not text[part.start : part.end].strip():
        return []
    region = _Region(part.start, part.end, scope, indented)
    return _merged(text, _pieces(text, _Judged(region, _sound_block(text, region))))


def _pieces(text: bytes, whole: _Judged) -> Iterator[Piece]:
    pending = [whole]
    bad = 0
    while pending:
        judged = pending.pop()
        region = judged.region
        if judged.block is not None:
            yield from _cut_sound(text, region, judged.block)
            continue
        if (head := _class_head(text, region)) is not None:
            yield head
            continue
        inner = _cut_again(text, region) if bad < _MOST_BAD else []
        if len(inner) < 2:
            bad += 1
            span = Span(region.start, region.end)
            yield pieces.piece_of(text, span, 0, region.scope, region.indented, sound=False)
        else:
            pending.extend(reversed(_join_bad(text, inner)))


def _sound_block(text: bytes, region: _Region) -> Node | None:
    """Return the node that holds the statements of a region; `None` if it has an error."""
    header = pieces.HEADER if region.indented else b""
    block = trees.parse(header + text[region.start : region.end]).root_node
    if block.has_error:
        return None
    statements = trees.statements_of(block)
    if region.indented:
        body = statements[0].child_by_field_name("body") if len(statements) == 1 else None
        if body is None:
            return None
        block, statements = body, trees.statements_of(body)
    return None if statements and _lacks_body(statements[-1]) else block


def _lacks_body(node: Node) -> bool:
    """Tell whether a header stands at the end, which tree-sitter does not mind."""
    while node.type in trees.COMPOUND or node.type in ("decorated_definition", *trees.CLAUSES):
        inner = node.named_children[-1]
        if inner.type == "block":
            statements = trees.statements_of(inner)
            if not statements:
                return True
            inner = statements[-1]
        elif inner.type not in trees.COMPOUND and inner.type not in trees.CLAUSES:
            return True
        node = inner
    return False


def _cut_sound(text: bytes, region: _Region, block: Node) -> Iterator[Piece]:
    header = pieces.HEADER if region.indented else b""
    own = header + text[region.start : region.end]
    base = region.start - len(header)
    yield from pieces.cut(own, block.children, base, region.scope, region.indented)


def _class_head(text: bytes, region: _Region) -> Piece | None:
    """Return the piece of a class whose body is cut off, if that is what a region holds."""
    own = text[region.start : region.end]
    if not own.endswith(b"\n") or boundaries.CLASS_NAME.search(own) is None:
        return None
    indent = boundaries.indent_of(own) + b" "
    completed = evolve(region, start=0, end=len(own) + len(indent) + len(b"pass\n"))
    block = _sound_block(own + indent + b"pass\n", completed)
    statements = trees.statements_of(block) if block else []
    owner = trees.defined_class(statements[0]) if len(statements) == 1 else None
    body = owner and owner.child_by_field_name("body")
    if body is None or len(trees.statements_of(body)) != 1:
        return None
    span = Span(region.start, region.end)
    return pieces.class_head(text, span, 0, region.scope, region.indented, indent)


# -------------------------------------------------------------------- where to cut


def _cut_again(text: bytes, region: _Region) -> list[_Region]:
    own = text[region.start : region.end]
    if region.cuts == 0 and any(top := boundaries.top_level(own)):
        return _divide(region, top, region.scope, indented=False)
    own_code = boundaries.without_decorators(own)
    name = boundaries.CLASS_NAME.match(own_code)
    scope = (*region.scope, name[1].decode(errors="replace")) if name else region.scope
    # A function whose header is sound is not cut at those inside of it.
    if (
        not boundaries.is_function(own_code)
        and region.cuts < _MOST_CUTS
        and (deeper := boundaries.deeper_definitions(own))
    ):
        return _split_tail(text, region, _divide(region, deeper, scope, indented=True))
    lines = boundaries.statement_lines(own, in_class=bool(name))
    # The header of a class from its body; of all others the half, and the half of that.
    chosen = lines[:1] if name else lines[len(lines) // 2 :][:1]
    return _divide(region, chosen, scope, bool(name))


def _divide(
    region: _Region, offsets: list[int], scope: tuple[str, ...], indented: bool
) -> list[_Region]:
    """Cut a region; what stands before the first cut stays in its own scope."""
    starts = [offset for offset in offsets if offset > 0]
    ends = [*starts, region.end - region.start]
    first = evolve(region, end=region.start + ends[0], cuts=region.cuts + 1)
    others = [
        _Region(
            region.start + start,
            region.start + end,
            scope,
            indented or region.indented,
            region.cuts + 1,
        )
        for start, end in zip(starts, ends[1:], strict=True)
    ]
    return [first, *others]


def _split_tail(text: bytes, outer: _Region, inner: list[_Region]) -> list[_Region]:
    """Cut off what follows the last definition at the level of the region itself."""
    last = inner[-1]
    level = len(boundaries.indent_of(text[outer.start : outer.end]))
    lines = boundaries.lines_at(text[last.start : last.end], range(level + 1))
    if not lines:
        return inner
    tail = evolve(outer, start=last.start + lines[0], cuts=last.cuts)
    return [*inner[:-1], evolve(last, end=tail.start), tail]


# -------------------------------------------------------------------- what to join


def _join_bad(text: bytes, regions: list[_Region]) -> list[_Judged]:
    """Judge regions, and join neighbours that are bad alone and sound together."""
    judged = [_Judged(region, _sound_block(text, region)) for region in regions]
    result: list[_Judged] = []
    while judged:
        count = 1
        joined = judged[0]
        while joined.block is None and count < len(judged) and judged[count].block is None:
            count += 1
            if count > _MOST_JOINED:
                break
            together = evolve(joined.region, end=judged[count - 1].region.end)
            joined = _Judged(together, _sound_block(text, together))
        if joined.block is None:
            joined, count = judged[0], 1
        result.append(joined)
        del judged[:count]
    return result


def _merged(text: bytes, found: Iterator[Piece]) -> list[Piece]:
    """Make one piece of neighbouring unsound ones: one error, one gap."""
    result: list[Piece] = []
    for piece in found:
        last = result[-1] if result else None
        if last and not last.sound and not piece.sound and _are_alike(last, piece):
            span = Span(last.span.start, piece.span.end)
            result[-1] = pieces.piece_of(text, span, 0, piece.scope, piece.indented, sound=False)
        else:
            result.append(piece)
    return result


def _are_alike(first: Piece, second: Piece) -> bool:
    same = first.scope == second.scope and first.indented == second.indented
    return same and first.span.end == second.span.start
