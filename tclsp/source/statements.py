"""Walks the statements of a tree in the order of the source."""

from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen
from tree_sitter import Node

from tclsp.source import trees


@frozen
class Statement:
    """A simple statement, or the header of a compound statement or of one of its clauses."""

    node: Node
    decorators: tuple[Node, ...]
    start: int
    """Byte offset of its first token; behind the decorators."""
    end: int
    """Byte offset after its last token; for a header, after the colon."""


def statements(root: Node) -> Iterator[Statement]:
    """Yield all statements below a module or block, each header before what stands in it.

    `a; b` are two statements. An `else`, `elif`, `except`, `finally` or `case` is one of its own.
    """
    pending = [root]
    while pending:
        node = pending.pop()
        decorators: tuple[Node, ...] = ()
        if node.type == "decorated_definition":
            decorators = tuple(child for child in node.children if child.type == "decorator")
            node = node.child_by_field_name("definition") or node
        if node.type in trees.COMPOUND or node.type in trees.CLAUSES:
            parts = _parts(node)
            yield Statement(node, decorators, node.start_byte, _header_end(node))
        elif node.type in ("module", "block"):
            parts = trees.statements_of(node)
        else:
            yield Statement(node, (), node.start_byte, node.end_byte)
            continue
        pending.extend(reversed(parts))


@lru_cache(maxsize=2)
def statements_of_code(code: bytes) -> tuple[Statement, ...] | None:
    """Return all statements of the code of a piece; None where tree-sitter finds it broken.

    After an edit several ask for those of the piece that has changed.
    """
    root = trees.parse_names(code).root_node
    return None if root.has_error else tuple(statements(root))


def header_nodes(statement: Statement) -> list[Node]:
    """Return the nodes of a statement in order, without those of its body and clauses."""
    node = statement.node
    if node.type not in trees.COMPOUND and node.type not in trees.CLAUSES:
        return [node]
    inside = [child for child in node.children if child.end_byte <= statement.end]
    return [*statement.decorators, *inside]


def _parts(node: Node) -> list[Node]:
    """Return the blocks and clauses of a compound statement."""
    return [
        child
        for child in node.named_children
        if child.type == "block" or child.type in trees.CLAUSES
    ]


def _header_end(node: Node) -> int:
    for child in node.children:
        if child.type == ":":
            return child.end_byte
    return node.end_byte
