"""What has happened on one way of code on which an API call may fail."""

from collections.abc import Mapping

from attrs import evolve, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.carrying import Held
from tclsp.analysis.module import Unit
from tclsp.analysis.trails import Outcome
from tclsp.analysis.verdicts import Known, Situation

DEPTH = 3
"""How deep functions of the project are followed."""
SDK = "the SDK error"
"""What a way raises where it is the error of the call itself."""
_MOST = 96
"""More ways than these through one block are not told apart."""
_FEW = 6
"""So many ways are not worth comparing."""


@frozen(eq=False)
class Way:
    """What has happened on one way."""

    held: Held = field(factory=dict)
    """What the local names hold of the error."""
    known: Mapping[str, Known] = field(factory=dict)
    """Local names of which it is known whether they count as true."""
    failed: s.Call | s.Try | s.If | None = None
    """What failed, in the function that is followed: a call, else the statement around it."""
    named: bool = False
    """Whether a test names the error's code, or asks something unseen about the error."""
    delayed: bool = False
    outcome: Outcome = "falls"
    error: str = ""
    """What it raises: `SDK`, or the name of another class."""
    result: Known | None = None
    """What is known of the value that it returns."""
    items: tuple[Known | None, ...] = ()
    """Of the items of the tuple that it returns."""
    opaque: frozenset[str] = frozenset()
    """Names that a function set which keeps its errors: they may say that something failed."""
    doubtful: bool = False
    """Whether a condition has asked one of them, so that it may not be taken after a failure."""
    changed: frozenset[str] = frozenset()
    """The names that are set after the failure: `x`, `self.x`."""
    again: s.Call | None = None
    """The call by which the function calls itself after the failure."""

    @property
    def course(self) -> tuple[object, ...]:
        """What decides what may follow, but for what names hold of the error."""
        return (
            self.failed,
            self.again,
            self.named,
            self.delayed,
            self.outcome,
            self.error,
            self.result,
            self.items,
            self.doubtful,
            self.opaque,
            self.changed,
            frozenset(self.known.items()),
        )

    @property
    def state(self) -> tuple[object, ...]:
        """All that decides what may follow; where it is the same, the same does."""
        return (*self.course, frozenset(self.held.items()))

    @property
    def ends_turn(self) -> bool:
        """Whether it comes to the end of the block that a loop repeats."""
        return self.outcome in ("falls", "continues")


@frozen(eq=False)
class Run:
    """What holds for all ways of one following."""

    unit: Unit
    code: str
    """The error's code; empty where no call fails."""
    depth: int = DEPTH

    def at(self, way: Way) -> Situation:
        """Return what is known on a way."""
        return Situation(self.code, way.held, way.known, self.unit)


def failing(way: Way, failed: s.Call | s.Try | s.If) -> Way:
    """Return the way on which something fails with the SDK error."""
    return evolve(way, failed=failed, outcome="raises", error=SDK)


def distinct(ways: list[Way]) -> list[Way]:
    """Return ways out of a function that differ for its caller."""
    seen: dict[tuple[object, ...], Way] = {}
    for way in ways:
        key = (
            way.failed is None,
            way.named,
            way.delayed,
            way.outcome,
            way.error,
            way.result,
            way.items,
        )
        seen.setdefault(key, way)
    return list(seen.values())


def few(ways: list[Way]) -> list[Way]:
    """Return ways that differ in what decides what follows, not more than can be followed."""
    if len(ways) < _FEW:
        return ways
    seen: dict[tuple[object, ...], Way] = {}
    for way in ways:
        # Before anything has failed no name holds anything of an error that matters.
        seen.setdefault(way.course if way.failed is None else way.state, way)
    return list(seen.values())[:_MOST]
