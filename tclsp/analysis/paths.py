"""The ways through a handler, each judged as a whole from the head of the handler to its end."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

from attrs import define, evolve

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import PARTIAL, RECORDING, Held, Part
from tclsp.analysis.comparisons import Comparison, Selection
from tclsp.analysis.following import Following
from tclsp.analysis.joined_trails import FEW, MOST, behind, joined
from tclsp.analysis.live_names import LiveNames
from tclsp.analysis.module import Unit
from tclsp.analysis.path_expressions import PathExpressions
from tclsp.analysis.spelling import called_name
from tclsp.analysis.trails import (
    Outcome,
    Thrown,
    Trail,
    selected,
)


@define(eq=False)
class Paths(PathExpressions):
    """Follows the code of a project."""

    def through(self, body: s.Block, held: Held, unit: Unit) -> list[Trail]:
        """Return the ways through a block, given what the local names hold at its head.

        Of very many ways those are joined that are alike in all that rules ask for.
        """
        return self._through(Following(unit, lambda: LiveNames.of_handler(body, unit)), body, held)

    def _through(self, following: Following, body: s.Block, held: Held) -> list[Trail]:
        self._following.append(following)
        trails = self._block(body, [Trail(held)], following.unit)
        self._following.pop()
        return [each for trail in trails for each in trail.apart]

    # ------------------------------------------------------------ statements

    def _block(self, body: s.Block, trails: list[Trail], unit: Unit) -> list[Trail]:
        following = self._following[-1]
        done: list[Trail] = []
        for index, statement in enumerate(body):
            going: list[Trail] = []
            for trail in trails:
                for way in self._ways(statement, trail.held, unit):
                    after = behind(trail, way)
                    (going if after.outcome == "falls" else done).append(after)
            if len(going) > FEW:
                next_one = body[index + 1] if index + 1 < len(body) else statement
                going = joined(going, following.live, next_one.number)
            trails = going
            if not trails:
                break
        if len(done) > MOST and body:
            done = joined(done, following.live, body[-1].number)
        return done + trails

    def _ways(self, node: s.Statement, held: Held, unit: Unit) -> list[Trail]:
        """Return the ways through a statement, found once for what the names hold before it."""
        following = self._following[-1]
        held = following.same(held)
        key = id(node), id(held)
        ways = following.ways.get(key)
        if ways is None:
            follow = _FOLLOW.get(type(node))
            ways = follow(self, node, Trail(held), unit) if follow else [Trail(held)]
            following.ways[key] = ways
        return ways

    def _if(self, node: s.If, trail: Trail, unit: Unit) -> list[Trail]:
        """Follow an `if` with its `elif`s, by iteration: such chains can be thousands long."""
        result: list[Trail] = []
        orelse: s.Block = (node,)
        while len(orelse) == 1 and isinstance(orelse[0], s.If):
            node = orelse[0]
            selection = self.selections.of(node.test, trail.held, unit)
            trail = self._effects(node.test, trail, unit, node.number, asked=True)
            if trail.outcome != "falls":
                return [*result, trail]
            if selection.impossible != "true":
                result += self._block(node.body, [selected(trail, selection)], unit)
            if selection.impossible == "false":
                return result
            if selection.when_false:
                trail = evolve(
                    trail, expected=True, comparisons=trail.comparisons + selection.comparisons
                )
            if self._asks_for_request_id(node.test, trail, unit):
                # Where there is none, none can be recorded.
                trail = evolve(trail, recorded=True)
            orelse = node.orelse
        return result + self._block(orelse, [trail], unit)

    def _asks_for_request_id(self, test: s.Expression, trail: Trail, unit: Unit) -> bool:
        """Tell whether a condition is false only where the error has no RequestId."""
        if isinstance(test, s.Compare) and test.operators[0] in ("is not", "!="):
            test = test.left
        return bool(self.carrying.parts(test, trail.held, unit) & Part.REQUEST_ID)

    def _evaluate(self, node: s.Evaluate, trail: Trail, unit: Unit) -> list[Trail]:
        if isinstance(node.value, (s.String, s.Constant)):
            return [evolve(trail, own=trail.own or isinstance(node.value, s.Constant))]
        return [evolve(self._effects(node.value, trail, unit, node.number), own=True)]

    def _assign(self, node: s.Assign, trail: Trail, unit: Unit) -> list[Trail]:
        if node.value is None:
            return [trail]
        trail = self._effects(node.value, trail, unit, node.number)
        if not self._prepares_test(node, trail, unit):
            trail = evolve(trail, own=True)
        for target in node.targets:
            trail = self._bind(target, node.value, node, trail, unit)
        return [trail]

    def _prepares_test(self, node: s.Assign, trail: Trail, unit: Unit) -> bool:
        """Tell a local made of the error for tests (`code = e.code`) from a flag."""
        if node.value is None or not all(isinstance(each, s.Name) for each in node.targets):
            return False
        parts = self.carrying.parts(node.value, trail.held, unit)
        selection = self.selections.of(node.value, trail.held, unit)
        return bool(parts & (RECORDING | PARTIAL) or selection.comparisons)

    def _return(self, node: s.Return, trail: Trail, unit: Unit) -> list[Trail]:
        if node.value is not None:
            trail = self._effects(node.value, trail, unit, node.number)
            if trail.outcome != "falls":
                return [trail]
            selection = self.selections.of(node.value, trail.held, unit)
            if any(comparison.operator != "key" for comparison in selection.comparisons):
                # Who asked decides what to do about the code.
                trail = evolve(trail, expected=True)
            trail = self._write(trail, "return", node.value, unit, node.number)
        return [evolve(trail, outcome="returns", own=True)]

    def _raise(self, node: s.Raise, trail: Trail, unit: Unit) -> list[Trail]:
        error = node.error
        if error is None:
            return [evolve(trail, outcome="raises", recorded=True, own=True)]
        name = called_name(error)
        if name in ("SystemExit", "KeyboardInterrupt"):
            trail = self._write(trail, "exit", error, unit, node.number)
            return [evolve(trail, outcome="exits", own=True)]
        parts = self.carrying.parts(error, trail.held, unit)
        records = bool(parts & RECORDING)
        if isinstance(error, s.Call):
            for argument in error.arguments:
                trail = self._effects(argument.value, trail, unit, node.number)
        cause: Literal["implicit", "explicit", "none"] = "implicit"
        if node.cause is not None:
            cause = "none" if isinstance(node.cause, s.Constant) else "explicit"
        thrown = Thrown(unit, node.number, name, cause, records, parts)
        recorded = trail.recorded or records or cause == "explicit"
        return [evolve(trail, outcome="raises", recorded=recorded, thrown=thrown, own=True)]

    def _assert(self, node: s.Assert, trail: Trail, unit: Unit) -> list[Trail]:
        """An `assert` lets through what it asks for; one of a false constant raises."""
        if isinstance(node.test, s.Constant) and node.test.text in ("False", "None", "0"):
            return [evolve(trail, outcome="raises", own=True)]
        asks = any(
            self.carrying.parts(part, trail.held, unit) & (RECORDING | PARTIAL)
            for part in walks.walk(node.test)
        )
        selection = self.selections.of(node.test, trail.held, unit)
        return [evolve(selected(trail, selection), expected=trail.expected or asks)]

    def _loop(self, node: s.Loop, trail: Trail, unit: Unit) -> list[Trail]:
        """One turn stands for all: a loop over nothing is not what a handler is written for."""
        trail = self._effects(node.subject, trail, unit, node.number)
        if node.target is not None:
            parts = self.carrying.parts(node.subject, trail.held, unit)
            for part in walks.walk(node.target):
                if isinstance(part, s.Name):
                    trail = evolve(trail, held={**trail.held, part.name: parts})
        result: list[Trail] = []
        for after in self._block(node.body, [trail], unit):
            if after.outcome in ("falls", "continues", "breaks"):
                after = evolve(after, outcome="falls")
                result += self._block(node.orelse, [after], unit)
            else:
                result.append(after)
        return result

    def _try(self, node: s.Try, trail: Trail, unit: Unit) -> list[Trail]:
        ways: list[Trail] = []
        for after in self._block(node.body, [trail], unit):
            if after.outcome == "falls":
                ways += self._block(node.orelse, [after], unit)
            else:
                ways.append(after)
        result: list[Trail] = []
        for after in ways:
            outcome = after.outcome
            for final in self._block(node.final, [evolve(after, outcome="falls")], unit):
                ended = outcome if final.outcome == "falls" else final.outcome
                result.append(evolve(final, outcome=ended))
        return result

    def _with(self, node: s.With, trail: Trail, unit: Unit) -> list[Trail]:
        for manager, _ in node.items:
            trail = self._effects(manager, trail, unit, node.number)
        return self._block(node.body, [trail], unit)

    def _match(self, node: s.Match, trail: Trail, unit: Unit) -> list[Trail]:
        subject = self.carrying.parts(node.subject, trail.held, unit)
        about_error = bool(subject & (RECORDING | PARTIAL))
        result: list[Trail] = []
        exhaustive = False
        for case in node.cases:
            literals = tuple(self.selections.literals(case.pattern, unit))
            texts = any(isinstance(part, s.String) for part in walks.walk(case.pattern))
            selects = about_error and (bool(literals) or texts)
            comparison = Comparison("case", literals, node.subject)
            entered = selected(trail, Selection(selects, comparisons=(comparison,)))
            if isinstance(case.pattern, s.Name):
                entered = evolve(entered, held={**entered.held, case.pattern.name: subject})
            if case.guard is not None:
                guard = self.selections.of(case.guard, entered.held, unit)
                entered = selected(entered, guard)
            result += self._block(case.body, [entered], unit)
            if isinstance(case.pattern, s.Name) and case.guard is None:
                exhaustive = True
        return result if exhaustive else [*result, trail]

    def _closure(self, node: s.Function | s.Class, trail: Trail, _: Unit) -> list[Trail]:
        """A function made inside a handler that uses the error hands it on."""
        for name in _names_in((node,)):
            if trail.held.get(name, Part.NONE) & RECORDING:
                return [evolve(trail, recorded=True)]
        return [trail]


def _leave(_: Paths, node: s.Leave, trail: Trail, __: Unit) -> list[Trail]:
    outcomes: dict[str, Outcome] = {"break": "breaks", "continue": "continues"}
    return [evolve(trail, own=True, outcome=outcomes.get(node.kind, "falls"))]


def _names_in(body: s.Block) -> Iterable[str]:
    for statement in body:
        for inner in walks.statements((statement,)):
            if isinstance(inner, (s.Function, s.Class)):
                yield from _names_in(inner.body)
            for expression in walks.expressions(inner):
                for part in walks.walk(expression):
                    if isinstance(part, s.Name):
                        yield part.name


_FOLLOW: dict[type[Any], Callable[[Paths, Any, Trail, Unit], list[Trail]]] = {
    s.If: Paths._if,
    s.Evaluate: Paths._evaluate,
    s.Assign: Paths._assign,
    s.Return: Paths._return,
    s.Raise: Paths._raise,
    s.Leave: _leave,
    s.Assert: Paths._assert,
    s.Loop: Paths._loop,
    s.Try: Paths._try,
    s.With: Paths._with,
    s.Match: Paths._match,
    s.Function: Paths._closure,
    s.Class: Paths._closure,
}
