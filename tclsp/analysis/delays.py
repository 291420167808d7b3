"""Which calls wait: a sleep, an event, a queue with a timeout, functions that do."""

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis.carrying import PARTIAL, RECORDING, Held
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.module import Unit
from tclsp.analysis.sinks import Sinks
from tclsp.analysis.spelling import last_name

_WAITS = frozenset({"sleep", "usleep", "msleep", "wait", "wait_for", "sleep_until", "sleep_for"})
_SOUNDS_LIKE_WAITING = ("sleep", "backoff", "back_off", "throttle", "pause")
_DEPTH = 4
"""How deep functions of the project are followed."""

_AT_ONCE = frozenset(
    {"append", "extend", "add", "update", "get", "pop", "items", "keys", "values", "split"}
    | {"strip", "lower", "upper", "startswith", "endswith", "format", "join", "replace", "encode"}
    | {"decode", "count", "index", "find", "copy", "setdefault", "remove", "discard", "clear"}
    | {"insert", "sort", "group", "groups", "isoformat", "total_seconds", "strftime", "timestamp"}
    | {"write", "flush", "isdigit", "popleft", "appendleft", "rstrip", "lstrip", "casefold"}
    | {"to_json_string", "from_json_string", "_deserialize", "rollback", "is_set", "set", "now"}
    | {"inc", "incr", "increment", "title", "rsplit", "partition", "rpartition", "dict"}
)
"""Methods that come back at once, whatever they belong to."""
_BUILTINS = frozenset(
    {"print", "len", "str", "int", "float", "bool", "repr", "isinstance", "issubclass", "getattr"}
    | {"hasattr", "setattr", "dict", "list", "set", "tuple", "frozenset", "min", "max", "range"}
    | {"sorted", "any", "all", "sum", "abs", "round", "type", "format", "enumerate", "zip", "map"}
    | {"filter", "next", "iter", "vars", "id", "super", "exit", "quit", "bytes", "bytearray"}
    | {"reversed", "hash", "chr", "ord", "pow", "divmod", "callable", "globals", "locals", "dir"}
)
_MODULES = frozenset(
    {"json", "random", "math", "datetime", "logging", "os", "re", "traceback", "sys", "uuid"}
    | {"hashlib", "base64", "copy", "itertools", "functools", "collections", "string", "urllib"}
    | {"secrets", "warnings", "textwrap", "pprint", "hmac", "time", "operator", "binascii"}
    | {"tencentcloud", "loguru", "structlog", "calendar", "decimal", "contextlib", "typing"}
)
"""Modules whose functions do not wait, `sleep` of `time` apart."""


@define(eq=False)
class Delays:
    """Judges the calls of a project."""

    escapes: Escapes
    sinks: Sinks

    def waits(self, call: s.Call, unit: Unit, depth: int = _DEPTH) -> bool:
        """Tell whether a call waits, functions of the project followed."""
        names = self.escapes.calls.inference.names
        name = (names.imported(call.function, unit) or "").rpartition(".")[2]
        name = name or last_name(call.function)
        if name in _WAITS or any(word in name.lower() for word in _SOUNDS_LIKE_WAITING):
            return not _is_zero(call) and not _asks(name)
        if name in ("get", "join", "select", "acquire", "poll") and _has_timeout(call):
            return True
        callee = self.escapes.callee(call, unit)
        return callee is not None and depth > 0 and self._unit_waits(callee, depth - 1)

    def unseen(self, call: s.Call, held: Held, unit: Unit) -> bool:
        """Tell whether a call is of a function that is not to be seen, and so may wait."""
        name = last_name(call.function)
        if not name or name[:1].isupper() or self.escapes.calls.target(call, unit) is not None:
            return False
        if self.escapes.callee(call, unit) is not None:
            return False
        if self.sinks.only_tells(call, held, unit):
            return False
        if isinstance(call.function, s.Name):
            return not self._is_harmless_name(call.function, unit)
        if isinstance(call.function, s.Attribute):
            return not self._is_harmless_method(call.function, held, unit)
        return True

    def _is_harmless_name(self, name: s.Name, unit: Unit) -> bool:
        dotted = self.escapes.calls.inference.names.dotted(name, unit) or name.name
        if "." in dotted:
            return dotted.partition(".")[0] in _MODULES
        return name.name in _BUILTINS

    def _is_harmless_method(self, function: s.Attribute, held: Held, unit: Unit) -> bool:
        names = self.escapes.calls.inference.names
        dotted = names.dotted(function, unit) or ""
        if function.name in _AT_ONCE or isinstance(function.value, (s.String, s.Format)):
            return True
        if dotted.partition(".")[0] in _MODULES:
            return True
        if self.sinks.carrying.parts(function.value, held, unit) & (RECORDING | PARTIAL):
            return True
        return self.escapes.calls.inference.kind(function.value, unit) is not None

    def _unit_waits(self, unit: Unit, depth: int) -> bool:
        calls = (part for part in unit.nodes if isinstance(part, s.Call))
        return self.escapes.keeping.recursive(
            unit,
            ("waits", depth),
            False,
            lambda: any(self.waits(call, unit, depth) for call in calls),
        )


def _asks(name: str) -> bool:
    """Tell `is_throttled()` from `throttle()`."""
    return name.lstrip("_").startswith(("is_", "has_", "should_", "can_", "get_", "on_", "calc"))


def _is_zero(call: s.Call) -> bool:
    """Tell `sleep(0)`, which gives way to others and does not wait."""
    if len(call.arguments) != 1:
        return False
    value = call.arguments[0].value
    return isinstance(value, s.Constant) and value.text in ("0", "0.0")


def _has_timeout(call: s.Call) -> bool:
    return any(argument.keyword == "timeout" for argument in call.arguments)
