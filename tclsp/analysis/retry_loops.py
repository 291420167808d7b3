"""Finds the loops and functions that send a request again after an error, and judges them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from attrs import define, evolve, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.arguments import parameters_for, taker
from tclsp.analysis.escapes import FoundCall
from tclsp.analysis.iteration import Iteration
from tclsp.analysis.links import keys
from tclsp.analysis.module import Unit
from tclsp.analysis.retry_policies import Policies, Policy
from tclsp.analysis.spelling import last_name
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
_OUTER_CALLS = frozenset({"is_set", "isSet", "wait", "time", "monotonic", "perf_counter", "now"})
"""What a condition asks that no turn changes."""


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
class RetryLoops:
    """Finds them in the units of a project."""

    turns: Turns
    policies: Policies

    @property
    def iteration(self) -> Iteration:
        """Tells loops that go through things."""
        return Iteration(self.turns.calls.escapes)

    def of_unit(self, unit: Unit) -> Iterator[FoundRetry]:
        """Yield the loops of a unit, and the unit itself where it calls itself."""
        for statement in walks.statements(unit.body):
            if isinstance(statement, s.Loop) and self.turns.calls.may_fail(_turn(statement), unit):
                policy = self.policies.of(statement.subject, unit)
                found = (
                    self._of_policy(statement, policy, unit)
                    if policy is not None
                    else self._of_loop(statement, unit)
                )
                if found is not None:
                    yield found
        if unit.function is not None and self._calls_itself(unit, unit.function):
            recursion = self._of_recursion(unit, unit.function)
            if recursion is not None:
                yield recursion

    # ------------------------------------------------------------ loops

    def _of_loop(self, loop: s.Loop, unit: Unit) -> FoundRetry | None:
        start = Way(delayed=self._waits_at_head(loop, unit))
        again = self.after_each_code(lambda code: self._repeating(loop, start, unit, code))
        if not again:
            return None
        goes_on = not self._ends_on_success(loop, unit)
        if goes_on and loop.target is not None and not _counts_tries(loop.target):
            return None
        failed = _failed(again)
        return found_retry(
            "loop",
            unit,
            loop,
            self._calls(failed, unit),
            again,
            goes_on=goes_on,
            iterates=self.iteration.goes_through_things(loop, failed, unit),
        )

    def _repeating(self, loop: s.Loop, start: Way, unit: Unit, code: str) -> Iterator[Again]:
        for way in self.turns.through(_turn(loop), unit, code, start):
            if way.failed is None or way.doubtful or not way.ends_turn:
                continue
            if self.iteration.mended(loop.body, way.failed, way.changed, unit):
                continue
            if not way.opaque.isdisjoint(keys(loop.subject)):
                continue
            if loop.target is None and self.turns.is_over(loop.subject, way, unit, code):
                continue
            yield Again(code, way, way.named, way.delayed)

    def _waits_at_head(self, loop: s.Loop, unit: Unit) -> bool:
        """Tell whether a turn begins with a wait: `while not stopped.wait(5)`."""
        delays = self.turns.delays
        return any(
            isinstance(part, s.Call)
            and (
                delays.waits(part, unit)
                or (loop.target is not None and delays.unseen(part, {}, unit))
            )
            for part in walks.walk(loop.subject)
        )

    def _ends_on_success(self, loop: s.Loop, unit: Unit) -> bool:
        """Tell whether a turn without an error may be the last."""
        ways = self.turns.through(loop.body, unit, "")
        if any(way.outcome in ("breaks", "returns", "raises", "exits") for way in ways):
            return True
        if loop.target is not None or isinstance(loop.subject, s.Constant):
            return False
        return self._asks_for_result(loop)

    def _asks_for_result(self, loop: s.Loop) -> bool:
        """Tell whether a loop's condition may change by what a turn does: no clock, no event."""
        for part in walks.walk(loop.subject):
            if isinstance(part, s.Call) and last_name(part.function) not in _OUTER_CALLS:
                return True
        bound = {
            name
            for statement in walks.statements(loop.body)
            for target in (statement.targets if isinstance(statement, s.Assign) else ())
            for name in keys(target)
        }
        return not bound.isdisjoint(keys(loop.subject))

    def _of_policy(self, loop: s.Loop, policy: Policy, unit: Unit) -> FoundRetry | None:
        """`for attempt in Retrying(...)`: what leaves the body is repeated as the policy says."""
        again = self.after_each_code(
            lambda code: self.left_to(policy, self.turns.through(loop.body, unit, code), code)
        )
        failed = _failed(again)
        return found_retry("loop", unit, loop, self._calls(failed, unit), again) if again else None

    # ------------------------------------------------------------ recursion

    def _calls_itself(self, unit: Unit, function: s.Function) -> bool:
        return any(
            isinstance(part, s.Call)
            and last_name(part.function) == function.name
            and self.turns.calls.escapes.callee(part, unit) is unit
            for part in unit.nodes
        )

    def _of_recursion(self, unit: Unit, function: s.Function) -> FoundRetry | None:
        if not self.turns.calls.may_fail(unit.body, unit):
            return None
        again = self.after_each_code(
            lambda code: (
                Again(code, way, way.named, way.delayed)
                for way in self.turns.through(unit.body, unit, code)
                if way.again is not None
                and way.failed is not None
                and not self.iteration.mended(unit.body, way.failed, way.changed, unit)
            )
        )
        if not again:
            return None
        failed = _failed(again)
        changed = {name for each in again for name in _changed(each.way.again, unit)}
        fed = {
            part.name
            for call in failed
            if isinstance(call, s.Call)
            for part in walks.walk(call)
            if isinstance(part, s.Name)
        }
        return found_retry(
            "recursion",
            unit,
            function,
            self._calls(failed, unit),
            again,
            iterates=bool(changed & _grown(fed, unit)),
        )

    # ------------------------------------------------------------ codes

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

    def _calls(self, failed: list[s.Call | s.Try | s.If], unit: Unit) -> tuple[FoundCall, ...]:
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


def _failed(again: list[Again]) -> list[s.Call | s.Try | s.If]:
    found = {id(each.way.failed): each.way.failed for each in again}
    return [each for each in found.values() if each is not None]


def _counts_tries(target: s.Expression) -> bool:
    return isinstance(target, s.Name) and any(
        word in target.name.lower() for word in ("attempt", "retry", "retries", "tries", "try")
    )


def _turn(loop: s.Loop) -> s.Block:
    """Return what one turn runs: of a `while` that calls something its condition too."""
    if loop.target is not None or not any(isinstance(p, s.Call) for p in walks.walk(loop.subject)):
        return loop.body
    over = s.Leave(loop.number, "break")
    return (s.If(loop.number, loop.subject, loop.body, (over,)),)


def _changed(call: s.Call | None, unit: Unit) -> Iterator[str]:
    """Yield the parameters for which a function gives itself another value."""
    if call is None:
        return
    parameters = parameters_for(call, unit)
    for index, argument in enumerate(call.arguments):
        parameter = taker(parameters, argument, index)
        if parameter is not None and not _is_named(argument.value, parameter.name):
            yield parameter.name


def _is_named(expression: s.Expression, name: str) -> bool:
    return isinstance(expression, s.Name) and expression.name == name


def _grown(names: set[str], unit: Unit) -> set[str]:
    """Return names with all that their values in the unit are made of."""
    seen: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        for value in unit.values.get(name, ()):
            pending += [part.name for part in walks.walk(value) if isinstance(part, s.Name)]
    return seen
