"""Compares the code of an error that was looked for in its text."""

from tree_sitter import Node

from tclsp.analysis.facts import MessageTest
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding, Fix
from tclsp.rules.fixes.clauses import clause_around
from tclsp.rules.fixes.context import FixContext, replaced
from tclsp.rules.fixes.rule_fix import RuleFix
from tclsp.rules.subcodes import has_subcodes

_SIGNS = {"in": "==", "not in": "!="}


def _build(finding: Finding, context: FixContext) -> Fix | None:
    comparison = context.node(finding.span, "comparison_operator")
    test = next((t for t in context.facts.message_tests if t.span == finding.span), None)
    if comparison is None or test is None or len(comparison.children) != 3:
        return None
    literal, operator, _ = comparison.children
    sign = _SIGNS.get(operator.type)
    code = _code(literal, context)
    if sign is None or not code:
        return None
    compared = _compared(code, literal, test, context)
    if compared is None:
        return None
    written = f"{compared} {sign} {context.text(literal)}"
    return Fix(
        title=Text(f"Compare the code: `{written}`", f"改为比较错误码：`{written}`"),
        edits=(replaced(comparison, written),),
        safe=False,
    )


def _code(literal: Node, context: FixContext) -> str:
    """Return the code or family that a string literal is; empty where it is none."""
    if literal.type != "string" or context.text(literal)[0] not in "\"'":
        return ""
    text = context.text(literal).strip("\"'")
    known = context.catalog.exists(text) or context.catalog.is_family(text)
    return text if known else ""


def _compared(code: str, literal: Node, test: MessageTest, context: FixContext) -> str | None:
    """Return what to compare with a code; `None` where the error may have none to ask for."""
    quote = context.text(literal)[-1]
    is_family = has_subcodes(code, test.services, context.catalog)
    if _is_sdk_error(literal, test, context):
        return f"{test.error}.code" + (f".split({quote}.{quote})[0]" if is_family else "")
    if is_family or not _is_here(literal, test, context):
        return None
    return f"getattr({test.error}, {quote}code{quote}, None)"


def _is_sdk_error(node: Node, test: MessageTest, context: FixContext) -> bool:
    """Tell whether the error that is asked is bound by a clause for the SDK error alone."""
    clause = clause_around(node.start_byte, context)
    if clause is None or not test.error or clause.bound != test.error:
        return False
    start = clause.node.start_byte
    return not test.other_errors and any(
        handler.span.start == start and handler.kind == "named" and len(handler.classes) == 1
        for handler in context.facts.handlers
    )


def _is_here(node: Node, test: MessageTest, context: FixContext) -> bool:
    """Tell whether the name of the error is bound around a place: by a clause or a parameter."""
    clause = clause_around(node.start_byte, context)
    if not test.error:
        return False
    if clause is not None and clause.bound == test.error:
        return True
    function = context.around(node.start_byte, "function_definition")
    parameters = None if function is None else function.child_by_field_name("parameters")
    if parameters is None:
        return False
    names = [
        child.named_children[0] if child.named_children else child
        for child in parameters.named_children
    ]
    return any(context.text(name) == test.error for name in names)


COMPARE_CODE = RuleFix(
    what=Text(
        "Where a code or a family is looked for in the text, compares `error.code` with the code, "
        'or `error.code.split(".")[0]` with the family; by `getattr` where the clause catches '
        "other errors too. A text of the message has no fix: which code comes with it, only a "
        "person can say.",
        "若在文本中查找错误码或大类，改为比较 `error.code`，或将 "
        '`error.code.split(".")[0]` 与大类比较；分支还捕获其他错误时用 `getattr`。'
        "根据错误信息文本的判断没有修复：对应哪个错误码要由人来判断。",
    ),
    build=_build,
)
"""The fix of TCL404."""
