"""Follows an error of an API call through the code around it: what happens to it, with what delay.

A block is followed from its start. At each API call a way forks off on which the call fails with a
given code; conditions on the code are then decided, all others are taken both ways.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import Part
from tclsp.analysis.handlers import FoundHandler
from tclsp.analysis.links import keys
from tclsp.analysis.module import Unit
from tclsp.analysis.passed_tests import Passed, delayed_by_asking, out_of_one
from tclsp.analysis.spelling import called_name
from tclsp.analysis.turn_expressions import TurnExpressions, changing
from tclsp.analysis.verdicts import Verdict, counts_as_true
from tclsp.analysis.ways import SDK, Run, Way, failing, few

_Follow: TypeAlias = Callable[["Turns", Any, Way, Run], list[Way]]


@define(eq=False)
class Turns(TurnExpressions):
    """Follows the code of a project."""

    raw_handlers: Callable[[Unit], Mapping[int, FoundHandler]] = field(kw_only=True)
    """Gives the handlers of raw answers in a unit, by the numbers of their `if`."""

    def _block(self, block: s.Block, ways: list[Way], run: Run) -> list[Way]:
        done: list[Way] = []
        for statement in block:
            follow = _FOLLOW.get(type(statement))
            if follow is None:
                continue
            going: list[Way] = []
            for way in ways:
                for after in self._ways(follow, statement, way, run):
                    (going if after.outcome == "falls" else done).append(after)
            ways = few(going)
            if not ways:
                break
        return few(done + ways)

    def _ways(self, follow: _Follow, node: s.Statement, way: Way, run: Run) -> list[Way]:
        """Return the ways through a statement, found once for those that come to it alike."""
        if not walks.blocks(node):
            return follow(self, node, way, run)
        key = id(node), run.code, run.depth, *map(id, self._running), way.state
        keeping = self.calls.escapes.keeping
        known = self._known_ways.get(key)
        if known is None:
            known = keeping.observed(lambda: follow(self, node, way, run))
            self._known_ways[key] = known
        return keeping.recalled(known)

    def _if(self, node: s.If, way: Way, run: Run) -> list[Way]:
        """Follow an `if`, along its `elif`s by iteration: such chains can be thousands long."""
        passed: list[Passed] = []
        while walks.has_elif(node):
            passing = self._passing(node, way, run)
            if passing is None:
                break
            passed.append(passing)
            way = passing.on
            node = cast("s.If", node.orelse[0])
        result = self._last_if(node, way, run)
        for each in reversed(passed):
            branches = [*each.inside, *out_of_one(result)]
            result = [*each.ended, *delayed_by_asking(branches, each.verdict)]
        return result

    def _passing(self, node: s.If, way: Way, run: Run) -> "Passed | None":
        """Follow an `if` to its `elif`; `None` where not exactly one way comes there."""
        if node.number in self.raw_handlers(run.unit):
            return None
        *ended, after = self._valued(node.test, way, run)
        if after.outcome != "falls" or any(each.outcome == "falls" for each in ended):
            return None
        verdict, way = self._asked(node, after, run)
        if verdict.truth is True:
            return None
        inside = [] if verdict.truth is False else self._block(node.body, [way], run)
        return Passed(ended, inside, verdict, way)

    def _last_if(self, node: s.If, way: Way, run: Run) -> list[Way]:
        raw = self.raw_handlers(run.unit).get(node.number)
        forked: list[Way] = []
        if raw is not None and run.code and way.failed is None:
            failed = evolve(way, failed=node, held={**way.held, **raw.held})
            forked = self._block(raw.body if raw.body is node.body else node.orelse, [failed], run)
        result: list[Way] = []
        for after in self._valued(node.test, way, run):
            if after.outcome != "falls":
                result.append(after)
            else:
                result += self._branches(node, after, run)
        return forked + result

    def _branches(self, node: s.If, way: Way, run: Run) -> list[Way]:
        """Follow the branches of an `if` whose test has been evaluated."""
        verdict, way = self._asked(node, way, run)
        result: list[Way] = []
        if verdict.truth is not False:
            result += self._block(node.body, [way], run)
        if verdict.truth is not True:
            result += self._block(node.orelse, [way], run)
        return delayed_by_asking(result, verdict)

    def _asked(self, node: s.If, way: Way, run: Run) -> tuple[Verdict, Way]:
        """Return what the test of an `if` says once it has been evaluated, and the way then."""
        if way.result is not None:
            truth = counts_as_true(way.result)
            verdict = Verdict(truth if not isinstance(node.test, s.Not) else not truth, way.named)
        else:
            verdict = self._verdict(node.test, way, run)
        doubtful = verdict.truth is None and not way.opaque.isdisjoint(keys(node.test))
        return verdict, evolve(
            way,
            named=way.named or verdict.named,
            doubtful=way.doubtful or doubtful,
            result=None,
        )

    def _evaluate(self, node: s.Evaluate, way: Way, run: Run) -> list[Way]:
        ways = self._valued(node.value, way, run)
        call = node.value.value if isinstance(node.value, s.Await) else node.value
        if isinstance(call, s.Call) and self.delays.unseen(call, way.held, run.unit):
            # It is called for what it does, which may be to wait before the next call.
            ways = [evolve(each, delayed=True) for each in ways]
        return [evolve(after, result=None, items=()) for after in ways]

    def _assign(self, node: s.Assign, way: Way, run: Run) -> list[Way]:
        if node.value is None:
            return [way]
        result: list[Way] = []
        for after in self._valued(node.value, way, run):
            if after.outcome == "falls":
                for target in node.targets:
                    after = changing(after, keys(target))
                    known = None if node.augmented else self._known(node.value, after, run)
                    after = self._bound(target, node.value, known, after, run)
            result.append(evolve(after, result=None, items=()))
        return result

    def _return(self, node: s.Return, way: Way, run: Run) -> list[Way]:
        if node.value is None:
            return [evolve(way, outcome="returns", result="none")]
        result: list[Way] = []
        for after in self._valued(node.value, way, run):
            if after.outcome == "falls":
                items = after.items
                if isinstance(node.value, s.Collection):
                    items = tuple(self._known(each, after, run) for each in node.value.items)
                known = self._known(node.value, after, run)
                after = evolve(after, outcome="returns", result=known, items=items)
            result.append(after)
        return result

    def _raise(self, node: s.Raise, way: Way, run: Run) -> list[Way]:
        error = node.error
        if error is None or self._is_error(error, way, run):
            return [evolve(way, outcome="raises", error=way.error or SDK)]
        name = called_name(error)
        if name in ("SystemExit", "KeyboardInterrupt"):
            return [evolve(way, outcome="exits")]
        is_sdk = self.selections.carrying.names.is_sdk_error(name, run.unit)
        return [evolve(way, outcome="raises", error=SDK if is_sdk else name)]

    def _is_error(self, error: s.Expression, way: Way, run: Run) -> bool:
        if not isinstance(error, (s.Name, s.Attribute)):
            return False
        return bool(self.selections.carrying.parts(error, way.held, run.unit) & Part.OBJECT)

    def _assert(self, node: s.Assert, way: Way, run: Run) -> list[Way]:
        verdict = self._verdict(node.test, way, run)
        if verdict.truth is False:
            return [evolve(way, outcome="raises", error="AssertionError")]
        return [evolve(way, named=way.named or verdict.named)]

    def _loop(self, node: s.Loop, way: Way, run: Run) -> list[Way]:
        """One turn stands for all; an error that an inner loop passes over is that loop's own."""
        result: list[Way] = []
        for start in self._effects(node.subject, way, run):
            if start.outcome != "falls":
                result.append(start)
                continue
            for after in self._block(node.body, [start], run):
                passed = after.failed is not None and start.failed is None
                if after.outcome in ("returns", "raises", "exits"):
                    result.append(after)
                elif passed and after.ends_turn:
                    continue
                elif after.outcome == "breaks":
                    result.append(evolve(after, outcome="falls"))
                else:
                    result += self._block(node.orelse, [evolve(after, outcome="falls")], run)
        return result

    def _try(self, node: s.Try, way: Way, run: Run) -> list[Way]:
        ways: list[Way] = []
        entered = [way]
        if run.code and way.failed is None and self.calls.hides_call(node, run.unit):
            entered.append(failing(way, node))
        for after in [*self._block(node.body, entered[:1], run), *entered[1:]]:
            if after.outcome == "raises":
                ways += self._caught(node, after, run)
            elif after.outcome == "falls":
                ways += self._block(node.orelse, [after], run)
            else:
                ways.append(after)
        if not node.final:
            return ways
        result: list[Way] = []
        for after in ways:
            for final in self._block(node.final, [evolve(after, outcome="falls")], run):
                ended = after.outcome if final.outcome == "falls" else final.outcome
                result.append(evolve(final, outcome=ended))
        return result

    def _caught(self, node: s.Try, way: Way, run: Run) -> list[Way]:
        for clause in node.handlers:
            if self.calls.catches(clause.types, way.error, run.unit):
                held = {**way.held, clause.name: Part.OBJECT} if clause.name else way.held
                return self._block(clause.body, [evolve(way, outcome="falls", held=held)], run)
        return [way]

    def _with(self, node: s.With, way: Way, run: Run) -> list[Way]:
        ways = [way]
        for manager, _ in node.items:
            ways = [after for each in ways for after in self._going(manager, each, run)]
        result = self._block(node.body, [each for each in ways if each.outcome == "falls"], run)
        result += [each for each in ways if each.outcome != "falls"]
        if self.calls.escapes.suppressed(node, run.unit) is None:
            return result
        return [
            evolve(each, outcome="falls") if each.outcome == "raises" else each for each in result
        ]

    def _going(self, expression: s.Expression, way: Way, run: Run) -> list[Way]:
        return self._effects(expression, way, run) if way.outcome == "falls" else [way]

    def _match(self, node: s.Match, way: Way, run: Run) -> list[Way]:
        """A `case` is judged as the comparison of the subject with its pattern."""
        result: list[Way] = []
        for case in node.cases:
            if isinstance(case.pattern, s.Name) and case.guard is None:
                return result + self._block(case.body, [way], run)
            pattern = case.pattern
            if isinstance(pattern, s.Alternatives):
                pattern = s.Collection("tuple", pattern.patterns)
            operator = "in" if isinstance(pattern, s.Collection) else "=="
            test: s.Expression = s.Compare(node.subject, (operator,), (pattern,), case.number, 0)
            if isinstance(case.pattern, s.Name):
                way = self._bound(case.pattern, node.subject, None, way, run)
                test = case.guard or test
            verdict = self._verdict(test, way, run)
            entered = evolve(way, named=way.named or verdict.named)
            if verdict.truth is not False:
                result += self._block(case.body, [entered], run)
            if verdict.truth is True:
                return result
        return [*result, way]


def _leave(_: Turns, node: s.Leave, way: Way, __: Run) -> list[Way]:
    if node.kind == "break":
        return [evolve(way, outcome="breaks")]
    return [evolve(way, outcome="continues")] if node.kind == "continue" else [way]


_FOLLOW: dict[type[Any], _Follow] = {
    s.If: Turns._if,
    s.Evaluate: Turns._evaluate,
    s.Assign: Turns._assign,
    s.Return: Turns._return,
    s.Raise: Turns._raise,
    s.Leave: _leave,
    s.Assert: Turns._assert,
    s.Loop: Turns._loop,
    s.Try: Turns._try,
    s.With: Turns._with,
    s.Match: Turns._match,
}
