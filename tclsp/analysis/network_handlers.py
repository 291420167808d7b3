"""Finds clauses and retry predicates for errors of the network, which typed calls never raise.

A method of a service client turns whatever fails on the way into an SDK error: errors of requests
into `ClientNetworkError`, any other by the name of its class (each client class of the SDK, and
`tencentcloud/common/http/request.py`).
"""

from collections.abc import Iterator

from attrs import define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.escapes import BROAD, Escapes
from tclsp.analysis.lone_calls import LoneCalls
from tclsp.analysis.module import Unit
from tclsp.analysis.names import Names

_PACKAGES = frozenset({"requests", "urllib3", "socket"})
_BUILTIN = frozenset(
    {"ConnectionError", "ConnectionResetError", "ConnectionRefusedError", "TimeoutError"}
    | {"ConnectionAbortedError", "BrokenPipeError"}
)
_PREDICATES = frozenset(
    {"retry_if_exception_type", "retry_if_exception", "on_exception", "retry", "retrying"}
)
"""Callables of tenacity, backoff, retrying and retry that say which errors to repeat after."""
_LIBRARIES = frozenset({"tenacity", "backoff", "retrying", "retry", "stamina"})


@frozen(eq=False)
class FoundNetworkHandler:
    """A clause or predicate that never has anything to do."""

    place: s.Except | s.Call
    classes: tuple[str, ...]
    """The errors of the network that it waits for, as dotted names."""


@define(eq=False)
class NetworkHandlers:
    """Looks through the functions of a project."""

    escapes: Escapes
    _lone: LoneCalls = field(init=False)

    @_lone.default
    def _make_lone(self) -> LoneCalls:
        return LoneCalls(self.escapes)

    def of_unit(self, unit: Unit) -> Iterator[FoundNetworkHandler]:
        """Yield what a unit has of them, clauses first."""
        for statement in walks.statements(unit.body):
            if isinstance(statement, s.Try):
                yield from self._clauses(statement, unit)
            elif isinstance(statement, s.Loop):
                yield from self._predicates(statement.subject, statement.body, unit)
        around = unit.parent or unit
        for decorator in unit.function.decorators if unit.function else ():
            yield from self._predicates(decorator, unit.body, unit, around)

    @property
    def _names(self) -> Names:
        return self.escapes.calls.inference.names

    # ------------------------------------------------------------ clauses

    def _clauses(self, node: s.Try, unit: Unit) -> Iterator[FoundNetworkHandler]:
        waiting = [(clause, self._network_classes(clause.types, unit)) for clause in node.handlers]
        if any(classes for _, classes in waiting) and self._lone.are_alone(node.body, unit):
            for clause, classes in waiting:
                if classes:
                    yield FoundNetworkHandler(clause, classes)

    def _network_classes(self, types: s.Expression | None, unit: Unit) -> tuple[str, ...]:
        """Return the errors of the network that are caught; none beside wider ones."""
        classes = self._names.error_classes(types, unit)
        if any(name in BROAD or self._names.is_sdk_error(name, unit) for name in classes):
            return ()
        return tuple(name for name in classes if self._is_of_network(name, unit))

    def _is_of_network(self, dotted: str, unit: Unit) -> bool:
        if self._names.project.class_info(dotted, unit.module) is not None:
            return False
        return dotted.partition(".")[0] in _PACKAGES or dotted in _BUILTIN

    # ------------------------------------------------------------ retry predicates

    def _predicates(
        self, expression: s.Expression, body: s.Block, unit: Unit, around: Unit | None = None
    ) -> Iterator[FoundNetworkHandler]:
        """Yield the predicates in a decorator or in what a loop goes through."""
        around = around or unit
        calls = [part for part in walks.walk(expression) if isinstance(part, s.Call)]
        predicates = [call for call in calls if self._is_predicate(call, around)]
        if not predicates or self._names.names_sdk_error(expression, around):
            return
        for part in predicates:
            classes = tuple(dict.fromkeys(self._waited_for(part, around)))
            if classes and not BROAD.intersection(classes):
                found = tuple(name for name in classes if self._is_of_network(name, around))
                if found and self._lone.are_alone(body, unit):
                    yield FoundNetworkHandler(part, found)

    def _is_predicate(self, call: s.Call, unit: Unit) -> bool:
        dotted = self._names.dotted(call.function, unit) or ""
        names = dotted.split(".")
        return names[0] in _LIBRARIES and names[-1] in _PREDICATES

    def _waited_for(self, call: s.Call, unit: Unit) -> Iterator[str]:
        """Yield the classes that a predicate is given, or that the function it is given checks."""
        for argument in call.arguments:
            match argument.value:
                case s.Lambda(_, body):
                    yield from self._checked((body,), unit)
                case s.Name() | s.Attribute() as name:
                    callee = self._names.callee(s.Call(name, (), 0, 0), unit)
                    if callee is None:
                        yield from self._names.error_classes(name, unit)
                    elif not self._asks_for_sdk_error(callee):
                        yield from self._checked(tuple(callee.nodes), callee)
                case s.Collection() as classes:
                    yield from self._names.error_classes(classes, unit)

    def _asks_for_sdk_error(self, unit: Unit) -> bool:
        return any(
            isinstance(part, (s.Name, s.Attribute)) and self._names.names_sdk_error(part, unit)
            for part in unit.nodes
        )

    def _checked(self, expressions: tuple[s.Expression, ...], unit: Unit) -> Iterator[str]:
        for expression in expressions:
            for part in walks.walk(expression):
                match part:
                    case s.Call(s.Name("isinstance"), (_, classes)):
                        yield from self._names.error_classes(classes.value, unit)
