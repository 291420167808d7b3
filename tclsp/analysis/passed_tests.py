"""Tests of a chain of `elif`s that a way has passed."""

from attrs import evolve, frozen

from tclsp.analysis.verdicts import OPEN, Verdict
from tclsp.analysis.ways import Way, few


@frozen(eq=False)
class Passed:
    """An `if` that was followed to its `elif`."""

    ended: list[Way]
    """The ways that end in its test."""
    inside: list[Way]
    """Those through its body."""
    verdict: Verdict
    on: Way
    """The way to the `elif`."""


def out_of_one(ways: list[Way]) -> list[Way]:
    """Return the ways out of a block that is one statement, given those through that."""
    going = [each for each in ways if each.outcome == "falls"]
    done = [each for each in ways if each.outcome != "falls"]
    return few(done + few(going))


def delayed_by_asking(ways: list[Way], verdict: Verdict) -> list[Way]:
    """Count a delay in one branch for both where the test has nothing to do with the error.

    `if attempt > 0: sleep(...)` asks how often, and leaves out the first or last turn.
    """
    if verdict == OPEN and any(each.delayed and each.ends_turn for each in ways):
        return [evolve(each, delayed=True) if each.ends_turn else each for each in ways]
    return ways
