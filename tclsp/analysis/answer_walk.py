"""Walks along the code of a project and notes what it reads of answers."""

from collections.abc import Iterator, Mapping

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis.answer_events import Events
from tclsp.analysis.answer_sources import AnswerSources
from tclsp.analysis.answer_state import Outcome, State, is_named, tested_names
from tclsp.analysis.answer_steps import AnswerSteps
from tclsp.analysis.answers import Answer, Origin, either
from tclsp.analysis.module import Module, Unit


@define(eq=False)
class AnswerWalk:
    """Walks along the functions of a project."""

    sources: AnswerSources
    events: Events = field(factory=Events)
    _outcomes: dict[tuple[object, ...], Outcome] = field(factory=dict)
    _copies: dict[tuple[int, Origin], Origin] = field(factory=dict)
    _matters: dict[int, bool] = field(factory=dict)
    _tested: dict[int, frozenset[str]] = field(factory=dict)
    """By the id of a function, or of a module for the code outside its functions."""

    def module(self, module: Module) -> None:
        """Walk along the code of a module: its module-level code as one, then each function."""
        state = State()
        top = [unit for unit in module.units if unit.function is None]
        for unit in top if any(map(self._is_of_interest, top)) else ():
            self._steps(unit, state, 0).block(unit.body)
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
        known = (id(unit), checked, *held)
        if known not in self._outcomes:
            self._outcomes[known] = Outcome()
            state = State(dict(given), set(checked))
            steps = self._steps(unit, state, depth)
            steps.block(unit.body)
            self._outcomes[known] = Outcome(either(list(steps.returned)), steps.seen_checked)
        return self._outcomes[known]

    def _steps(self, unit: Unit, state: State, depth: int) -> AnswerSteps:
        return AnswerSteps(self.sources, self.events, self, unit, state, depth)

    def tested_names(self, unit: Unit) -> frozenset[str]:
        """Return the names that some condition of a unit asks about."""
        key = id(unit) if unit.function is not None else id(unit.module)
        if key not in self._tested:
            self._tested[key] = tested_names(unit)
        return self._tested[key]

    def copied(self, answer: Answer, call: s.Call) -> Answer:
        """Return the answer of one call of a function that returns answers."""
        origins = frozenset(
            self._copies.setdefault((id(call), origin), evolve(origin)) for origin in answer.origins
        )
        return evolve(answer, origins=origins)

    def copies(self, call: s.Call, origins: set[Origin]) -> set[Origin]:
        """Return what the given answers are called at a call."""
        return {
            copy for origin in origins if (copy := self._copies.get((id(call), origin))) is not None
        }

    def _is_of_interest(self, unit: Unit) -> bool:
        """Tell whether a unit can come by an answer: by a call, or by a function that does."""
        key = id(unit)
        if key not in self._matters:
            self._matters[key] = False
            self._matters[key] = any(
                self._brings(part, unit) for part in unit.nodes if isinstance(part, s.Call)
            )
        return self._matters[key]

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
    for part in s.walk(decorator):
        if isinstance(part, s.Call):
            judges = is_named(part.function, "retry_if_result", "retry_if_not_result")
            for argument in part.arguments:
                if judges or argument.keyword == "retry_on_result":
                    yield argument.value


def _spelled(answer: Answer) -> tuple[object, ...]:
    return (answer.kind, answer.level, answer.origins)
