"""Which API calls the value of an expression comes from."""

from collections.abc import Iterator

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.calls import Target
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.module import Unit

_FOLLOW = 5
"""How many names and functions are followed."""


def origins(expression: s.Expression, unit: Unit, escapes: Escapes) -> Iterator[Target]:
    """Yield what the API calls that an expression's value is made of ask for.

    Local names and functions of the project are followed.
    """
    yield from _Origins(escapes).of(expression, unit, _FOLLOW)


@define(eq=False)
class _Origins:
    """Follows one value; a name or function that was followed is not followed again."""

    escapes: Escapes
    _seen: set[tuple[int, str]] = field(factory=set)

    def of(self, expression: s.Expression, unit: Unit, depth: int) -> Iterator[Target]:
        for part in walks.walk(expression):
            if isinstance(part, s.Call):
                yield from self._of_call(part, unit, depth)
            elif isinstance(part, s.Name) and self._is_new(unit, part.name) and depth:
                for value in unit.values.get(part.name, ()):
                    yield from self.of(value, unit, depth - 1)

    def _of_call(self, call: s.Call, unit: Unit, depth: int) -> Iterator[Target]:
        target = self.escapes.calls.target(call, unit)
        if target is not None:
            yield target
            return
        callee = self.escapes.callee(call, unit)
        if callee is None or not self._is_new(callee, "") or not depth:
            return
        for value in callee.returned:
            yield from self.of(value, callee, depth - 1)

    def _is_new(self, unit: Unit, name: str) -> bool:
        key = (id(unit), name)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True
