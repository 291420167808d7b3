"""Which API calls the functions make that a function of the project is handed.

A decorator of the project calls `func(*args)`; what that asks the API for is known from the
functions that it decorates, and from the calls that hand it one.
"""

from collections.abc import Iterator, Sequence

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis.escapes import Escapes, FoundCall
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import is_partial


@define(eq=False)
class HandedFunctions:
    """Knows what all functions of a project are handed."""

    escapes: Escapes
    _by_function: dict[int, list[FoundCall]] | None = None
    """The API calls of what a function is handed, by the id of its unit."""

    def calls_of(self, call: s.Call, unit: Unit) -> tuple[FoundCall, ...]:
        """Return the API calls that `func(...)` makes where `func` is a parameter around it."""
        function = call.function
        if not isinstance(function, s.Name):
            return ()
        around: Unit | None = unit
        while around is not None and not around.parameter(function.name):
            if function.name in around.values:
                return ()
            around = around.parent
        if around is None:
            return ()
        known = self._known()
        found: list[FoundCall] = []
        while around is not None:
            found += known.get(id(around), ())
            around = around.parent
        return tuple(found)

    def _known(self) -> dict[int, list[FoundCall]]:
        self.escapes.keeping.look_everywhere()
        if self._by_function is None:
            self._by_function = {}
            for module in self.escapes.calls.inference.names.project.modules:
                for unit in module.units:
                    for function, calls in self._handed_by(unit):
                        self._by_function.setdefault(id(function), []).extend(calls)
        return self._by_function

    def _handed_by(self, unit: Unit) -> list[tuple[Unit, Sequence[FoundCall]]]:
        """Return the functions that a unit hands others to, with the API calls of the latter."""
        return self.escapes.keeping.of(unit, "hands", lambda: list(self._look_through(unit)))

    def _look_through(self, unit: Unit) -> Iterator[tuple[Unit, Sequence[FoundCall]]]:
        for decorator in unit.function.decorators if unit.function else ():
            call = decorator if isinstance(decorator, s.Call) else s.Call(decorator, (), 0, 0)
            maker = self.escapes.callee(call, unit)
            if maker is not None:
                yield maker, self.escapes.of_unit(unit)
        for part in unit.nodes:
            if isinstance(part, s.Call) and part.arguments:
                handed = [each for argument in part.arguments for each in self.of(argument, unit)]
                taker = self.escapes.callee(part, unit) if handed else None
                if taker is not None:
                    yield taker, handed

    def of(self, argument: s.Argument, unit: Unit) -> Iterator[FoundCall]:
        """Yield the API calls of a function that an argument hands over."""
        value = argument.value
        if isinstance(value, s.Lambda):
            yield from self.escapes.of_expression(value.body, unit)
        elif isinstance(value, s.Call) and is_partial(value) and value.arguments:
            yield from self.of(value.arguments[0], unit)
        elif isinstance(value, (s.Name, s.Attribute)):
            call = s.Call(value, (s.Argument(s.Name("request")),), 0, 0)
            target = self.escapes.calls.target(call, unit) if _is_method(value) else None
            if target is not None:
                yield FoundCall(call, target, unit)
                return
            callee = self.escapes.callee(call, unit)
            if callee is not None and callee is not unit:
                yield from self.escapes.of_unit(callee)


def _is_method(value: s.Expression) -> bool:
    """Leave out all but `client.Action`."""
    return isinstance(value, s.Attribute) and value.name[:1].isupper()
