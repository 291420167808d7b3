"""The outline of a text that was sound before the last edit broke it.

`tclsp.source.broken` knows nothing of earlier texts, so an error can cost it a sound function next
to it. Where the outline before the edit is known, the pieces outside of what changed are taken
over, and only the text between them is cut anew.
"""

from collections.abc import Sequence

from attrs import evolve

from tclsp.source import broken, trees
from tclsp.source.outline import Outline, outline_of, outline_of_broken
from tclsp.source.pieces import Piece
from tclsp.source.shift import Shift
from tclsp.source.spans import Span
from tclsp.source.text import SourceText


def outline_after(source: SourceText, before: SourceText, known: Outline) -> Outline:
    """Return the outline of a text; `known` is that of the text `before` it."""
    text = trees.with_newlines(source.utf8)
    if known.sound is not None:
        tree = trees.parse_after(text, known.sound.tree, known.sound.text)
        if not tree.root_node.has_error:
            return outline_of(text, tree)
    tree = trees.parse(text)
    if not tree.root_node.has_error:
        return outline_of(text, tree)
    pieces = (
        None if known.gaps else _pieces_after(text, Shift.between(before.utf8, source.utf8), known)
    )
    return outline_of_broken(text, broken.cut(text) if pieces is None else pieces, known.sound)


def _pieces_after(text: bytes, shift: Shift, known: Outline) -> tuple[Piece, ...] | None:
    """Return the pieces of a broken text; None where those from before do not help."""
    head, tail = _outside(known.pieces, shift)
    touched = known.pieces[len(head) : len(known.pieces) - len(tail)]
    if any(piece.kind == "class-head" for piece in touched):
        # The scope of all that follows may have changed.
        return None
    places = {(piece.scope, piece.indented) for piece in touched or tail[:1] or head[-1:]}
    if len(places) != 1:
        return None
    ((scope, indented),) = places
    moved = shift.new_end - shift.old_end
    start = head[-1].span.end if head else 0
    end = tail[0].span.start + moved if tail else len(text)
    between = broken.cut(text, Span(start, end), scope, indented)
    return (*head, *between, *(_moved(piece, moved) for piece in tail))


def _outside(pieces: Sequence[Piece], shift: Shift) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces before and behind what changed, without broken ones right beside it."""
    head = [piece for piece in pieces if piece.span.end <= shift.start]
    tail = [piece for piece in pieces if piece.span.start >= shift.old_end]
    while head and not head[-1].sound:
        head.pop()
    while tail and not tail[0].sound:
        tail.pop(0)
    return head, tail


def _moved(piece: Piece, by: int) -> Piece:
    return evolve(piece, span=piece.span.moved(by))
