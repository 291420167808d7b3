"""Finds what retry libraries repeat: decorated functions, and functions that they are handed."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis.module import Unit
from tclsp.analysis.repeating import FoundRetry, Repeating, found_retry
from tclsp.analysis.retry_policies import Policy
from tclsp.analysis.ways import Way, failing


@define(eq=False)
class RetryDecorators:
    """Finds them in the units of a project."""

    repeating: Repeating

    def of_unit(self, unit: Unit) -> Iterator[FoundRetry]:
        """Yield the decorators of a unit, and the calls in it that have a function repeated."""
        for decorator in unit.function.decorators if unit.function else ():
            policy = self.repeating.policies.of(decorator, unit)
            if policy is not None:
                yield from self._of_function(policy, decorator, unit)
        for part in unit.nodes:
            if isinstance(part, s.Call) and part.arguments:
                yield from self._of_call(part, unit)

    def _of_function(
        self, policy: Policy, decorator: s.Expression, unit: Unit
    ) -> Iterator[FoundRetry]:
        turns = self.repeating.turns
        if not turns.calls.may_fail(unit.body, unit):
            return
        again = self.repeating.after_each_code(
            lambda code: self.repeating.left_to(policy, turns.through(unit.body, unit, code), code)
        )
        if again:
            calls = self.repeating.turns.calls.escapes.of_unit(unit)
            yield found_retry("decorator", unit, decorator, calls, again)

    def _of_call(self, call: s.Call, unit: Unit) -> Iterator[FoundRetry]:
        """Judge `Retrying(...)(function)`, `retryer(function)`, `retry_call(function)`."""
        policy = self._runner(call, unit)
        if policy is None:
            return
        turns = self.repeating.turns
        handed = next((each for each in call.arguments if each.keyword in ("", "f", "fn")), None)
        calls = tuple(turns.calls.handed.of(handed, unit)) if handed is not None else ()
        if handed is None or not calls:
            return
        run = turns.calls.escapes.callee(s.Call(handed.value, (), 0, 0), unit)

        def ways(code: str) -> list[Way]:
            if run is None:
                return [failing(Way(), call)]
            return turns.through(run.body, run, code)

        again = self.repeating.after_each_code(
            lambda code: self.repeating.left_to(policy, ways(code), code)
        )
        if again:
            yield found_retry("call", unit, call, calls, again)

    def _runner(self, call: s.Call, unit: Unit) -> Policy | None:
        """Return the policy by which a call runs what it is given."""
        made = self.repeating.policies.of(call, unit)
        if made is not None:
            return made if made.maker == "retry_call" else None
        named = self.repeating.policies.of(call.function, unit)
        return None if named is None or named.call.function is call.function else named
