"""tree-sitter's view of Python: the parser, and the kinds of nodes that are statements."""

import re
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Tree

from tclsp.source.shift import Shift

CLAUSES = frozenset(
    {"elif_clause", "else_clause", "except_clause", "finally_clause", "case_clause"}
)
COMPOUND = frozenset(
    {
        "if_statement",
        "for_statement",
        "while_statement",
        "try_statement",
        "with_statement",
        "match_statement",
        "function_definition",
        "class_definition",
    }
)
NO_STATEMENT = frozenset({"comment", "line_continuation", "ERROR"})
"""Named nodes between the statements of a block."""

_BARE_RETURN = re.compile(rb"\r(?!\n)")
_NAME = re.compile(rb"\b(?:print|exec)\b|\btype(?=\s*[(\[.])")


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_python.language()))


def parse(text: bytes) -> Tree:
    """Parse UTF-8 text without bare carriage returns; never fails."""
    return _parser().parse(text)


def parse_after(text: bytes, tree: Tree, before: bytes) -> Tree:
    """Parse a text with the help of the tree of the text `before`; both are as for `parse`.

    What both texts have in common costs nothing. An error may be found in another place than by
    `parse`; where there is none, the trees are the same.
    """
    shift = Shift.between(before, text)
    edited = tree.copy()
    edited.edit(
        shift.start,
        shift.old_end,
        shift.new_end,
        _point(before, shift.start),
        _point(before, shift.old_end),
        _point(text, shift.new_end),
    )
    return _parser().parse(text, edited)


def _point(text: bytes, offset: int) -> tuple[int, int]:
    """Return the line and the byte in it that an offset lies in, both from 0."""
    return text.count(b"\n", 0, offset), offset - text.rfind(b"\n", 0, offset) - 1


def parse_names(text: bytes) -> Tree:
    """Parse text that is known to be Python 3: `print >>f`, `type(a).b = c` are expressions.

    tree-sitter takes them for a Python 2 statement and a type alias. Other names of the same length
    prevent that; a type alias is never followed by what `_NAME` asks for.
    """
    return parse(_NAME.sub(lambda match: b"_" + match[0][1:], text))


def with_newlines(utf8: bytes) -> bytes:
    """Turn bare carriage returns, which tree-sitter and libcst take for blanks, into newlines.

    Offsets stay as they are.
    """
    return _BARE_RETURN.sub(b"\n", utf8) if b"\r" in utf8 else utf8


def statements_of(block: Node) -> list[Node]:
    """Return the statements directly in a module or block."""
    return [node for node in block.named_children if node.type not in NO_STATEMENT]


def defined_class(node: Node) -> Node | None:
    """Return the class that a statement defines, below its decorators; `None` for others."""
    if node.type == "decorated_definition":
        node = node.child_by_field_name("definition") or node
    return node if node.type == "class_definition" else None
