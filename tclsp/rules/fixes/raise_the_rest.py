"""Adds an `else` that raises again to the chain of tests of a handler."""

from tree_sitter import Node

from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding, Fix
from tclsp.rules.fixes.clauses import clause_at
from tclsp.rules.fixes.context import FixContext, inserted
from tclsp.rules.fixes.rule_fix import RuleFix


def _build(finding: Finding, context: FixContext) -> Fix | None:
    clause = clause_at(finding.span, context)
    if clause is None:
        return None
    chain = _only_chain(clause.body)
    if chain is None or chain.start_point.row == clause.node.start_point.row:
        return None
    outer = context.indent_of(chain)
    text = f"\n{outer}else:\n{outer}{context.indent}raise"
    return Fix(
        title=Text("Raise all other errors again", "再次抛出其他所有错误"),
        edits=(inserted(context.line_end(chain), text),),
        safe=False,
    )


def _only_chain(body: Node) -> Node | None:
    """Return the `if` without an `else` that ends a block, the only one in it.

    Behind a second chain an `else` would also raise what the first one has handled.
    """
    statements = [child for child in body.named_children if child.type != "comment"]
    compound = [child for child in statements if not child.type.endswith("_statement")]
    chains = [child for child in statements if child.type == "if_statement"]
    if compound or len(chains) != 1 or statements[-1].id != chains[0].id:
        return None
    clauses = chains[0].named_children
    return None if clauses[-1].type == "else_clause" else chains[0]


RAISE_THE_REST = RuleFix(
    what=Text(
        "Adds an `else` with a bare `raise` to a handler with one chain of tests at its end.",
        "若处理代码以唯一一串判断结尾，加上带有 `raise` 的 `else`。",
    ),
    build=_build,
)
