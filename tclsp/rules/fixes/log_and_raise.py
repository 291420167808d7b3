"""Logs an error that a handler would lose, and raises it again."""

from tree_sitter import Node

from tclsp.analysis.facts import Handler, Path
from tclsp.catalog.text import Text
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.fixes.clauses import Clause, binding, clause_at
from tclsp.rules.fixes.context import FixContext, inserted, replaced, within
from tclsp.rules.fixes.logger import logger_for
from tclsp.rules.fixes.rule_fix import RuleFix
from tclsp.source.spans import Span
from tclsp.source.trees import statements_of

_LEAVES = {
    "return_statement": "returns",
    "continue_statement": "continues",
    "break_statement": "breaks",
}
"""Statements that leave a handler, and the outcome of the way that they end."""
_NOTHING = frozenset({"pass", "..."})
_OF_OTHER_FUNCTIONS = frozenset({"function_definition", "class_definition", "lambda"})


def _build(finding: Finding, context: FixContext) -> Fix | None:
    clause = clause_at(finding.span, context)
    handler = context.handler_at(finding.span)
    if clause is None or handler is None:
        return None
    statements = statements_of(clause.body)
    lost = [path for path in handler.paths if _loses(path)]
    if not statements or not _all_reach(statements, lost, clause, context):
        return None
    if _returns_what_it_makes(statements, context):
        return None
    logged = _logged(handler, clause, context)
    if logged is None:
        return None
    call, edits = logged
    keep = lost[0].outcome == "exits"
    return Fix(
        title=Text("Log the error", "记录该错误")
        if keep
        else Text("Log the error and raise it again", "记录该错误并再次抛出"),
        edits=(*edits, *_end(statements, call, clause, context, keep=keep)),
        safe=False,
    )


def _loses(path: Path) -> bool:
    told = path.expected or path.recorded or path.tried_again or path.records
    return not told and path.outcome != "raises"


def _all_reach(
    statements: list[Node], lost: list[Path], clause: Clause, context: FixContext
) -> bool:
    """Tell whether the ways that lose the error all run to the last statement of the handler."""
    outcomes = {path.outcome for path in lost}
    last = statements[-1]
    if len(outcomes) != 1 or not _is_simple(last):
        return False
    outcome = outcomes.pop()
    if outcome not in ("falls", "exits") and _LEAVES.get(last.type) != outcome:
        return False
    return not any(
        _LEAVES.get(node.type) == outcome and not _is_selected(node, clause, context)
        for statement in statements[:-1]
        for node in within(statement)
    )


def _returns_what_it_makes(statements: list[Node], context: FixContext) -> bool:
    """Tell whether a handler makes a value to go on with: somebody meant that."""
    last = statements[-1]
    if last.type != "return_statement":
        return False
    names = {context.text(part) for part in within(last) if part.type == "identifier"}
    targets = (
        target
        for statement in statements[:-1]
        for node in within(statement)
        if node.type == "assignment" and (target := node.child_by_field_name("left")) is not None
    )
    return any(context.text(target) in names for target in targets)


def _is_simple(statement: Node) -> bool:
    return statement.type.endswith("_statement") and statement.child_by_field_name("body") is None


def _is_selected(node: Node, clause: Clause, context: FixContext) -> bool:
    """Tell whether a statement is left to errors that a test on the error picks out."""
    while node.parent is not None and node.id != clause.body.id:
        if node.type in _OF_OTHER_FUNCTIONS:
            return True
        test = node.child_by_field_name("condition") or node.child_by_field_name("subject")
        names = {context.text(part) for part in within(test)} if test is not None else set()
        if clause.bound and clause.bound in names:
            return True
        node = node.parent
    return False


def _logged(
    handler: Handler, clause: Clause, context: FixContext
) -> tuple[str, tuple[Edit, ...]] | None:
    """Return the call that logs the error of a clause, and what it needs besides."""
    logger = logger_for(clause.node.start_byte, context)
    if logger is None:
        return None
    text = f"{what_failed(handler)} failed"
    if clause.caught is None:
        quote = context.quote
        return f"{logger.name}.exception({quote}{text}{quote})", logger.edits
    bound = binding(clause, context)
    if bound is None:
        return None
    return logger.call(text, bound.name, context.quote), (*logger.edits, *bound.edits)


def what_failed(handler: Handler) -> str:
    """Return the action that a handler is there for; `API request` where it is not one alone."""
    actions = {call.action for call in handler.calls}
    action = actions.pop() if len(actions) == 1 else ""
    return action or "API request"


def _end(
    statements: list[Node], call: str, clause: Clause, context: FixContext, *, keep: bool
) -> tuple[Edit, ...]:
    """Write the call and a `raise` at the end of a handler, in place of what leaves it.

    `keep` leaves the last statement, which ends the program, where it is.
    """
    first, last = statements[0], statements[-1]
    if not context.starts_line(first):
        return _on_lines_of_their_own(statements, call, clause, context, keep=keep)
    indent = context.indent_of(first)
    if keep:
        return (inserted(last.start_byte, f"{call}\n{indent}"),)
    if last.type in _LEAVES or context.text(last) in _NOTHING:
        return (replaced(last, f"{call}\n{indent}raise"),)
    return (inserted(context.line_end(last), f"\n{indent}{call}\n{indent}raise"),)


def _on_lines_of_their_own(
    statements: list[Node], call: str, clause: Clause, context: FixContext, *, keep: bool
) -> tuple[Edit, ...]:
    """Write the handler of `except Error: pass` on lines."""
    if len(statements) > 1:
        return ()
    statement = statements[0]
    indent = context.indent_of(clause.node) + context.indent
    utf8 = context.source.utf8
    colon = len(utf8[: statement.start_byte].rstrip(b" \t"))
    text = context.text(statement)
    if keep:
        lines = [call, text]
    elif statement.type in _LEAVES or text in _NOTHING:
        lines = [call, "raise"]
    else:
        lines = [text, call, "raise"]
    written = "".join(f"\n{indent}{line}" for line in lines)
    return (Edit(Span(colon, statement.end_byte), written),)


LOG_AND_RAISE = RuleFix(
    what=Text(
        "Writes the error, whose text ends with the RequestId, to the logger of the file (else "
        "imports `logging`) and raises it again in place of the `pass`, `continue` or `return` "
        "that ends the handler; where the program exits, it logs before that. Not for "
        "`contextlib.suppress` and raw answers.",
        "用文件中的 logger（没有则导入 `logging`）记录错误（其文本以 RequestId 结尾），并以 "
        "`raise` 取代处理代码末尾的 `pass`、`continue` 或 `return`；若程序在此退出，则在退出前"
        "记录。不处理 `contextlib.suppress` 和原始响应。",
    ),
    build=_build,
)
"""The fix of TCL104."""
