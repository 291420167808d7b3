"""What becomes of the locals that a handler sets, where the code behind it reads them."""

from attrs import evolve, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import PARTIAL, RECORDING, Part
from tclsp.analysis.handlers import FoundHandler
from tclsp.analysis.reads import outside, read_by, read_in
from tclsp.analysis.told import Written
from tclsp.analysis.trails import Trail


def followed(trails: list[Trail], found: FoundHandler) -> list[Trail]:
    """Return the ways through a handler with what is done afterwards with the locals they set."""
    if not any(trail.bound and not trail.recorded for trail in trails):
        return trails
    afterwards = _Afterwards.of(found)
    return [afterwards.follow(trail, found) for trail in trails]


@frozen
class _Afterwards:
    """The names that are read behind a handler, in conditions and elsewhere."""

    final: frozenset[str]
    """In its `finally`."""
    read: frozenset[str]
    """Outside it, other than to ask about them."""
    asked: frozenset[str]
    """Outside it, in any way."""

    @classmethod
    def of(cls, found: FoundHandler) -> "_Afterwards":
        read: set[str] = set()
        asked: set[str] = set()
        for statement in outside(found.body, found.unit):
            names = asked if isinstance(statement, (s.If, s.Assert)) else read
            names.update(read_by(statement))
        return cls(frozenset(read_in(found.final)), frozenset(read), frozenset(read | asked))

    def follow(self, trail: Trail, found: FoundHandler) -> Trail:
        if trail.recorded or not trail.bound:
            return trail
        ends = trail.outcome in ("returns", "raises", "exits")
        asked, read = (self.final, self.final) if ends else (self.asked, self.read)
        for name in sorted(trail.bound & asked):
            parts = trail.held.get(name, Part.NONE)
            if parts & RECORDING:
                return evolve(trail, recorded=True)
            if parts & PARTIAL and name in read:
                written = Written("store", parts, True, found.unit, _binding(name, found), None)
                trail = evolve(trail, written=(*trail.written, written))
        return trail


def _binding(name: str, found: FoundHandler) -> int:
    """Return the number of the statement in a handler that sets a name."""
    for statement in walks.statements(found.body):
        if isinstance(statement, s.Assign) and any(
            isinstance(target, s.Name) and target.name == name for target in statement.targets
        ):
            return statement.number
    return found.number
