"""Finds the loops and functions that send a request again after an error, and judges them."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.arguments import parameters_for, taker
from tclsp.analysis.iteration import Iteration
from tclsp.analysis.links import keys
from tclsp.analysis.module import Unit
from tclsp.analysis.repeating import Again, FoundRetry, Repeating, failures, found_retry
from tclsp.analysis.retry_policies import Policy
from tclsp.analysis.spelling import last_name
from tclsp.analysis.turns import Turns
from tclsp.analysis.ways import Way

_OUTER_CALLS = frozenset({"is_set", "isSet", "wait", "time", "monotonic", "perf_counter", "now"})
"""What a condition asks that no turn changes."""


@define(eq=False)
class RetryLoops:
    """Finds them in the units of a project."""

    repeating: Repeating

    @property
    def _turns(self) -> Turns:
        return self.repeating.turns

    @property
    def _iteration(self) -> Iteration:
        return Iteration(self._turns.calls.escapes)

    def of_unit(self, unit: Unit) -> Iterator[FoundRetry]:
        """Yield the loops of a unit, and the unit itself where it calls itself."""
        for statement in walks.statements(unit.body):
            if isinstance(statement, s.Loop) and self._turns.calls.may_fail(_turn(statement), unit):
                policy = self.repeating.policies.of(statement.subject, unit)
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
        again = self.repeating.after_each_code(
            lambda code: self._repeating(loop, start, unit, code)
        )
        if not again:
            return None
        goes_on = not self._ends_on_success(loop, unit)
        if goes_on and loop.target is not None and not _counts_tries(loop.target):
            return None
        failed = failures(again)
        return found_retry(
            "loop",
            unit,
            loop,
            self.repeating.calls(failed, unit),
            again,
            goes_on=goes_on,
            iterates=self._iteration.goes_through_things(loop, failed, unit),
        )

    def _repeating(self, loop: s.Loop, start: Way, unit: Unit, code: str) -> Iterator[Again]:
        for way in self._turns.through(_turn(loop), unit, code, start):
            if way.failed is None or way.doubtful or not way.ends_turn:
                continue
            if self._iteration.mended(loop.body, way.failed, way.changed, unit):
                continue
            if not way.opaque.isdisjoint(keys(loop.subject)):
                continue
            if loop.target is None and self._turns.is_over(loop.subject, way, unit, code):
                continue
            yield Again(code, way, way.named, way.delayed)

    def _waits_at_head(self, loop: s.Loop, unit: Unit) -> bool:
        """Tell whether a turn begins with a wait: `while not stopped.wait(5)`."""
        delays = self._turns.delays
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
        ways = self._turns.through(loop.body, unit, "")
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
        again = self.repeating.after_each_code(
            lambda code: self.repeating.left_to(
                policy, self._turns.through(loop.body, unit, code), code
            )
        )
        if not again:
            return None
        calls = self.repeating.calls(failures(again), unit)
        return found_retry("loop", unit, loop, calls, again)

    # ------------------------------------------------------------ recursion

    def _calls_itself(self, unit: Unit, function: s.Function) -> bool:
        return any(
            isinstance(part, s.Call)
            and last_name(part.function) == function.name
            and self._turns.calls.escapes.callee(part, unit) is unit
            for part in unit.nodes
        )

    def _of_recursion(self, unit: Unit, function: s.Function) -> FoundRetry | None:
        if not self._turns.calls.may_fail(unit.body, unit):
            return None
        again = self.repeating.after_each_code(
            lambda code: (
                Again(code, way, way.named, way.delayed)
                for way in self._turns.through(unit.body, unit, code)
                if way.again is not None
                and way.failed is not None
                and not self._iteration.mended(unit.body, way.failed, way.changed, unit)
            )
        )
        if not again:
            return None
        failed = failures(again)
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
            self.repeating.calls(failed, unit),
            again,
            iterates=bool(changed & _grown(fed, unit)),
        )


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
