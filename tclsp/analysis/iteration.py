"""Tells a loop that goes through things from one that sends the same request again.

What a call is given is followed back through the names that the loop binds. Where it comes to the
loop's target, to something taken from a queue, to an offset that grows, or to the answer of the
call itself (a page's token), the next turn sends another request.
"""

from collections.abc import Iterator

from tclsp.analysis import syntax as s
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.module import Unit

_TAKES = frozenset(
    {"pop", "popleft", "popitem", "get_nowait", "next", "input", "raw_input", "recv", "receive"}
    | {"readline", "lpop", "rpop", "blpop", "brpop", "__next__", "anext", "__anext__", "read"}
    | {"receive_message", "reserve", "dequeue", "accept", "next_page", "prompt", "take"}
)
"""Functions that give something else each time."""
_ASIDE = frozenset(
    {"print", "debug", "info", "warning", "error", "exception", "critical", "log", "sleep", "wait"}
    | {"format", "min", "max", "range", "len", "str"}
)
_DEPTH = 3
"""How deep functions of the project are looked into."""


def goes_through_things(
    loop: s.Loop, failed: list[s.Call | s.Try | s.If], unit: Unit, escapes: Escapes
) -> bool:
    """Tell whether the calls of a loop send other requests in its next turn."""
    links = _Links(loop.body, escapes, unit)
    links.changing.update(_keys(loop.target) if loop.target is not None else ())
    calls = [call for each in failed for call in _calls_in(each)]
    return any(links.changes(call) for call in calls)


class _Links:
    """What the names that a block binds are made of."""

    def __init__(self, block: s.Block, escapes: Escapes, unit: Unit, depth: int = _DEPTH) -> None:
        self.escapes = escapes
        self.unit = unit
        self.depth = depth
        self.made_of: dict[str, list[s.Expression]] = {}
        self.changing: set[str] = set()
        """Names that hold something else in the next turn."""
        reset: set[str] = set()
        for statement in s.statements(block):
            self._note(statement, reset)
        self.changing -= reset

    def _note(self, statement: s.Statement, reset: set[str]) -> None:
        for target, value in _bindings(statement):
            augmented = isinstance(statement, s.Assign) and statement.augmented
            self._bind(target, value, augmented, reset)
        for expression in s.expressions(statement):
            for part in s.walk(expression):
                if isinstance(part, s.Call):
                    self._given(part)
                elif isinstance(part, s.Walrus):
                    self._bind(part.target, part.value, False, reset)

    def _bind(
        self, target: s.Expression, value: s.Expression, augmented: bool, reset: set[str]
    ) -> None:
        if isinstance(target, s.Collection):
            for item in target.items:
                self._bind(item, value, augmented, reset)
            return
        for name in _keys(target):
            self.made_of.setdefault(name, []).append(value)
            if augmented or (isinstance(value, s.Binary) and name in _keys(value)):
                self.changing.add(name)
            elif isinstance(value, (s.Constant, s.String)) and isinstance(target, s.Name):
                reset.add(name)

    def _given(self, call: s.Call) -> None:
        """What a method of a name is given becomes a part of it: `request.from_json_string(x)`."""
        function = call.function
        if isinstance(function, s.Attribute) and function.name[:1].islower():
            for name in _keys(function.value):
                self.made_of.setdefault(name, []).extend(each.value for each in call.arguments)
        elif isinstance(function, s.Name) and function.name == "setattr" and call.arguments:
            for name in _keys(call.arguments[0].value):
                self.made_of.setdefault(name, []).extend(each.value for each in call.arguments[1:])

    def changes(self, call: s.Call) -> bool:
        """Tell whether a call is given something else in the next turn."""
        pending: list[s.Expression] = [each.value for each in call.arguments]
        pending += s.parts(call.function) if isinstance(call.function, s.Attribute) else ()
        if isinstance(call.function, s.Name):
            pending.append(call.function)
        return self._is_fed(pending, call) or self._changes_inside(call)

    def _is_fed(self, pending: list[s.Expression], call: s.Call) -> bool:
        seen: set[str] = set()
        while pending:
            expression = pending.pop()
            if _takes(expression) or any(part is call for part in s.walk(expression)):
                return True
            for name in _keys(expression):
                if name in self.changing:
                    return True
                if name not in seen:
                    seen.add(name)
                    pending += self.made_of.get(name, ())
        return False

    def _changes_inside(self, call: s.Call) -> bool:
        """Look into a function of the project that makes the call."""
        callee = self.escapes.callee(call, self.unit) if self.depth else None
        if callee is None or callee is self.unit:
            return False
        inner = _Links(callee.body, self.escapes, callee, self.depth - 1)
        if any(
            name.startswith("self.") and name in self.changing
            for part in callee.nodes
            if isinstance(part, s.Attribute)
            for name in _keys(part)
        ):
            return True
        return any(
            inner.takes(part) or inner._changes_inside(part)
            for part in callee.nodes
            if isinstance(part, s.Call)
            and (
                self.escapes.calls.target(part, callee) is not None
                or self.escapes.callee(part, callee) is not None
            )
        )

    def takes(self, call: s.Call) -> bool:
        """Tell whether a call is given something that is taken from a queue or grows outside."""
        self.changing = {name for name in self.changing if name.startswith("self.")}
        pending: list[s.Expression] = [each.value for each in call.arguments]
        return self._is_fed(pending, call)


def _bindings(statement: s.Statement) -> Iterator[tuple[s.Expression, s.Expression]]:
    """Yield what a statement binds, with what each gets or is drawn from."""
    if isinstance(statement, s.Assign) and statement.value is not None:
        for target in statement.targets:
            yield target, statement.value
    elif isinstance(statement, s.Loop) and statement.target is not None:
        yield statement.target, statement.subject
    elif isinstance(statement, s.With):
        for manager, bound in statement.items:
            if bound is not None:
                yield bound, manager


def _takes(expression: s.Expression) -> bool:
    """Tell whether an expression takes something from a queue, a stream or a user."""
    for part in s.walk(expression):
        if not isinstance(part, s.Call):
            continue
        function = part.function
        if not isinstance(function, (s.Name, s.Attribute)):
            continue
        if function.name in _TAKES:
            return True
        positional = [each for each in part.arguments if not each.keyword]
        if function.name == "get" and isinstance(function, s.Attribute) and not positional:
            return True
    return False


def _calls_in(failed: s.Call | s.Try | s.If) -> Iterator[s.Call]:
    if isinstance(failed, s.Call):
        yield failed
        return
    if isinstance(failed, s.If):
        for part in s.walk(failed.test):
            if isinstance(part, s.Name):
                yield s.Call(s.Name("answer"), (s.Argument(part),), 0, 0)
        return
    for part in s.all_expressions(failed.body):
        if isinstance(part, s.Call) and not _is_aside(part.function):
            yield part


def _is_aside(function: s.Expression) -> bool:
    """Tell calls that cannot be the one that asks the API."""
    return isinstance(function, (s.Name, s.Attribute)) and function.name in _ASIDE


def _keys(expression: s.Expression) -> Iterator[str]:
    """Yield the names in an expression: `x`, `self.x`; of `x.y` and `x[y]` also `x`."""
    pending = [expression]
    while pending:
        part = pending.pop()
        if isinstance(part, s.Attribute) and _is_own(part.value):
            yield f"self.{part.name}"
            continue
        if isinstance(part, s.Name):
            yield part.name
        pending.extend(s.parts(part))


def _is_own(expression: s.Expression) -> bool:
    return isinstance(expression, s.Name) and expression.name in ("self", "cls")
