"""Whether code does nothing over the network but call typed clients of the SDK."""

import builtins
import re

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.calls import Target
from tclsp.analysis.clients import Client, Instance
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import last_name

_FOLLOW = 5
"""How many functions are followed."""
_LOG = frozenset(
    {"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "success"}
)
_OF_MODELS = frozenset({"to_json_string", "from_json_string", "_deserialize", "_serialize"})
_OF_TIMES = frozenset({"isoformat", "strftime", "timestamp", "total_seconds"})
_LOCAL_METHODS = (
    _LOG
    | _OF_MODELS
    | _OF_TIMES
    | {
        name
        for kind in (str, bytes, list, dict, set)
        for name in dir(kind)
        if not name.startswith("__")
    }
)
"""Methods of texts, containers, loggers and models: none of them reaches the network."""
_LOCAL_MODULES = frozenset(
    {"json", "logging", "time", "datetime", "base64", "hashlib", "hmac", "re", "sys", "uuid"}
    | {"random", "copy", "math", "itertools", "collections", "functools", "traceback", "string"}
    | {"typing", "decimal", "secrets", "enum", "dataclasses", "pprint", "textwrap", "operator"}
    | {"calendar", "zoneinfo", "warnings", "html", "struct", "statistics"}
)
_LOCAL_NAMES = ("os.environ", "os.getenv", "os.path", "urllib.parse")
_REACHING_BUILTINS = frozenset({"open", "exec", "eval", "__import__", "input"})
_PLAIN_KEY = re.compile(r"[\w.-]+$")
_GOES_THROUGH = frozenset({"iter", "next", "list", "tuple", "enumerate", "map", "zip", "sorted"})


@define(eq=False)
class LoneCalls:
    """Judges blocks; what it cannot see may reach the network."""

    escapes: Escapes

    def are_alone(self, block: s.Block, unit: Unit) -> bool:
        """Tell whether a block makes typed calls, synchronous and not streamed, and else none."""
        return any(self.escapes.of_block(block, unit)) and self._is_local(block, unit, _FOLLOW)

    def _is_local(self, block: s.Block, unit: Unit, depth: int) -> bool:
        for statement in walks.statements(block):
            if isinstance(statement, s.Loop) and self._is_answer(statement.subject, unit, depth):
                return False
            if isinstance(statement, s.Raise) and self._raises_other(statement):
                return False
            for expression in walks.expressions(statement):
                for part in walks.walk(expression):
                    if not self._is_local_part(part, unit, depth):
                        return False
        return True

    def _raises_other(self, node: s.Raise) -> bool:
        """Tell whether a `raise` may bring an error of the network of its own."""
        error = node.error.function if isinstance(node.error, s.Call) else node.error
        name = last_name(error) if error is not None else ""
        return any(word in name for word in ("Connection", "Timeout", "timeout"))

    def _is_local_part(self, part: s.Expression, unit: Unit, depth: int) -> bool:
        match part:
            case s.Await() | s.Yield():
                return False
            case s.Comprehension():
                return not any(self._is_answer(each, unit, depth) for each in part.iterables)
            case s.Call():
                return self._is_local_call(part, unit, depth)
        return True

    # ------------------------------------------------------------ calls

    def _is_local_call(self, call: s.Call, unit: Unit, depth: int) -> bool:
        target = self.escapes.calls.target(call, unit)
        if target is not None:
            return self._is_plain(call, target, unit)
        known = self._by_name(call, unit)
        if known is not None:
            return known
        callee = self.escapes.callee(call, unit)
        if callee is not None:
            return self._is_local_function(callee, depth)
        made = self.escapes.calls.inference.kind(call, unit)
        if isinstance(made, Instance) and last_name(call.function):
            start = self.escapes.calls.inference.names.method(made.info, "__init__")
            return start is None or self._is_local_function(start, depth)
        return isinstance(made, Client) or self._is_local_method(call)

    def _is_plain(self, call: s.Call, target: Target, unit: Unit) -> bool:
        """Tell a typed call that is made right here from one that is handed to something."""
        if target.kind not in ("typed", "dynamic"):
            return False
        function = call.function
        if isinstance(function, s.Attribute):
            return function.name == target.action
        return self.escapes.calls.inference.names.callee(call, unit) is None

    def _by_name(self, call: s.Call, unit: Unit) -> bool | None:
        """Judge a call by the dotted name of its function; `None` where that says nothing."""
        dotted = self.escapes.calls.inference.names.dotted(call.function, unit)
        if dotted is None:
            return None
        if dotted.startswith("tencentcloud."):
            return _is_local_sdk_name(dotted)
        if dotted in _GOES_THROUGH:
            given = (argument.value for argument in call.arguments)
            return not any(self._is_answer(each, unit, _FOLLOW) for each in given)
        root = dotted.partition(".")[0]
        if root in _LOCAL_MODULES or dotted.startswith(_LOCAL_NAMES):
            return True
        if "." not in dotted and hasattr(builtins, dotted):
            return dotted not in _REACHING_BUILTINS
        return None

    def _is_local_function(self, callee: Unit, depth: int) -> bool:
        """Tell whether a function is local but for its typed calls."""
        if depth == 0:
            return False
        # While it is judged it counts as local, for functions that call themselves.
        return self.escapes.keeping.recursive(
            callee,
            ("local", depth),
            True,
            lambda: self._is_local(callee.body, callee, depth - 1),
        )

    def _is_local_method(self, call: s.Call) -> bool:
        if not isinstance(call.function, s.Attribute):
            return False
        name = call.function.name
        if name == "get":
            key = call.arguments[0].value if call.arguments else None
            return isinstance(key, s.String) and bool(_PLAIN_KEY.match(key.value))
        return name in _LOCAL_METHODS

    # ------------------------------------------------------------ streamed answers

    def _is_answer(self, expression: s.Expression, unit: Unit, depth: int) -> bool:
        """Tell whether an expression is the answer of a call: going through it reads a stream."""
        if depth == 0:
            return False
        if isinstance(expression, s.Name):
            return self.escapes.calls.inference.names.of_values(
                unit,
                ("is answer", expression.name, depth),
                lambda: unit.assigned(expression.name),
                lambda values: any(self._is_answer(value, unit, depth - 1) for value in values),
            )
        if not isinstance(expression, s.Call):
            return False
        if self.escapes.calls.target(expression, unit) is not None:
            return True
        callee = self.escapes.callee(expression, unit)
        return callee is not None and any(
            self._is_answer(value, callee, depth - 1) for value in callee.returned
        )


def _is_local_sdk_name(dotted: str) -> bool:
    """Tell whether calling a name of the SDK reaches nothing: some credentials ask a server."""
    last = dotted.rpartition(".")[2]
    if ".credential." in dotted:
        return last == "Credential"
    return "_async" not in dotted and "CommonClient" not in last
