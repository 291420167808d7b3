"""Wraps the statement of an API call in `try`, with a clause that logs the error and raises it."""

from collections.abc import Sequence

from attrs import frozen
from tree_sitter import Node

from tclsp.catalog.text import Text
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.fixes.clauses import free_name
from tclsp.rules.fixes.context import FixContext, inserted, within
from tclsp.rules.fixes.logger import Logger, logger_for
from tclsp.rules.fixes.module_imports import called_here, is_used, with_name_of_common
from tclsp.rules.fixes.rule_fix import RuleFix
from tclsp.source.spans import Span
from tclsp.source.trees import COMPOUND

_CLASS = "TencentCloudSDKException"
_MODULE = "tencentcloud.common.exception.tencent_cloud_sdk_exception"
_NEVER = frozenset({"lambda", "decorator", "parameters", "class_definition", "function_definition"})
"""Around a call before its statement: it runs at another time, or outside of any statement."""


@frozen
class Branch:
    """A family of errors that the clause deals with by itself."""

    family: str
    advice: str = ""
    """What to do about it, as the text of a comment; empty for none."""


@frozen
class Wrapping:
    """What the clause is made of."""

    error_class: str
    """As the file calls it."""
    error: str
    """The name that the error gets."""
    logger: Logger
    what: str
    """What failed: the name of the action."""
    branches: tuple[Branch, ...] = ()


def wrapped_call(
    call: Span, action: str, context: FixContext, branches: Sequence[Branch] = ()
) -> tuple[Edit, ...]:
    """Return the edits that wrap the statement of the call at a span, and import what that needs.

    The clause logs the error, whose text ends with the RequestId, and raises it again: for each of
    the branches on its own, then for the rest. None where there is no statement to wrap.
    """
    statement = _statement_around(call, context)
    found = None if statement is None else _error_class(context)
    logger = None if statement is None else logger_for(statement.start_byte, context)
    if statement is None or found is None or logger is None:
        return ()
    error_class, needed = found
    wrapping = Wrapping(
        error_class, free_name(statement, context), logger, action or "API request", tuple(branches)
    )
    return (*logger.edits, *needed, *_wrapped(statement, wrapping, context))


def except_clause(wrapping: Wrapping, indent: str, step: str, quote: str) -> str:
    """Return the clause, each line behind a newline and `indent`; `step` is one level more."""
    lines = [f"except {wrapping.error_class} as {wrapping.error}:"]
    for branch in wrapping.branches:
        test = f"{wrapping.error}.code.split({quote}.{quote})[0] == {quote}{branch.family}{quote}"
        lines.append(f"{step}if {test}:")
        if branch.advice:
            lines.append(f"{step * 2}# {branch.advice}")
        text = f"{wrapping.what} failed with {branch.family}"
        lines.append(step * 2 + wrapping.logger.call(text, wrapping.error, quote))
        lines.append(f"{step * 2}raise")
    lines.append(step + wrapping.logger.call(f"{wrapping.what} failed", wrapping.error, quote))
    lines.append(f"{step}raise")
    return "".join(f"\n{indent}{line}" for line in lines)


def _statement_around(call: Span, context: FixContext) -> Node | None:
    """Return the statement of a call, alone on its lines; a compound one for a call in its head."""
    node = context.root.descendant_for_byte_range(call.start, call.end)
    while node is not None and node.parent is not None:
        if node.type in _NEVER:
            return None
        if node.parent.type in ("block", "module") and _is_alone(node, context):
            return node
        node = node.parent
    return None


def _is_alone(statement: Node, context: FixContext) -> bool:
    if not context.starts_line(statement):
        return False
    rest = context.source.utf8[statement.end_byte : context.line_end(statement)].strip()
    return statement.type in COMPOUND or not rest or rest.startswith(b"#")


def _error_class(context: FixContext) -> tuple[str, tuple[Edit, ...]] | None:
    """Return the name of the SDK error in a file, and the import that it needs."""
    known = called_here(_CLASS, context)
    if known is not None:
        return known, ()
    if is_used(_CLASS, context):
        return None
    edit = with_name_of_common(_MODULE, _CLASS, context)
    return None if edit is None else (_CLASS, (edit,))


def _wrapped(statement: Node, wrapping: Wrapping, context: FixContext) -> tuple[Edit, ...]:
    indent, step = context.indent_of(statement), context.indent
    clause = except_clause(wrapping, indent, step, context.quote)
    return (
        inserted(statement.start_byte, f"try:\n{indent}{step}"),
        *(inserted(start, step) for start in _later_lines(statement, context)),
        inserted(context.line_end(statement), clause),
    )


def _later_lines(statement: Node, context: FixContext) -> list[int]:
    """Return where the lines of a statement start, but for the first and those inside strings."""
    first, last = statement.start_point.row, statement.end_point.row
    inside = {
        row
        for node in within(statement)
        if node.type == "string"
        for row in range(node.start_point.row + 1, node.end_point.row + 1)
    }
    return [
        context.source.line_start(row + 1)
        for row in range(first + 1, last + 1)
        if row not in inside and context.source.line(row + 1).strip()
    ]


def _build(finding: Finding, context: FixContext) -> Fix | None:
    call = next((each for each in context.facts.calls if each.span == finding.span), None)
    if call is None or call.kind == "raw":
        return None
    edits = wrapped_call(finding.span, call.action, context)
    if not edits:
        return None
    return Fix(
        title=Text("Log the errors and raise them again", "记录错误并再次抛出"),
        edits=edits,
        safe=False,
    )


WRAP_CALL = RuleFix(
    what=Text(
        "Wraps the statement in a `try` whose clause for the SDK error logs it, RequestId "
        "included, and raises it again. Not for raw HTTP.",
        "把语句放进 `try`，其 SDK 错误分支记录错误（含 RequestId）并再次抛出。"
        "不处理原始 HTTP 请求。",
    ),
    build=_build,
)
"""The fix of TCL101."""
