"""After which errors something is repeated: its ways are followed for one code after the other."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from attrs import define, evolve, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.escapes import FoundCall
from tclsp.analysis.module import Unit
from tclsp.analysis.retry_policies import Policies, Policy
from tclsp.analysis.turns import Turns
from tclsp.analysis.ways import Way

PERMANENT = (
    "AuthFailure",
    "UnauthorizedOperation",
    "InvalidParameter",
    "InvalidParameterValue",
    "MissingParameter",
)
"""Families of errors that no repeating heals."""
_PASSING = ("RequestLimitExceeded", "InternalError", "ClientNetworkError")
"""Codes of errors that pass."""
_MOST_NAMED = 24
"""Of the codes that tests name, more than these are not tried."""


@frozen(eq=False)
class FoundRetry:
    """Code that sends a request again, with what it does so after."""

    kind: Literal["loop", "decorator", "recursion", "call"]
    unit: Unit
    node: s.Loop | s.Function | s.Expression
    """The loop, the function that calls itself, the decorator, the call of a library."""
    calls: tuple[FoundCall, ...]
    permanent: tuple[str, ...]
    hasty: tuple[str, ...]
    goes_on: bool = False
    iterates: bool = False


@frozen(eq=False)
class Again:
    """A way after which the call is repeated, for an error with a code."""

    code: str
    way: Way
    named: bool
    delayed: bool


@define(eq=False)
class Repeating:
    """Follows what a project repeats."""

    turns: Turns
    policies: Policies

    def after_each_code(self, repeating: Callable[[str], Iterable[Again]]) -> list[Again]:
        """Return the ways that repeat, for each code that code could tell from others."""
        named = self.turns.verdicts.named
        named.clear()
        first, *others = (*PERMANENT, *_PASSING)
        again = list(repeating(first))
        if not named:
            # No test names a code, so that all errors go the same ways.
            return [evolve(way, code=code) for code in (first, *others) for way in again]
        again += [way for code in others for way in repeating(code)]
        tried = {first, *others}
        rest = [code for code in list(named) if code not in tried][:_MOST_NAMED]
        return again + [way for code in rest for way in repeating(code)]

    def left_to(self, policy: Policy, ways: Iterable[Way], code: str) -> Iterator[Again]:
        """Yield the ways whose error a policy repeats."""
        waits = self.policies.waits(policy)
        for way in ways:
            if way.failed is None or way.outcome != "raises":
                continue
            verdict = self.policies.repeats(policy, code, way.error)
            if verdict.truth is not False:
                yield Again(code, way, way.named or verdict.named, way.delayed or waits)

    def calls(self, failed: list[s.Call | s.Try | s.If], unit: Unit) -> tuple[FoundCall, ...]:
        """Return the API calls that failed, each once."""
        found: dict[int, FoundCall] = {}
        for each in failed:
            if isinstance(each, s.Call):
                for call in self.turns.calls.calls_of(each, unit):
                    found.setdefault(id(call.call), call)
        return tuple(found.values())


def found_retry(
    kind: Literal["loop", "decorator", "recursion", "call"],
    unit: Unit,
    node: s.Loop | s.Function | s.Expression,
    calls: tuple[FoundCall, ...],
    again: list[Again],
    goes_on: bool = False,
    iterates: bool = False,
) -> FoundRetry:
    """Put together what the ways say that repeat."""
    lasting = [each.code for each in again if each.code in PERMANENT and not each.named]
    hasty = [each.code for each in again if not each.delayed]
    return FoundRetry(
        kind,
        unit,
        node,
        calls,
        tuple(dict.fromkeys(lasting)),
        tuple(dict.fromkeys(hasty)),
        goes_on,
        iterates,
    )


def failures(again: list[Again]) -> list[s.Call | s.Try | s.If]:
    """Return what failed on ways that repeat, each once."""
    found = {id(each.way.failed): each.way.failed for each in again}
    return [each for each in found.values() if each is not None]
