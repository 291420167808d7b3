"""What has happened on one way through a handler."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from tclsp.analysis.carrying import Held, Parts
from tclsp.analysis.comparisons import Comparison, Selection
from tclsp.analysis.module import Unit
from tclsp.analysis.told import Told, Written

Outcome: TypeAlias = Literal["falls", "continues", "breaks", "returns", "raises", "exits"]


@frozen
class Thrown:
    """A `raise` of another exception."""

    unit: Unit
    number: int
    name: str
    cause: Literal["implicit", "explicit", "none"]
    records: bool
    parts: Parts


@frozen(eq=False)
class Trail:
    """What has happened on a way so far."""

    held: Held
    bound: frozenset[str] = frozenset()
    """The local names that were set on it."""
    written: tuple[Written, ...] = ()
    recorded: bool = False
    expected: bool = False
    comparisons: tuple[Comparison, ...] = ()
    """The code tests that selected it."""
    own: bool = False
    """Whether it has a statement of its own besides tests."""
    repeats: bool = False
    """Whether the function that the handler stands in is called again."""
    outcome: Outcome = "falls"
    thrown: Thrown | None = None
    others: tuple[Told, ...] = ()
    """What was told on the ways that are like it in all else and were joined with it."""

    @property
    def is_new(self) -> bool:
        """Whether nothing has happened on it yet."""
        if self.own or self.expected or self.recorded:
            return False
        return not (self.written or self.bound or self.others)

    @property
    def told(self) -> tuple[Told, ...]:
        """What was told on it and on the ways that it stands for."""
        return (Told(self.written, self.comparisons), *self.others)

    @property
    def apart(self) -> Iterator["Trail"]:
        """The ways that it stands for, one by one."""
        if not self.others:
            yield self
            return
        for told in self.told:
            yield evolve(self, written=told.written, comparisons=told.comparisons, others=())


@frozen(eq=False)
class Helped:
    """What a helper does with what it is given."""

    recorded: bool
    written: tuple[Written, ...]
    outcome: Outcome
    """`raises` or `exits` where it never returns, else `falls`."""


def helped_by(trail: Trail, helped: Helped, unit: Unit, number: int) -> Trail:
    """Apply what a helper did; its places count as the call's."""
    written = tuple(
        evolve(each, unit=unit, number=number, cut=None)
        for each in helped.written
        if each.kind in ("log", "call", "store", "exit")
    )
    outcome = helped.outcome if helped.outcome != "falls" else trail.outcome
    return evolve(
        trail,
        recorded=trail.recorded or helped.recorded,
        written=trail.written + written[:1],
        outcome=outcome,
        own=True,
    )


def common_outcome(ways: list[Trail]) -> Outcome:
    """Return how a function ends that never returns."""
    outcomes = {way.outcome for way in ways}
    if not outcomes or not outcomes <= {"raises", "exits"}:
        return "falls"
    return "exits" if outcomes == {"exits"} else "raises"


def selected(trail: Trail, selection: Selection) -> Trail:
    """Apply that a condition held: what it selects is expected from here on."""
    if not selection.when_true:
        return trail
    return evolve(trail, expected=True, comparisons=trail.comparisons + selection.comparisons)
