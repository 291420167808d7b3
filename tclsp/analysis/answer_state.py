"""What holds at a point of a walk along the code, and what a function does with answers."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.answers import Answer, Origin, either
from tclsp.analysis.module import Unit


@define(eq=False)
class State:
    """What holds at a point of the code."""

    held: dict[str, Answer] = field(factory=dict)
    """The answers in local names and in `self.NAME`."""
    checked: set[Origin] = field(factory=set)
    """Those whose `Error` was looked at on the way."""
    present: set[tuple[Origin, str]] = field(factory=set)
    """The keys whose presence was asked for."""
    alive: bool = True

    def copy(self) -> "State":
        """Return a state that changes by itself."""
        return State(dict(self.held), set(self.checked), set(self.present), self.alive)

    def join(self, *others: "State") -> None:
        """Become what holds where several ways meet."""
        ways = [each for each in others if each.alive]
        self.alive = bool(ways)
        if not ways:
            return
        self.held = dict(ways[0].held)
        # Most names hold the same on every way, and views of dicts find the others fast.
        changed = {name for way in ways for name, _ in self.held.items() ^ way.held.items()}
        for name in changed:
            answer = either([way.held.get(name) for way in ways])
            if answer is None:
                self.held.pop(name, None)
            else:
                self.held[name] = answer
        self.checked = set().union(*(way.checked for way in ways))
        self.present = set().union(*(way.present for way in ways))


@define(eq=False)
class Outcome:
    """What a function does with answers, from the view of its caller."""

    returned: Answer | None = None
    checked: set[Origin] = field(factory=set)


class Functions(Protocol):
    """What a walk along one function asks about others."""

    def outcome(
        self, unit: Unit, given: Mapping[str, Answer], depth: int, checked: frozenset[Origin]
    ) -> Outcome:
        """Return what a function does whose parameters hold the given answers."""

    def tested_names(self, unit: Unit) -> frozenset[str]:
        """Return the names that some condition of a unit asks about."""

    def copied(self, answer: Answer, call: s.Call, unit: Unit) -> Answer:
        """Return the answer of one call of a function that returns answers."""

    def copies(self, call: s.Call, unit: Unit, origins: set[Origin]) -> set[Origin]:
        """Return what the given answers are called at a call."""


def tested_names(unit: Unit) -> frozenset[str]:
    """Return the names that some condition of a unit asks about; module-level code is one."""
    units = [unit]
    if unit.function is None:
        units = [each for each in unit.module.units if each.function is None]
    return frozenset(
        part.name
        for each in units
        for test in _conditions(each)
        for part in walks.walk(test)
        if isinstance(part, s.Name)
    )


def _conditions(unit: Unit) -> Iterator[s.Expression]:
    for node in walks.statements(unit.body):
        if isinstance(node, (s.If, s.Assert)):
            yield node.test
        elif isinstance(node, s.Loop) and node.target is None:
            yield node.subject
    for part in unit.nodes:
        if isinstance(part, s.Conditional):
            yield part.test
        elif isinstance(part, s.Compare):
            yield part
