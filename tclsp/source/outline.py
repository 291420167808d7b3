"""The outline of a file: its pieces, comments and statements. It never fails, whatever the text.

`outline(source)` returns an `Outline`; what tree-sitter finds broken is cut by
`tclsp.source.broken`, everything else by `tclsp.source.pieces`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import field, frozen
from tree_sitter import Node, Tree

from tclsp.source import boundaries, broken, pieces, statements, trees
from tclsp.source.pieces import Piece
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

__all__ = ["Outline", "Piece", "outline"]

_COMMENT_BELOW = re.compile(rb"\s*(?P<comment>#[^\r\n]*)")


@frozen(eq=False)
class Sound:
    """A text without errors, with its tree."""

    text: bytes
    tree: Tree


@frozen
class Outline:
    """What a file consists of; all spans are of the file."""

    pieces: tuple[Piece, ...]
    """In the order of the source; they do not overlap."""
    comments: tuple[Span, ...]
    gaps: tuple[tuple[Span, str], ...]
    """What is in no piece although it is code, and why."""
    _text: bytes = field(repr=False)
    sound: "Sound | None" = field(default=None, repr=False, eq=False)
    """The last sound state of the file."""

    @property
    def is_sound(self) -> bool:
        """Whether tree-sitter found no error."""
        return all(piece.sound for piece in self.pieces)

    @cached_property
    def statements(self) -> tuple[Span, ...]:
        """Every simple statement, and the header of every compound one and of its clauses.

        A header runs from its keyword to its colon. Decorators have spans of their own.
        Computed on first use: few files need it.
        """
        if self.is_sound:
            known = self.sound
            tree = known.tree if known and known.text is self._text else trees.parse(self._text)
            return tuple(_statements(tree.root_node, 0))
        return tuple(span for piece in self.pieces for span in _statements_of_piece(piece))


def outline(source: SourceText) -> Outline:
    """Return the outline of a file."""
    text = trees.with_newlines(source.utf8)
    tree = trees.parse(text)
    if not tree.root_node.has_error:
        return outline_of(text, tree)
    return outline_of_broken(text, broken.cut(text))


def outline_of(text: bytes, tree: Tree) -> Outline:
    """Return the outline of a text without errors, given its tree."""
    root = tree.root_node
    found = pieces.cut(text, root.children, 0, (), in_class=False)
    return _outline(text, found, _comments(root, text), Sound(text, tree))


def outline_of_broken(text: bytes, found: Iterable[Piece], sound: Sound | None = None) -> Outline:
    """Return the outline of a text with errors, given its pieces and what it was before."""
    return _outline(text, found, _comments_of_broken(text), sound)


def _outline(
    text: bytes, found: Iterable[Piece], comments: Iterable[Span], sound: Sound | None
) -> Outline:
    kept: list[Piece] = []
    gaps: list[tuple[Span, str]] = []
    for piece in found:
        if _is_too_long(piece):
            gaps.append((piece.span, "it is too long"))
        else:
            kept.append(piece)
    return Outline(tuple(kept), tuple(comments), tuple(gaps), text, sound)


def _is_too_long(piece: Piece) -> bool:
    return piece.span.end - piece.span.start > pieces.LONGEST_PIECE


def _comments(root: Node, text: bytes) -> Iterator[Span]:
    """Look at each `#` instead of at each node; what starts a line below a comment is one too."""
    offset = text.find(b"#")
    while offset >= 0:
        node = root.descendant_for_byte_range(offset, offset + 1)
        after = offset + 1
        if node is not None and node.child_count == 0:
            after = max(after, node.end_byte)
            if node.type == "comment":
                yield Span(node.start_byte, node.end_byte)
                while below := _COMMENT_BELOW.match(text, after):
                    after = below.end()
                    yield Span(*below.span("comment"))
        offset = text.find(b"#", after)


def _comments_of_broken(text: bytes) -> Iterator[Span]:
    return (Span(*match.span()) for match in boundaries.TOKEN.finditer(text) if match["comment"])


def _statements_of_piece(piece: Piece) -> Iterator[Span]:
    base = piece.span.start - piece.header
    for span in _statements(trees.parse(piece.code.encode()).root_node, base):
        if piece.span.start <= span.start < piece.span.end:
            yield span


def _statements(root: Node, base: int) -> Iterator[Span]:
    for statement in statements.statements(root):
        for decorator in statement.decorators:
            yield Span(base + decorator.start_byte, base + decorator.end_byte)
        yield Span(base + statement.start, base + statement.end)
