"""What the retry libraries repeat, and whether they wait: tenacity, backoff, retrying, retry.

Their defaults are those of their sources: tenacity's `retry` repeats after every exception without
a wait, and so do `retrying` and `retry` / `retry2`; `backoff` always has a generator of waits.
"""

from functools import cached_property
from typing import Literal, TypeAlias

from attrs import define, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import Part
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import last_name
from tclsp.analysis.turns import Turns
from tclsp.analysis.verdicts import Situation, Verdict
from tclsp.analysis.ways import Way

Library: TypeAlias = Literal["tenacity", "backoff", "retrying", "retry"]

_MAKERS: dict[str, Library] = {
    "tenacity.retry": "tenacity",
    "tenacity.Retrying": "tenacity",
    "tenacity.AsyncRetrying": "tenacity",
    "tenacity.asyncio.AsyncRetrying": "tenacity",
    "tenacity.asyncio.retry": "tenacity",
    "backoff.on_exception": "backoff",
    "retrying.retry": "retrying",
    "retrying.Retrying": "retrying",
    "retry.retry": "retry",
    "retry.retry_call": "retry",
    "retry.api.retry": "retry",
    "retry.api.retry_call": "retry",
    "retry2.retry": "retry",
    "retry2.retry_call": "retry",
    "retry2.api.retry": "retry",
    "retry2.api.retry_call": "retry",
}
_LIBRARIES = frozenset(name.partition(".")[0] for name in _MAKERS)
_ALL = Verdict(True)
_NONE = Verdict(False)
_UNSEEN = Verdict(None, named=True)
_FOLLOW = 4
"""How many names are followed."""


@frozen(eq=False)
class Policy:
    """A retry decorator, loop or caller of a library, as it is configured."""

    library: Library
    maker: str
    """The name of what makes it: `retry`, `Retrying`, `on_exception`, `retry_call`."""
    call: s.Call
    unit: Unit
    """The code that it stands in."""

    def keyword(self, *names: str) -> s.Expression | None:
        """Return the argument of one of these names."""
        return next((each.value for each in self.call.arguments if each.keyword in names), None)

    def positional(self, index: int) -> s.Expression | None:
        """Return a positional argument."""
        found = [each.value for each in self.call.arguments if not each.keyword and not each.star]
        return found[index] if index < len(found) else None

    @property
    def is_open(self) -> bool:
        """Whether a part of its arguments is not to be seen."""
        return any(each.star == "**" for each in self.call.arguments)


@define(eq=False, slots=False)
class Policies:
    """Reads the policies of a project."""

    turns: Turns

    @cached_property
    def _are_in_use(self) -> bool:
        """Whether the project imports one of the libraries at all."""
        modules = self.turns.selections.carrying.names.project.modules
        return any(
            dotted.partition(".")[0] in _LIBRARIES
            for module in modules
            for unit in module.units
            for dotted in unit.imports.values()
        )

    def of(self, expression: s.Expression, unit: Unit, depth: int = _FOLLOW) -> Policy | None:
        """Return the policy that an expression makes or names."""
        if not self._are_in_use:
            return None
        names = self.turns.selections.carrying.names
        if isinstance(expression, s.Call):
            call = expression
            if isinstance(call.function, s.Name) and self.turns.calls.escapes.callee(call, unit):
                return None
        elif isinstance(expression, (s.Name, s.Attribute)):
            call = s.Call(expression, (), 0, 0)
        else:
            return None
        dotted = names.dotted(call.function, unit) or ""
        if dotted in _MAKERS and self.turns.calls.escapes.callee(call, unit) is None:
            return Policy(_MAKERS[dotted], dotted.rpartition(".")[2], call, unit)
        if isinstance(expression, s.Call) or depth == 0:
            return None
        values = list(names.values(expression, unit))
        if len(values) != 1 or isinstance(values[0].expression, (s.Name, s.Attribute)):
            return None
        return self.of(values[0].expression, values[0].unit, depth - 1)

    # ------------------------------------------------------------ what is repeated

    def repeats(self, policy: Policy, code: str, error: str) -> Verdict:
        """Tell whether an error is repeated; `error` is what a way raises."""
        if policy.is_open or self._tries_once(policy):
            return _NONE
        match policy.library:
            case "tenacity":
                return self._by_tenacity(policy, code, error)
            case "backoff":
                return self._by_backoff(policy, code, error)
            case "retrying":
                return self._by_retrying(policy, code, error)
        index = 0 if policy.maker == "retry" else 3
        types = policy.keyword("exceptions") or policy.positional(index)
        return self._by_classes(types, policy.unit, error)

    def _tries_once(self, policy: Policy) -> bool:
        most = policy.keyword("max_tries", "stop_max_attempt_number", "tries")
        stop = policy.keyword("stop")
        if isinstance(stop, s.Call) and last_name(stop.function) == "stop_after_attempt":
            most = stop.arguments[0].value if stop.arguments else None
        return isinstance(most, s.Constant) and most.text in ("0", "1")

    def _by_tenacity(self, policy: Policy, code: str, error: str) -> Verdict:
        condition = policy.keyword("retry")
        if condition is None:
            return _ALL
        return self._condition(condition, policy.unit, code, error, _FOLLOW)

    def _condition(
        self, condition: s.Expression, unit: Unit, code: str, error: str, depth: int
    ) -> Verdict:
        """Judge a condition of tenacity."""
        if isinstance(condition, s.Binary) and condition.operator in ("|", "&"):
            sides = walks.operands(condition)
            verdicts = [self._condition(each, unit, code, error, depth) for each in sides]
            return _joined(verdicts, any_is_enough=condition.operator == "|")
        if isinstance(condition, s.Call):
            return self._condition_call(condition, unit, code, error, depth)
        if isinstance(condition, s.Name) and depth:
            values = list(self.turns.selections.carrying.names.values(condition, unit))
            if len(values) == 1 and isinstance(values[0].expression, (s.Call, s.Binary)):
                inner, around = values[0].expression, values[0].unit
                return self._condition(inner, around, code, error, depth - 1)
        return _UNSEEN

    def _condition_call(
        self, call: s.Call, unit: Unit, code: str, error: str, depth: int
    ) -> Verdict:
        name = last_name(call.function)
        first = call.arguments[0].value if call.arguments else None
        if name in ("retry_any", "retry_all"):
            given = (each.value for each in call.arguments)
            verdicts = [self._condition(each, unit, code, error, depth) for each in given]
            return _joined(verdicts, any_is_enough=name == "retry_any")
        if name in ("retry_if_exception_type", "retry_unless_exception_type"):
            return self._by_classes(first, unit, error)
        if name == "retry_if_not_exception_type":
            return self._by_classes(first, unit, error).negated
        if name == "retry_if_exception" and first is not None:
            return self._predicate(first, unit, code)
        if name in ("retry_if_result", "retry_if_not_result", "retry_never"):
            return _NONE
        return _UNSEEN

    def _by_backoff(self, policy: Policy, code: str, error: str) -> Verdict:
        types = policy.keyword("exception") or policy.positional(1)
        caught = self._by_classes(types, policy.unit, error)
        giveup = policy.keyword("giveup")
        if giveup is None or caught.truth is False:
            return caught
        return self._predicate(giveup, policy.unit, code).negated

    def _by_retrying(self, policy: Policy, code: str, error: str) -> Verdict:
        predicate = policy.keyword("retry_on_exception")
        if predicate is None:
            return _ALL
        names = self.turns.selections.carrying.names
        name = last_name(predicate)
        is_class = bool(name) and (
            name[:1].isupper() or names.names_sdk_error(predicate, policy.unit)
        )
        if is_class or isinstance(predicate, s.Collection):
            return self._by_classes(predicate, policy.unit, error)
        return self._predicate(predicate, policy.unit, code)

    def _by_classes(self, types: s.Expression | None, unit: Unit, error: str) -> Verdict:
        if types is None:
            return _ALL
        if not self.turns.selections.carrying.names.error_classes(types, unit):
            return _UNSEEN
        return Verdict(self.turns.calls.catches(types, error, unit))

    def _predicate(self, predicate: s.Expression, unit: Unit, code: str) -> Verdict:
        """Judge a function that is given the error and says whether to go on."""
        if isinstance(predicate, s.Lambda):
            held = {each.name: Part.OBJECT for each in predicate.parameters[:1]}
            return self.turns.verdicts.of(predicate.body, Situation(code, held, {}, unit))
        if not isinstance(predicate, (s.Name, s.Attribute)):
            return _UNSEEN
        call = s.Call(predicate, (), 0, 0)
        callee = self.turns.calls.escapes.callee(call, unit)
        if callee is None:
            return _UNSEEN
        taken = [each.name for each in callee.parameters if each.name not in ("self", "cls")]
        held = dict.fromkeys(taken[:1], Part.OBJECT)
        return self.turns.answer(callee, Way(held, failed=call), code)

    # ------------------------------------------------------------ waits

    def waits(self, policy: Policy) -> bool:
        """Tell whether there is a wait between the tries."""
        if policy.is_open:
            return True
        match policy.library:
            case "tenacity":
                wait = policy.keyword("wait")
                return wait is not None and not self._is_no_wait(wait, policy.unit)
            case "backoff":
                interval = policy.keyword("interval")
                return interval is None or not _is_zero(interval)
            case "retrying":
                return any(
                    each.keyword.startswith("wait_") and not _is_zero(each.value)
                    for each in policy.call.arguments
                )
        index = 2 if policy.maker == "retry" else 5
        delay = policy.keyword("delay") or policy.positional(index)
        jitter = policy.keyword("jitter")
        return any(each is not None and not _is_zero(each) for each in (delay, jitter))

    def _is_no_wait(self, wait: s.Expression, unit: Unit, depth: int = _FOLLOW) -> bool:
        if isinstance(wait, s.Name) and depth:
            values = list(self.turns.selections.carrying.names.values(wait, unit))
            if len(values) == 1:
                return self._is_no_wait(values[0].expression, values[0].unit, depth - 1)
        if not isinstance(wait, s.Call):
            return False
        name = last_name(wait.function)
        if name == "wait_none":
            return True
        given = [each.value for each in wait.arguments]
        return name == "wait_fixed" and bool(given) and _is_zero(given[0])


def _joined(verdicts: list[Verdict], *, any_is_enough: bool) -> Verdict:
    """Return the verdict of conditions of which any must hold, or else all."""
    named = any(each.named for each in verdicts)
    truths = [each.truth for each in verdicts]
    if any_is_enough in truths:
        return Verdict(any_is_enough, named)
    return Verdict(None if None in truths else not any_is_enough, named)


def _is_zero(expression: s.Expression) -> bool:
    return isinstance(expression, s.Constant) and expression.text in ("0", "0.0", "None")
