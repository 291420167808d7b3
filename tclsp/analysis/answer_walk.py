"""Walks along the code of a project and notes what it reads of answers."""

from collections.abc import Iterator, Mapping
from functools import partial

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.answer_events import Events
from tclsp.analysis.answer_sources import AnswerSources
from tclsp.analysis.answer_state import Outcome, State, tested_names
from tclsp.analysis.answer_steps import AnswerSteps
from tclsp.analysis.answers import Answer, Origin, either
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.spelling import last_name


@define(eq=False)
class _Walked:
    """A walk along a function with what its parameters held."""

    outcome: Outcome = field(factory=Outcome)
    events: Events = field(factory=Events)
    """What was noted in it, not in the functions that it calls."""
    callees: list["_Walked"] = field(factory=list)


@define(eq=False)
class AnswerWalk:
    """Walks along the functions of a project."""

    sources: AnswerSources
    events: Events = field(factory=Events)
    """What was noted so far."""
    _inside: list[_Walked] = field(factory=list)
    """The walks that are under way, each begun by the one before it."""
    _added: set[_Walked] = field(factory=set)
    """Those whose events are among the above."""
    _tested: dict[int, frozenset[str]] = field(factory=dict)
    """By the id of a function, or of a module for the code outside its functions."""

    def module(self, module: Module) -> None:
        """Walk along the code of a module: its module-level code as one, then each function."""
        state = State()
        top = [unit for unit in module.units if unit.function is None]
        for unit in top if any(map(self._is_of_interest, top)) else ():
            self._steps(unit, state, 0, self.events).block(unit.body)
            state.alive = True
        for unit in module.units:
            if unit.function is not None and self._is_of_interest(unit):
                self._judges_of_results(unit, self.outcome(unit, {}, 0))

    def _judges_of_results(self, unit: Unit, outcome: Outcome) -> None:
        """Walk along the functions that a retry decorator hands a function's answers to."""
        if outcome.returned is None or unit.function is None:
            return
        for decorator in unit.function.decorators:
            for judge in _judging_functions(decorator):
                callee = self.sources.escapes.callee(s.Call(judge, (), 0, 0), unit)
                if callee is not None and callee.parameters:
                    self.outcome(callee, {callee.parameters[0].name: outcome.returned}, 1)

    def outcome(
        self,
        unit: Unit,
        given: Mapping[str, Answer],
        depth: int,
        checked: frozenset[Origin] = frozenset(),
    ) -> Outcome:
        """Walk along a function whose parameters hold the given answers.

        `checked` are those of them whose `Error` the caller has looked at.
        """
        held = ((name, *_spelled(given[name])) for name in sorted(given))
        walked = self.sources.escapes.keeping.recursive(
            unit,
            ("answers", checked, *held),
            _Walked(),
            lambda: self._walk(unit, State(dict(given), set(checked)), depth),
        )
        if self._inside:
            self._inside[-1].callees.append(walked)
        self._add(walked)
        return walked.outcome

    def _walk(self, unit: Unit, state: State, depth: int) -> _Walked:
        walked = _Walked()
        self._inside.append(walked)
        steps = self._steps(unit, state, depth, walked.events)
        steps.block(unit.body)
        self._inside.pop()
        walked.outcome = Outcome(either(list(steps.returned)), steps.seen_checked)
        return walked

    def _add(self, walked: _Walked) -> None:
        """Add the events of a walk, those of functions that it calls first, each walk once."""
        pending = [(walked, False)]
        while pending:
            each, has_callees = pending.pop()
            if has_callees:
                self.events.add(each.events)
            elif each not in self._added:
                self._added.add(each)
                pending.append((each, True))
                pending += [(callee, False) for callee in reversed(each.callees)]

    def _steps(self, unit: Unit, state: State, depth: int, events: Events) -> AnswerSteps:
        return AnswerSteps(self.sources, events, self, unit, state, depth)

    def tested_names(self, unit: Unit) -> frozenset[str]:
        """Return the names that some condition of a unit asks about."""
        key = id(unit) if unit.function is not None else id(unit.module)
        if key not in self._tested:
            self._tested[key] = tested_names(unit)
        return self._tested[key]

    def copied(self, answer: Answer, call: s.Call, unit: Unit) -> Answer:
        """Return the answer of one call of a function that returns answers."""
        keeping = self.sources.escapes.keeping
        origins = frozenset(
            keeping.of(unit, ("copy", call, origin), partial(evolve, origin))
            for origin in answer.origins
        )
        return evolve(answer, origins=origins)

    def copies(self, call: s.Call, unit: Unit, origins: set[Origin]) -> set[Origin]:
        """Return what the given answers are called at a call."""
        keeping = self.sources.escapes.keeping
        known = (keeping.known(unit, ("copy", call, origin)) for origin in origins)
        return {each for each in known if isinstance(each, Origin)}

    def _is_of_interest(self, unit: Unit) -> bool:
        """Tell whether a unit can come by an answer: by a call, or by a function that does."""
        calls = (part for part in unit.nodes if isinstance(part, s.Call))
        return self.sources.escapes.keeping.recursive(
            unit, "brings", False, lambda: any(self._brings(call, unit) for call in calls)
        )

    def _brings(self, call: s.Call, unit: Unit) -> bool:
        if self.sources.of_call(call, [], unit) is not None:
            return True
        callee = self.sources.escapes.callee(call, unit)
        if callee is None:
            return False
        return self._is_of_interest(callee) or any(
            self.sources.host(argument.value, unit) for argument in call.arguments
        )


def _judging_functions(decorator: s.Expression) -> Iterator[s.Expression]:
    """Yield what `retry_on_result=` and `retry_if_result(...)` name."""
    for part in walks.walk(decorator):
        if isinstance(part, s.Call):
            judges = last_name(part.function) in ("retry_if_result", "retry_if_not_result")
            for argument in part.arguments:
                if judges or argument.keyword == "retry_on_result":
                    yield argument.value


def _spelled(answer: Answer) -> tuple[object, ...]:
    return (answer.kind, answer.level, answer.origins)
