"""Which local names still matter at a point of a handler."""

from collections.abc import Iterable

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.module import Unit
from tclsp.analysis.reads import names_in, outside, read_by, read_in


@define(eq=False)
class LiveNames:
    """The names of a block that is followed from its start to its end, each turn of a loop once."""

    block: s.Block
    unit: Unit
    outside: frozenset[str]
    """The names that are read where the block is left, which matter everywhere in it."""
    _last: dict[str, int] = field(init=False)
    """The last statement that reads a name."""

    @classmethod
    def of_handler(cls, block: s.Block, unit: Unit) -> "LiveNames":
        """Return those of a block of a unit whose other statements see what it binds."""
        read = (name for each in outside(block, unit) for name in read_by(each))
        return cls(block, unit, frozenset(read))

    @classmethod
    def of_function(cls, unit: Unit) -> "LiveNames":
        """Return those of a whole function: what it binds ends with it."""
        return cls(unit.body, unit, frozenset())

    @_last.default
    def _find_last(self) -> dict[str, int]:
        last: dict[str, int] = {}
        for statement in walks.statements(self.block):
            for name in _read_inside(statement):
                last[name] = max(last.get(name, -1), statement.number)
        return self._with_origins(last)

    def _with_origins(self, last: dict[str, int]) -> dict[str, int]:
        """Add what the values of the names are made of: who reads a name may follow it there."""
        pending = list(last)
        while pending:
            name = pending.pop()
            for value in self.unit.assigned(name):
                for origin in names_in(value):
                    if last.get(origin, -1) < last[name]:
                        last[origin] = last[name]
                        pending.append(origin)
        return last

    def at(self, number: int, names: Iterable[str]) -> frozenset[str]:
        """Return which of some names matter from the statement with a number on.

        Attributes (`self.error`) always do, for they are not followed here.
        """
        last = self._last
        return frozenset(
            name
            for name in names
            if last.get(name, -1) >= number or name in self.outside or "." in name
        )


def _read_inside(statement: s.Statement) -> Iterable[str]:
    """Yield the names that a statement reads, an augmented assignment its targets too."""
    yield from read_by(statement)
    if isinstance(statement, s.Assign):
        for target in statement.targets:
            if statement.augmented or not isinstance(target, s.Name):
                yield from names_in(target)
    elif isinstance(statement, s.Match):
        for case in statement.cases:
            yield from names_in(case.pattern)
    elif isinstance(statement, (s.Function, s.Class)):
        yield from read_in(statement.body)
