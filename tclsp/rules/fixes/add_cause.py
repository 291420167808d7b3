"""Adds `from error` to a `raise` in a handler of the SDK error."""

from tree_sitter import Node

from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding, Fix
from tclsp.rules.fixes.clauses import binding, clause_around
from tclsp.rules.fixes.context import FixContext, inserted
from tclsp.rules.fixes.rule_fix import RuleFix


def _build(finding: Finding, context: FixContext) -> Fix | None:
    raised = context.node(finding.span, "raise_statement")
    clause = clause_around(finding.span.start, context)
    if raised is None or clause is None or not _has_error_alone(raised):
        return None
    if all(handler.span.start != clause.node.start_byte for handler in context.facts.handlers):
        return None
    bound = binding(clause, context)
    if bound is None:
        return None
    return Fix(
        title=Text(f"Add `from {bound.name}`", f"加上 `from {bound.name}`"),
        edits=(*bound.edits, inserted(raised.end_byte, f" from {bound.name}")),
        safe=True,
    )


def _has_error_alone(raised: Node) -> bool:
    """Tell `raise error` from a bare `raise`, one with a cause, and Python 2's forms."""
    inside = [child for child in raised.children if child.type not in ("comment", "raise")]
    return len(inside) == 1 and inside[0].type != "expression_list"


ADD_CAUSE = RuleFix(
    what=Text(
        "Adds `from error`, and `as error` to the clause where the error has no name. A `raise` "
        "with `from None` is left as it is, for somebody meant that.",
        "加上 `from error`；若错误没有名字，在 `except` 后加上 `as error`。"
        "`from None` 是有意为之，保持原样。",
    ),
    build=_build,
    safe=True,
)
