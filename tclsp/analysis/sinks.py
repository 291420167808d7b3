"""What a call does with an error: logs it, hands it on, ends the program, or nothing."""

from typing import Literal

from attrs import define, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import PARTIAL, RECORDING, Carrying, Held, Part, Parts
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import last_name

_LOUD = frozenset(
    {"warning", "warn", "error", "critical", "exception", "fatal", "print", "pprint", "echo"}
    | {"secho", "write", "writelines", "abort", "fail", "die", "showerror", "showwarning"}
)
_WARNING = frozenset({"warning", "warn", "error", "critical", "exception", "fatal"})
_QUIET = frozenset({"debug", "info", "log", "trace", "notice", "success", "showinfo"})
_RECORDS_CURRENT = frozenset(
    {"print_exc", "print_exception", "capture_exception", "captureException", "report_exc_info"}
    | {"record_exception", "notice_error", "set_exception", "notify_exception", "print_last"}
)
EXITS = frozenset({"sys.exit", "exit", "quit", "os._exit"})
"""Functions that end the program."""
_ENDS = EXITS | {"SystemExit"}
_PURE = frozenset(
    {"str", "repr", "len", "isinstance", "issubclass", "hasattr", "getattr", "type", "format"}
    | {"int", "float", "bool", "dict", "list", "tuple", "set", "frozenset", "any", "all", "vars"}
    | {
        "id",
        "unicode",
        "sorted",
        "min",
        "max",
        "dir",
        "callable",
        "ascii",
        "hash",
        "super",
        "range",
    }
    | {"json.dumps", "json.loads", "re.search", "re.match", "re.findall", "re.sub", "re.fullmatch"}
    | {"textwrap.shorten", "traceback.format_exc", "sys.exc_info", "html.escape", "copy.copy"}
)
_LOOKS_UP = frozenset({"get", "index", "pop", "setdefault", "count"})
_ASKS = ("is_", "_is_", "should_", "_should_", "can_", "has_", "_has_", "_can_", "__is")


@frozen(eq=False)
class Effect:
    """What a call does with the error."""

    kind: Literal["none", "log", "call", "exit", "record"] = "none"
    """`record`: the RequestId is recorded or the object handed on."""
    parts: Parts = Part.NONE
    loud: bool = False


_NO_EFFECT = Effect()


@define(eq=False)
class Sinks:
    """Reads the calls of a project."""

    carrying: Carrying

    def effect(self, call: s.Call, held: Held, unit: Unit) -> Effect:
        """Return what a call does with the error, by the look of it: no function is followed."""
        name = last_name(call.function)
        dotted = self.carrying.names.dotted(call.function, unit) or name
        if self._records_current(call, name, dotted):
            return Effect("record", Part.OBJECT)
        parts = self.given(call, held, unit)
        if dotted in _ENDS:
            return Effect("record" if parts & RECORDING else "exit", parts)
        if self._is_log(call, name, held, unit):
            loud = name in _WARNING and isinstance(call.function, s.Attribute)
            return Effect("record" if parts & RECORDING else "log", parts, loud)
        if self._is_pure(call, name, dotted, held, unit):
            return _NO_EFFECT
        if parts & RECORDING:
            return _NO_EFFECT if name.startswith(_ASKS) else Effect("record", parts)
        if parts & PARTIAL and not (name in _LOOKS_UP or name.startswith(_ASKS)):
            return Effect("call", parts)
        return _NO_EFFECT

    def logs_whole(self, call: s.Call, held: Held, unit: Unit) -> bool:
        """Tell whether a call logs or prints the object or its RequestId."""
        is_log = self._is_log(call, last_name(call.function), held, unit)
        return is_log and bool(self.given(call, held, unit) & RECORDING)

    def only_tells(self, call: s.Call, held: Held, unit: Unit) -> bool:
        """Tell whether a call does nothing but log, print or report, or ends the program."""
        name = last_name(call.function)
        dotted = self.carrying.names.dotted(call.function, unit) or name
        if dotted in _ENDS or self._records_current(call, name, dotted):
            return True
        return self._is_log(call, name, held, unit)

    def given(self, call: s.Call, held: Held, unit: Unit) -> Parts:
        """Return what the arguments of a call carry together."""
        found = Part.NONE
        for argument in call.arguments:
            found |= self.carrying.parts(argument.value, held, unit)
        return found

    def _records_current(self, call: s.Call, name: str, dotted: str) -> bool:
        """Tell whether a call records the error that is being handled without being given it."""
        loggers = self.carrying.names.options.request_id_loggers
        if name in _RECORDS_CURRENT or name in loggers or dotted in loggers:
            return True
        if name == "exception" and isinstance(call.function, s.Attribute) and call.arguments:
            return True
        if any(a.keyword == "exc_info" and not _is_false(a.value) for a in call.arguments):
            return True
        return _opts_for_exception(call.function)

    def _is_log(self, call: s.Call, name: str, held: Held, unit: Unit) -> bool:
        if name not in _LOUD and name not in _QUIET:
            return isinstance(call.function, s.Name) and _sounds_like_log(name)
        if isinstance(call.function, s.Name):
            return True
        owner = call.function.value if isinstance(call.function, s.Attribute) else call.function
        return not self.carrying.parts(owner, held, unit) & (RECORDING | PARTIAL)

    def _is_pure(self, call: s.Call, name: str, dotted: str, held: Held, unit: Unit) -> bool:
        """Tell whether a call only makes a value: builtins, methods of texts and of the error."""
        if dotted in _PURE or (isinstance(call.function, s.Name) and name in _PURE):
            return True
        if not isinstance(call.function, s.Attribute):
            return False
        owner = call.function.value
        if isinstance(owner, (s.String, s.Format)):
            return True
        return bool(self.carrying.parts(owner, held, unit) & (RECORDING | PARTIAL))


def _sounds_like_log(name: str) -> bool:
    lowered = name.lower().lstrip("_")
    return lowered.startswith(("log", "print", "warn", "echo")) and not lowered.startswith("login")


def _is_false(expression: s.Expression) -> bool:
    return isinstance(expression, s.Constant) and expression.text in ("False", "None", "0")


def _opts_for_exception(function: s.Expression) -> bool:
    """Recognise loguru's `logger.opt(exception=True).error(...)`."""
    return any(
        isinstance(part, s.Call)
        and any(a.keyword == "exception" and not _is_false(a.value) for a in part.arguments)
        for part in walks.walk(function)
    )
