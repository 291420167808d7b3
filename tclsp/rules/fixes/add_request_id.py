"""Writes the RequestId beside what a handler tells of an error."""

from attrs import frozen
from tree_sitter import Node

from tclsp.analysis.facts import Handler
from tclsp.catalog.text import Text
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.fixes.clauses import Clause, binding, clause_around
from tclsp.rules.fixes.context import FixContext, inserted, within
from tclsp.rules.fixes.logger import takes_percent
from tclsp.rules.fixes.longer_dict import with_request_id
from tclsp.rules.fixes.longer_text import (
    STRINGS,
    Addition,
    appended,
    content,
    interpolated,
    is_f_string,
    last_part,
    longer,
    positional_arguments,
    with_place,
)
from tclsp.rules.fixes.rule_fix import RuleFix

_LOG_METHODS = frozenset(
    {"debug", "info", "warning", "warn", "error", "critical", "fatal", "exception", "log"}
)
_DICT_MAKERS = frozenset({"dict", "jsonify"})
_OF_ERROR = frozenset({"code", "message", "cut"})
_CODES = frozenset({"code", "get_code"})
_SEVERAL = frozenset({"expression_list", "tuple", "list"})


@frozen
class _Told:
    """What is told of an error, and what is to be told besides."""

    name: str
    """Of the error."""
    addition: Addition
    request_id: str
    """The expression of the RequestId, for a dict."""


def _build(finding: Finding, context: FixContext) -> Fix | None:
    statement = context.around(finding.span.start, "expression_statement", "return_statement")
    clause = clause_around(finding.span.start, context)
    if statement is None or clause is None or not statement.named_children:
        return None
    if statement.end_byte < finding.span.end or statement.start_byte < clause.body.start_byte:
        return None
    handler = _handler_of(clause, context)
    bound = binding(clause, context)
    if handler is None or bound is None:
        return None
    told = _told(_parts(finding, handler), statement, handler, bound.name, context)
    edits = _statement(statement.named_children[0], told, clause, context)
    if not edits:
        return None
    return Fix(
        title=Text("Add the RequestId", "加上 RequestId"),
        edits=(*bound.edits, *edits),
        safe=False,
    )


def _handler_of(clause: Clause, context: FixContext) -> Handler | None:
    start = clause.node.start_byte
    return next((each for each in context.facts.handlers if each.span.start == start), None)


def _parts(finding: Finding, handler: Handler) -> frozenset[str]:
    """Return which parts of the error are told at the place of a finding."""
    records = (record for path in handler.paths for record in path.records)
    return frozenset(
        part for record in records if record.span == finding.span for part in record.parts
    )


def _told(
    parts: frozenset[str], statement: Node, handler: Handler, name: str, context: FixContext
) -> _Told:
    """Choose what to write: the whole error where nothing of it is told, or it may be another."""
    alone = handler.kind == "named" and len(handler.classes) == 1
    text = context.text(statement)
    getter = f"{name}.get_request_id()" if ".get_" in text else f"{name}.requestId"
    if not parts & _OF_ERROR:
        addition = Addition(name, explains=True)
    elif alone:
        addition = Addition(getter, label="RequestId ")
    else:
        addition = Addition(name)
    quote = context.quote
    safely = f"getattr({name}, {quote}requestId{quote}, None)"
    return _Told(name, addition, getter if alone else safely)


def _mentions(node: Node, name: str, context: FixContext) -> bool:
    return any(part.type == "identifier" and context.text(part) == name for part in within(node))


# ---------------------------------------------------------------- forms of statements


def _statement(node: Node, told: _Told, clause: Clause, context: FixContext) -> tuple[Edit, ...]:
    if node.type in ("assignment", "augmented_assignment"):
        right = node.child_by_field_name("right")
        return () if right is None else _value(right, told, clause, context)
    return _value(node, told, clause, context)


def _value(node: Node, told: _Told, clause: Clause, context: FixContext) -> tuple[Edit, ...]:
    """Add to whatever an expression tells of the error; none where nothing can be added."""
    if node.type == "await":
        return _value(node.named_children[0], told, clause, context)
    if node.type == "dictionary":
        return with_request_id(node, told.request_id, context)
    if node.type in _SEVERAL:
        return _one_of(node.named_children, told, clause, context)
    edits = longer(node, told.addition, context)
    if edits:
        return edits
    if node.type == "identifier":
        return _local(node, told, clause, context)
    if node.type == "call" and not _is_part(node, told, context):
        return _call(node, told, clause, context)
    return _interpolated_part(node, told, context)


def _interpolated_part(node: Node, told: _Told, context: FixContext) -> tuple[Edit, ...]:
    """Add to the message or a cut text; a code stays one, for it may be compared later."""
    if not _is_part(node, told, context) or _last_name(node, context) in _CODES:
        return ()
    return interpolated(node, told.addition, context)


def _is_part(node: Node, told: _Told, context: FixContext) -> bool:
    """Tell whether an expression is taken from the error: `e.message`, `str(e)[:200]`."""
    while node.type in ("attribute", "call", "subscript"):
        function = node.child_by_field_name("function")
        if function is not None and context.text(function) in ("str", "repr"):
            return _mentions(node, told.name, context)
        if function is not None and function.type != "attribute":
            return False
        below = function or node.child_by_field_name("object") or node.child_by_field_name("value")
        if below is None:
            return False
        node = below
    if node.type == "boolean_operator":
        return _mentions(node, told.name, context)
    return node.type == "identifier" and context.text(node) == told.name


def _last_name(node: Node, context: FixContext) -> str:
    function = node.child_by_field_name("function") or node
    attribute = function.child_by_field_name("attribute")
    return context.text(attribute or function)


def _one_of(
    nodes: list[Node], told: _Told, clause: Clause, context: FixContext
) -> tuple[Edit, ...]:
    """Add to one of several: the first that holds something of the error and can be added to."""
    values = [node.child_by_field_name("value") or node for node in map(_argument, nodes)]
    for node in sorted(values, key=lambda each: not _mentions(each, told.name, context)):
        edits = _value(node, told, clause, context)
        if edits:
            return edits
    return ()


def _argument(node: Node) -> Node:
    if node.type == "keyword_argument":
        return node.child_by_field_name("value") or node
    return node


def _local(node: Node, told: _Told, clause: Clause, context: FixContext) -> tuple[Edit, ...]:
    """Add to the text or dict that the clause put into a local name."""
    name = context.text(node)
    for part in within(clause.body):
        target = part.child_by_field_name("left") if part.type == "assignment" else None
        if target is None or context.text(target) != name or part.end_byte > node.start_byte:
            continue
        value = part.child_by_field_name("right")
        if value is not None and value.type != "identifier":
            return _value(value, told, clause, context)
    return ()


# ---------------------------------------------------------------- calls


def _call(call: Node, told: _Told, clause: Clause, context: FixContext) -> tuple[Edit, ...]:
    function = call.child_by_field_name("function")
    arguments = call.child_by_field_name("arguments")
    if function is None or arguments is None or arguments.type != "argument_list":
        return ()
    called = context.text(function)
    if called.rpartition(".")[2] in _DICT_MAKERS:
        edits = with_request_id(call, told.request_id, context)
        if edits:
            return edits
    positional = positional_arguments(arguments)
    owner, _, method = called.rpartition(".")
    if method in _LOG_METHODS and "log" in owner.lower():
        return _log(positional[1 if method == "log" else 0 :], told, clause, context)
    if called == "print" and len(positional) > 1:
        return _print(arguments, positional, told, context)
    if called == "print" and positional and not _is_text(positional[0]):
        return _print(arguments, positional, told, context)
    given = [child for child in arguments.named_children if child.type != "comment"]
    return _one_of(given, told, clause, context)


def _is_text(node: Node) -> bool:
    return (
        node.type in STRINGS
        or node.type in ("binary_operator", "parenthesized_expression")
        or (node.type == "call")
    )


def _print(
    arguments: Node, positional: list[Node], told: _Told, context: FixContext
) -> tuple[Edit, ...]:
    """Add to `print(a, b)`, which writes blanks between its arguments."""
    if any(child.type == "list_splat" for child in positional):
        return ()
    if any(context.text(child).startswith("sep") for child in arguments.named_children):
        return ()
    addition = told.addition
    quote = context.quote
    label = f"{quote}{addition.label.strip()}{quote}, " if addition.label else ""
    return (appended(positional[-1], f"{label}{addition.value}", context),)


def _log(given: list[Node], told: _Told, clause: Clause, context: FixContext) -> tuple[Edit, ...]:
    """Add to a call of a logger: to its format and its arguments, or to its text."""
    if not given or any(child.type == "list_splat" for child in given):
        return ()
    text, *values = given
    is_plain = text.type in STRINGS and not is_f_string(last_part(text), context)
    if values:
        place = _place_in(text, context) if is_plain else None
        return () if place is None else _formatted(text, place, given[-1], told, context)
    if is_plain and takes_percent(context) and "%" not in content(text, context):
        return _formatted(text, "%s", text, told, context)
    edits = _value(text, told, clause, context) if text.type != "identifier" else ()
    if edits and not _is_part(text, told, context):
        return edits
    if not takes_percent(context) or text.type in STRINGS:
        return edits
    format_ = f"%s{told.addition.after('', '%s')}"
    quote = context.quote
    return (
        inserted(text.start_byte, f"{quote}{format_}{quote}, "),
        appended(text, told.addition.value, context),
    )


def _place_in(text: Node, context: FixContext) -> str | None:
    """Return how a format string has its places: `%s` or `{}`."""
    written = content(text, context)
    if "%" in written:
        return "%s"
    return "{}" if "{}" in written else None


def _formatted(
    text: Node, place: str, last: Node, told: _Told, context: FixContext
) -> tuple[Edit, ...]:
    edit = with_place(text, told.addition, place, context)
    return () if edit is None else (edit, appended(last, told.addition.value, context))


ADD_REQUEST_ID = RuleFix(
    what=Text(
        "Adds `error.requestId` to what is logged, printed or returned, in the form that it has: "
        "arguments of the logger, an f-string, `%`, `.format`, a dict in the style of its keys. "
        "A fixed text gets the whole error, whose text ends with the RequestId; so does a clause "
        "that catches other errors too. An error without a name gets `as error`.",
        "在记录、打印或返回的内容中加上 `error.requestId`，保持原来的写法：logger 的参数、"
        "f-string、`%`、`.format`、与其键风格一致的字典。固定文本则加上完整的错误"
        "（其文本以 RequestId 结尾），还捕获其他错误的分支也是如此；若错误没有名字，"
        "加上 `as error`。",
    ),
    build=_build,
)
"""The fix of TCL201."""
