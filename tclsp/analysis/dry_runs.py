"""Which API calls send a request with `DryRun` set, and who sees their errors."""

import json
from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.escapes import Escapes, FoundCall
from tclsp.analysis.handlers import FoundHandler, Handlers
from tclsp.analysis.module import Unit

_FIELD = "DryRun"
_FILLS = frozenset({"from_json_string", "_deserialize", "update"})
"""Methods that fill a request model or a dict from what they are given."""
_FOLLOW = 4
"""How many names and functions are followed."""


def mentions_dry_run(unit: Unit) -> bool:
    """Tell whether a unit names the field `DryRun` anywhere: a cheap first look."""
    return any(map(_mentions, unit.nodes))


def is_dry_run(found: FoundCall, escapes: Escapes) -> bool:
    """Tell whether a call sends a request whose field `DryRun` is certainly true."""
    reading = _Reading(escapes)
    call = found.call
    return any(
        reading.asks(argument.value, found.unit, call.statement, _FOLLOW)
        for argument in call.arguments
    )


def deals_with_errors(handler: FoundHandler, handlers: Handlers) -> bool:
    """Tell whether a handler does more with an error than let it go on."""
    ways = handlers.ways(handler)
    return any(way.outcome != "raises" or way.thrown is not None for way in ways)


@define(eq=False)
class _Reading:
    """Follows the value of a request to where its `DryRun` is set."""

    escapes: Escapes

    def asks(self, expression: s.Expression, unit: Unit, before: int, depth: int) -> bool:
        """Tell whether a request, its parameters or their JSON text ask for a dry run.

        `before` is the number of the statement that uses them: what comes later does not count.
        """
        match expression:
            case s.Mapping(items):
                return any(
                    self._is_field(key) and self._is_true(value, unit)
                    if key is not None
                    else self.asks(value, unit, before, depth)
                    for key, value in items
                )
            case s.String(text):
                return _is_set_in_json(text)
            case s.Name(name):
                return depth > 0 and self._asks_name(name, unit, before, depth - 1)
            case s.Call():
                return depth > 0 and self._asks_call(expression, unit, before, depth - 1)
        return False

    def _asks_call(self, call: s.Call, unit: Unit, before: int, depth: int) -> bool:
        names = self.escapes.calls.inference.names
        dotted = names.dotted(call.function, unit)
        if dotted in ("json.dumps", "dumps", "dict", "copy.deepcopy"):
            return any(
                self._is_true(argument.value, unit)
                if argument.keyword == _FIELD
                else self.asks(argument.value, unit, before, depth)
                for argument in call.arguments
            )
        callee = self.escapes.callee(call, unit)
        if callee is None or callee is unit:
            return False
        return any(
            statement.value is not None
            and self.asks(statement.value, callee, statement.number, depth)
            for statement in walks.statements(callee.body)
            if isinstance(statement, s.Return)
        )

    def _asks_name(self, name: str, unit: Unit, before: int, depth: int) -> bool:
        settings = [
            asks
            for statement in walks.statements(unit.body)
            if statement.number < before
            for asks in self._set_by(statement, name, unit, depth)
        ]
        if settings:
            return settings[-1]
        if name in unit.values or unit.parameter(name) is not None:
            return False
        values = list(self.escapes.calls.inference.names.values(s.Name(name), unit))
        if len(values) != 1:
            return False
        value = values[0]
        return isinstance(value.expression, (s.Mapping, s.String)) and self.asks(
            value.expression, value.unit, before, depth
        )

    def _set_by(self, statement: s.Statement, name: str, unit: Unit, depth: int) -> Iterator[bool]:
        """Yield what a statement makes of the field of a local, where it touches it."""
        if isinstance(statement, s.Assign) and statement.value is not None:
            for target in statement.targets:
                if self._is_field_of(target, name):
                    yield self._is_true(statement.value, unit)
                elif isinstance(target, s.Name) and target.name == name:
                    yield self.asks(statement.value, unit, statement.number, depth)
        elif isinstance(statement, s.Evaluate) and isinstance(statement.value, s.Call):
            call = statement.value
            function = call.function
            if not isinstance(function, s.Attribute) or function.name not in _FILLS:
                return
            if isinstance(function.value, s.Name) and function.value.name == name:
                given = (argument.value for argument in call.arguments)
                if any(self.asks(each, unit, statement.number, depth) for each in given):
                    yield True

    def _is_field_of(self, target: s.Expression, name: str) -> bool:
        match target:
            case s.Attribute(s.Name(owner), field):
                return owner == name and field == _FIELD
            case s.Subscript(s.Name(owner), index):
                return owner == name and self._is_field(index)
        return False

    def _is_field(self, key: s.Expression) -> bool:
        return isinstance(key, s.String) and key.value == _FIELD

    def _is_true(self, value: s.Expression, unit: Unit) -> bool:
        if isinstance(value, s.Constant):
            return value.text == "True"
        values = list(self.escapes.calls.inference.names.values(value, unit))
        return (
            len(values) == 1
            and isinstance(values[0].expression, s.Constant)
            and values[0].expression.text == "True"
        )


def _is_set_in_json(text: str) -> bool:
    if _FIELD not in text:
        return False
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get(_FIELD) is True


def _mentions(part: s.Expression) -> bool:
    match part:
        case s.Attribute(_, name):
            return name == _FIELD
        case s.String(value):
            return _FIELD in value
        case s.Call(_, arguments):
            return any(argument.keyword == _FIELD for argument in arguments)
    return False
