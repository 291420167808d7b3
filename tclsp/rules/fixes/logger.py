"""The logger that a fix writes with: the file's own, else the module `logging`."""

from attrs import frozen
from tree_sitter import Node

from tclsp.rules.finding import Edit
from tclsp.rules.fixes.context import FixContext
from tclsp.rules.fixes.module_imports import (
    binds_module,
    is_used,
    module_imports,
    with_module,
)
from tclsp.source.trees import statements_of

_NAMES = ("logger", "LOGGER", "LOG", "log", "_logger", "_LOGGER", "_LOG", "_log")
_MAKERS = frozenset({"getLogger", "get_task_logger"})
"""What makes a logger of the module `logging`, which formats with `%`."""
_OTHER_MAKERS = frozenset({"get_logger", "bind"})


@frozen
class Logger:
    """A logger, and what is to be written so that the file has it."""

    name: str
    formats: bool = True
    """Whether it is known to put its arguments into `%s`."""
    edits: tuple[Edit, ...] = ()

    def call(self, text: str, value: str, quote: str) -> str:
        """Return the call that logs a text and a value as an error."""
        if self.formats:
            return f"{self.name}.error({quote}{text}: %s{quote}, {value})"
        return f"{self.name}.error(f{quote}{text}: {{{value}}}{quote})"


def logger_for(offset: int, context: FixContext) -> Logger | None:
    """Return the logger for code at `offset`; `None` where `logging` means something else."""
    own = _own_logger(offset, context) or _logger_of_object(offset, context)
    if own is not None:
        return own
    if binds_module("logging", context):
        return Logger("logging")
    if is_used("logging", context):
        return None
    return Logger("logging", edits=(with_module("logging", context),))


def _own_logger(offset: int, context: FixContext) -> Logger | None:
    function = context.around(offset, "function_definition")
    for statement in statements_of(context.root):
        if function is None and statement.start_byte > offset:
            break
        found = _assigned(statement, context) or _imported(statement, context)
        if found is not None:
            return found
    return None


def _logger_of_object(offset: int, context: FixContext) -> Logger | None:
    """Return the `self.logger` that the class around uses."""
    function = context.around(offset, "function_definition")
    body = None if function is None else function.parent
    around = body.parent if body is not None else None
    if around is None or around.type not in ("class_definition", "decorated_definition"):
        return None
    text = context.text(around)
    used = (f"self.{name}" for name in _NAMES if f"self.{name}." in text)
    name = next(used, None)
    return None if name is None else Logger(name, formats=False)


def _assigned(statement: Node, context: FixContext) -> Logger | None:
    """Read `logger = logging.getLogger(__name__)`."""
    assignment = statement.named_children[0] if statement.named_children else None
    if statement.type != "expression_statement" or assignment is None:
        return None
    if assignment.type != "assignment":
        return None
    target, value = (assignment.child_by_field_name(side) for side in ("left", "right"))
    if target is None or value is None or value.type != "call":
        return None
    function = value.child_by_field_name("function")
    maker = "" if function is None else context.text(function).rpartition(".")[2]
    if context.text(target) not in _NAMES or maker not in _MAKERS | _OTHER_MAKERS:
        return None
    return Logger(context.text(target), formats=maker in _MAKERS)


def _imported(statement: Node, context: FixContext) -> Logger | None:
    """Read `from app.logs import logger`; a `log` of another module is a logarithm."""
    if statement.type != "import_from_statement":
        return None
    module = statement.child_by_field_name("module_name")
    from_logs = module is not None and "log" in context.text(module).lower()
    for node in statement.children_by_field_name("name"):
        alias = node.child_by_field_name("alias")
        name = context.text(alias or node)
        if name in _NAMES and (from_logs or name.lower().strip("_") != "log"):
            return Logger(name, formats=False)
    return None


def takes_percent(context: FixContext) -> bool:
    """Tell whether the loggers of a file put their arguments into `%s`, unlike loguru's."""
    return not any(
        library in context.text(statement)
        for statement in module_imports(context)
        for library in ("loguru", "structlog")
    )
