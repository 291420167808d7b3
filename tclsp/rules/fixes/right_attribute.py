"""Writes the attribute or the path that the error or the answer has."""

from tree_sitter import Node

from tclsp.analysis.facts import WrongAttribute
from tclsp.catalog.text import Text
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.fixes.context import FixContext, replaced
from tclsp.rules.fixes.rule_fix import RuleFix
from tclsp.source.spans import Span

_METHODS = {"requestId": "get_request_id", "code": "get_code", "message": "get_message"}


def _build(finding: Finding, context: FixContext) -> Fix | None:
    wrong = next((w for w in context.facts.wrong_attributes if w.span == finding.span), None)
    if wrong is None:
        return None
    if wrong.owner == "raw":
        return _beside_error(finding, context)
    return _renamed(wrong, context)


def _renamed(wrong: WrongAttribute, context: FixContext) -> Fix | None:
    node = context.node(wrong.span, "attribute")
    name = node.child_by_field_name("attribute") if node else None
    if node is None or name is None or context.text(name) != wrong.name:
        return None
    meant = wrong.meant
    if _is_called(node):
        if wrong.owner == "model":
            return None
        meant = _METHODS.get(meant, meant)
    return _fix(meant, replaced(name, meant))


def _is_called(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type != "call":
        return False
    function = parent.child_by_field_name("function")
    return function is not None and function.id == node.id


def _beside_error(finding: Finding, context: FixContext) -> Fix | None:
    """Cut `["Error"]` out of `answer["Response"]["Error"]["RequestId"]`."""
    node = context.node(finding.span, "subscript")
    error = node.child_by_field_name("value") if node else None
    answer = error.child_by_field_name("value") if error else None
    if error is None or error.type != "subscript" or answer is None:
        return None
    key = error.child_by_field_name("subscript")
    if key is None or context.text(key).strip("\"'") != "Error":
        return None
    return _fix('["Response"]["RequestId"]', Edit(Span(answer.end_byte, error.end_byte), ""))


def _fix(meant: str, edit: Edit) -> Fix:
    return Fix(title=Text(f"Write `{meant}`", f"改为 `{meant}`"), edits=(edit,), safe=True)


RIGHT_ATTRIBUTE = RuleFix(
    what=Text(
        'Writes the name that exists; of a raw answer, cuts `["Error"]` out of the path.',
        '改为存在的名字；对原始响应，从路径中去掉 `["Error"]`。',
    ),
    build=_build,
    safe=True,
)
