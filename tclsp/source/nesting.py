"""Tells code that nests so deep that libcst would overflow the stack and end the process."""

import re

from tree_sitter import TreeCursor

from tclsp.source import trees

_DEEPEST = 600
"""Levels of tree-sitter's tree. libcst dies at 1,000 to 2,000 brackets, 4,000 operators."""

_SAFE_BRACKETS = 100
_SAFE_LENGTH = 8192
"""Characters in which no operator can be written often enough."""

_BRACKET = re.compile(r"[()\[\]{}]")


def nests_too_deep(code: str) -> bool:
    """Tell whether `code` must not be given to libcst."""
    if len(code) <= _SAFE_LENGTH and _bracket_depth(code) <= _SAFE_BRACKETS:
        return False
    root = trees.parse(code.encode(errors="replace")).root_node
    # The tree of broken code is flat, libcst's way to its error is not.
    return _bracket_depth(code) > _SAFE_BRACKETS if root.has_error else _is_deep(root.walk())


def _bracket_depth(code: str) -> int:
    """Count the open brackets at the deepest place, those in strings among them."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(code):
        depth += 1 if bracket in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def _is_deep(cursor: TreeCursor) -> bool:
    while cursor.depth <= _DEEPEST:
        if cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return False
    return True
