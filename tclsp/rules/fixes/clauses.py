"""The `except` clause that a finding stands in, and the name of its error."""

import re

from attrs import frozen
from tree_sitter import Node

from tclsp.rules.finding import Edit
from tclsp.rules.fixes.context import FixContext, inserted, within
from tclsp.source.spans import Span

_NAMES = ("error", "sdk_error", "api_error")
_BINDERS = {
    "assignment": "left",
    "augmented_assignment": "left",
    "for_statement": "left",
    "named_expression": "name",
}
"""Statements that bind names, and the field that holds these."""


@frozen(eq=False)
class Clause:
    """An `except` clause."""

    node: Node
    body: Node
    caught: Node | None
    """What stands between `except` and the colon."""
    bound: str
    """The name of the error; empty where it has none."""


@frozen
class Binding:
    """A name for the error of a clause, and what is to be written so that it has it."""

    name: str
    edits: tuple[Edit, ...]


def clause_at(span: Span, context: FixContext) -> Clause | None:
    """Return the clause whose line stands at `span`."""
    clause = clause_around(span.start, context)
    return clause if clause is not None and clause.node.start_byte == span.start else None


def clause_around(offset: int, context: FixContext) -> Clause | None:
    """Return the innermost clause around an offset, in the same function."""
    node = context.around(offset, "except_clause", "function_definition", "lambda")
    return None if node is None or node.type != "except_clause" else _clause(node, context)


def _clause(node: Node, context: FixContext) -> Clause | None:
    if node.has_error or node.named_children[-1:] == []:
        return None
    body = next((child for child in node.named_children if child.type == "block"), None)
    if body is None:
        return None
    before = [child for child in node.named_children if child.end_byte <= body.start_byte]
    caught = next((child for child in before if child.type != "comment"), None)
    bound = ""
    if caught is not None and caught.type == "as_pattern":
        bound = context.text(caught.named_children[-1])
    return Clause(node, body, caught, bound)


def binding(clause: Clause, context: FixContext) -> Binding | None:
    """Return the name of a clause's error, a new one where it has none yet.

    `None` for a bare `except:`, and where the clause itself binds the name to something else.
    """
    if clause.bound:
        return None if _binds(clause.body, clause.bound, context) else Binding(clause.bound, ())
    if clause.caught is None:
        return None
    name = free_name(clause.node, context)
    return Binding(name, (inserted(clause.caught.end_byte, f" as {name}"),))


def free_name(node: Node, context: FixContext) -> str:
    """Return a name for the error at a node: one that at most other clauses use for theirs.

    The end of a clause deletes its name.
    """
    used = set(re.findall(r"\w+", context.source.text))
    numbered = (f"error_{number}" for number in range(2, len(used) + 4))
    return next(
        name
        for name in (*_NAMES, *numbered)
        if name not in used or _only_of_other_clauses(name, node, context)
    )


def _only_of_other_clauses(name: str, place: Node, context: FixContext) -> bool:
    """Tell whether a name stands only in clauses that bind it, none of them around a place.

    What other functions call their own does not matter to a function.
    """
    binders: list[Node] = []
    for node in within(_scope(place, context)):
        if node.type == "except_clause" and _bound_name(node, context) == name:
            binders.append(node)
        is_name = node.type == "identifier" and context.text(node) == name
        if is_name and not any(_holds(binder, node) for binder in binders):
            return False
    return not any(_holds(binder, place) for binder in binders)


def _scope(node: Node, context: FixContext) -> Node:
    """Return the outermost function around a node, else the module."""
    scope = context.root
    around = node.parent
    while around is not None:
        if around.type == "function_definition":
            scope = around
        around = around.parent
    return scope


def _bound_name(clause: Node, context: FixContext) -> str:
    read = _clause(clause, context)
    return "" if read is None else read.bound


def _holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def _binds(block: Node, name: str, context: FixContext) -> bool:
    """Tell whether a block binds or deletes a name."""
    return any(
        part.type == "identifier" and context.text(part) == name
        for node in within(block)
        for target in _targets(node)
        for part in within(target)
        if part.parent is None or part.parent.type not in ("attribute", "subscript")
    )


def _targets(node: Node) -> list[Node]:
    if node.type in ("as_pattern_target", "delete_statement"):
        return [node]
    field = _BINDERS.get(node.type)
    target = node.child_by_field_name(field) if field else None
    return [] if target is None else [target]
