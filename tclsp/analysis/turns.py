"""Follows an error of an API call through the code around it: what happens to it, with what delay.

A block is followed from its start. At each API call a way forks off on which the call fails with a
given code; conditions on the code are then decided, all others are taken both ways.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis.carrying import PARTIAL, RECORDING, Part
from tclsp.analysis.delays import Delays
from tclsp.analysis.escapes import BROAD, Escapes, FoundCall
from tclsp.analysis.handed_functions import HandedFunctions
from tclsp.analysis.handlers import FoundHandler
from tclsp.analysis.links import keys
from tclsp.analysis.module import Unit
from tclsp.analysis.selection import Selections
from tclsp.analysis.verdicts import (
    OPEN,
    Known,
    Situation,
    Verdict,
    Verdicts,
    counts_as_true,
    name_of,
)
from tclsp.analysis.ways import SDK, Run, Way, distinct, failing, merged

_MOST = 96
"""More ways than these through one block are not told apart."""


@define(eq=False)
class Turns:
    """Follows the code of a project."""

    escapes: Escapes
    selections: Selections
    delays: Delays
    handed: HandedFunctions
    raw_handlers: Mapping[tuple[int, int], FoundHandler]
    """The handlers of raw answers, by the id of their unit and the number of their `if`."""
    verdicts: Verdicts = field(init=False)
    _running: list[Unit] = field(factory=list)
    _touching: dict[int, bool] = field(factory=dict)
    """Whether functions make API calls, by the ids of their units."""
    _failing: dict[int, bool] = field(factory=dict)
    """Whether API errors come out of calls, by their ids."""

    @verdicts.default
    def _judge_by(self) -> Verdicts:
        return Verdicts(self.selections, self._ask)

    def through(self, block: s.Block, unit: Unit, code: str, start: Way | None = None) -> list[Way]:
        """Return the ways through a block; those on which nothing failed are among them.

        `code` is that of the error, a family for any of its codes; with an empty one nothing fails.
        """
        self._running.append(unit)
        ways = self._block(block, [start or Way()], Run(unit, code))
        self._running.pop()
        return ways

    def may_fail(self, block: s.Block, unit: Unit) -> bool:
        """Tell whether an API call may fail in a block, in functions that it calls included."""
        return any(
            isinstance(part, s.Call)
            and (self._touches_by(part, unit) or self.handed.calls_of(part, unit))
            for part in s.all_expressions(block)
        ) or any(
            isinstance(statement, s.Try) and self._hides_call(statement, unit)
            for statement in s.statements(block)
        )

    def calls_of(self, call: s.Call, unit: Unit) -> Iterator[FoundCall]:
        """Yield the API calls that a call makes, those inside functions of the project too."""
        yield from self.handed.calls_of(call, unit)
        found = list(self.escapes.of_expression(call, unit))
        callee = self.escapes.callee(call, unit)
        if found or callee is None:
            yield from found
            return
        # It keeps its errors to itself, and says by what it returns that something failed.
        for part in callee.nodes:
            if isinstance(part, s.Call):
                yield from self.escapes.of_expression(part, callee)

    def is_over(self, condition: s.Expression, way: Way, unit: Unit, code: str) -> bool:
        """Tell whether a loop's condition is known to be false at the end of a way."""
        return self.verdicts.of(condition, Run(unit, code).at(way)).truth is False

    # ------------------------------------------------------------ statements

    def _block(self, block: s.Block, ways: list[Way], run: Run) -> list[Way]:
        done: list[Way] = []
        for statement in block:
            follow = _FOLLOW.get(type(statement))
            if follow is None:
                continue
            going: list[Way] = []
            for way in ways:
                for after in follow(self, statement, way, run):
                    (going if after.outcome == "falls" else done).append(after)
            ways = merged(going)[:_MOST]
            if not ways:
                break
        return merged(done + ways)[:_MOST]

    def _if(self, node: s.If, way: Way, run: Run) -> list[Way]:
        raw = self.raw_handlers.get((id(run.unit), node.number))
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
        if way.result is not None:
            truth = counts_as_true(way.result)
            verdict = Verdict(truth if not isinstance(node.test, s.Not) else not truth, way.named)
        else:
            verdict = self._verdict(node.test, way, run)
        doubtful = verdict.truth is None and not way.opaque.isdisjoint(keys(node.test))
        way = evolve(
            way,
            named=way.named or verdict.named,
            doubtful=way.doubtful or doubtful,
            result=None,
        )
        result: list[Way] = []
        if verdict.truth is not False:
            result += self._block(node.body, [way], run)
        if verdict.truth is not True:
            result += self._block(node.orelse, [way], run)
        if verdict == OPEN and any(after.delayed and after.ends_turn for after in result):
            # `if attempt > 0: sleep(...)` asks how often, and leaves out the first or last turn.
            result = [evolve(each, delayed=True) if each.ends_turn else each for each in result]
        return result

    def _verdict(self, test: s.Expression, way: Way, run: Run) -> Verdict:
        if way.failed is None and not way.known:
            return OPEN
        return self.verdicts.of(test, run.at(way))

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
                    after = _changing(after, keys(target))
                    known = None if node.augmented else self._known(node.value, after, run)
                    after = self._bound(target, node.value, known, after, run)
            result.append(evolve(after, result=None, items=()))
        return result

    def _bound(
        self, target: s.Expression, value: s.Expression, known: Known | None, way: Way, run: Run
    ) -> Way:
        """Return a way on which a target has been bound."""
        if isinstance(target, s.Collection):
            for index, item in enumerate(target.items):
                if isinstance(value, s.Collection) and index < len(value.items):
                    inner = value.items[index]
                    way = self._bound(item, inner, self._known(inner, way, run), way, run)
                else:
                    part = way.items[index] if index < len(way.items) else None
                    way = self._bound(item, value, part, way, run)
            return way
        name = name_of(target)
        if not name:
            return way
        parts = self.selections.carrying.parts(value, way.held, run.unit)
        kept = {each: known for each, known in way.known.items() if each != name}
        opaque = way.opaque - {name}
        if known is not None:
            kept[name] = known
        if known in (None, "true") and self._keeps_failure(value, way):
            opaque = opaque | {name}
        return evolve(way, held={**way.held, name: parts}, known=kept, opaque=opaque)

    def _keeps_failure(self, value: s.Expression, way: Way) -> bool:
        """Tell whether a value comes from the function inside which the call failed."""
        if way.failed is None:
            return False
        return any(part is way.failed for part in s.walk(value)) or not way.opaque.isdisjoint(
            keys(value)
        )

    def _known(self, value: s.Expression, way: Way, run: Run) -> Known | None:
        """Return what is known of the value of an expression."""
        if way.result is not None and isinstance(value, s.Not):
            return "false" if counts_as_true(way.result) else "true"
        if way.result is not None:
            return way.result
        if isinstance(value, s.Constant) and value.text == "None":
            return "none"
        if isinstance(value, s.String):
            return f"text:{value.value}"
        if name_of(value) in way.known:
            return way.known[name_of(value)]
        if way.failed is not None and not isinstance(value, (s.Compare, s.Boolean, s.Not)):
            parts = self.selections.carrying.parts(value, way.held, run.unit)
            if parts & (Part.OBJECT | Part.CODE | Part.MESSAGE):
                return "true"
        if isinstance(value, (s.Name, s.Attribute, s.Subscript)):
            return None
        truth = self.verdicts.of(value, run.at(way)).truth
        return None if truth is None else ("true" if truth else "false")

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
        name = _raised_name(error)
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
        if run.code and way.failed is None and self._hides_call(node, run.unit):
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

    def _hides_call(self, node: s.Try, unit: Unit) -> bool:
        """Tell whether a clause names the SDK error though no API call is seen in its `try`."""
        names = self.selections.carrying.names
        named = any(
            names.is_sdk_error(name, unit)
            for clause in node.handlers
            if clause.types is not None
            for name in names.error_classes(clause.types, unit)
        )
        return named and not self._sees_call(node.body, unit)

    def _sees_call(self, block: s.Block, unit: Unit) -> bool:
        if any(found.target.kind != "raw" for found in self.escapes.of_block(block, unit)):
            return True
        return any(
            isinstance(part, s.Call) and self.handed.calls_of(part, unit)
            for part in s.all_expressions(block)
        )

    def _caught(self, node: s.Try, way: Way, run: Run) -> list[Way]:
        for clause in node.handlers:
            if self.catches(clause.types, way.error, run.unit):
                held = {**way.held, clause.name: Part.OBJECT} if clause.name else way.held
                return self._block(clause.body, [evolve(way, outcome="falls", held=held)], run)
        return [way]

    def catches(self, types: s.Expression | None, error: str, unit: Unit) -> bool:
        """Tell whether a clause for these classes catches what a way raises."""
        if error == SDK:
            return self.escapes.catches(types, unit)
        names = self.selections.carrying.names
        classes = names.error_classes(types, unit)
        info = names.class_info(s.Name(error), unit)
        lineage = {each.name for each in names.lineage(info)} if info else {error}
        return any(name in BROAD or name.rpartition(".")[2] in lineage for name in classes)

    def _with(self, node: s.With, way: Way, run: Run) -> list[Way]:
        ways = [way]
        for manager, _ in node.items:
            ways = [after for each in ways for after in self._going(manager, each, run)]
        result = self._block(node.body, [each for each in ways if each.outcome == "falls"], run)
        result += [each for each in ways if each.outcome != "falls"]
        if self.escapes.suppressed(node, run.unit) is None:
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

    # ------------------------------------------------------------ expressions

    def _valued(self, value: s.Expression, way: Way, run: Run) -> list[Way]:
        """Return the ways of evaluating an expression, with what is known of its value."""
        call = value
        while isinstance(call, (s.Await, s.Walrus)):
            call = call.value
        if isinstance(call, s.Not):
            call = call.operand.value if isinstance(call.operand, s.Await) else call.operand
        if isinstance(call, s.Call):
            callee = self.escapes.callee(call, run.unit)
            if callee is not None and self._is_followed(call, callee, way, run):
                return self._inside(call, callee, way, run)
        return self._effects(value, way, run)

    def _is_followed(self, call: s.Call, callee: Unit, way: Way, run: Run) -> bool:
        if callee in self._running or run.depth == 0:
            return False
        if way.failed is None:
            return bool(run.code) and self._touches(callee)
        carrying = self.selections.carrying
        given = carrying.received(call, callee, way.held, run.unit, 2)
        return any(parts & (RECORDING | PARTIAL) for parts in given.values())

    def _touches(self, unit: Unit) -> bool:
        """Tell whether a function makes API calls, itself or through others."""
        key = id(unit)
        if key not in self._touching:
            self._touching[key] = False
            self._touching[key] = any(
                isinstance(part, s.Call) and self._touches_by(part, unit) for part in unit.nodes
            )
        return self._touching[key]

    def _touches_by(self, call: s.Call, unit: Unit) -> bool:
        if self.escapes.calls.target(call, unit) is not None:
            return True
        callee = self.escapes.callee(call, unit)
        return callee is not None and self._touches(callee)

    def _inside(self, call: s.Call, callee: Unit, way: Way, run: Run) -> list[Way]:
        """Follow a function of the project, and return the ways as its caller sees them."""
        held = self.selections.carrying.received(call, callee, way.held, run.unit, 2)
        start = evolve(way, held=held, known={}, opaque=frozenset(), result=None, items=())
        self._running.append(callee)
        ways = self._block(callee.body, [start], Run(callee, run.code, run.depth - 1))
        self._running.pop()
        result: list[Way] = []
        for each in distinct(ways):
            failed = way.failed or (None if each.failed is None else call)
            outcome = each.outcome if each.outcome in ("raises", "exits") else "falls"
            value = each.result if each.outcome == "returns" else "none"
            after = evolve(
                each,
                held=way.held,
                known=way.known,
                opaque=way.opaque,
                failed=failed,
                outcome=outcome,
                result=value,
            )
            result.append(after)
        return result

    def _ask(self, call: s.Call, at: Situation) -> Verdict | None:
        """Judge a predicate of the project that is given the error or its code."""
        callee = self.escapes.callee(call, at.unit)
        if callee is None or callee in self._running or len(self._running) > 4:
            return None
        held = self.selections.carrying.received(call, callee, at.held, at.unit, 2)
        if not any(parts & (RECORDING | PARTIAL) for parts in held.values()):
            return None
        return self.answer(callee, Way(held, failed=call), at.code)

    def answer(self, callee: Unit, start: Way, code: str) -> Verdict:
        """Return what a function answers about an error, given what its parameters hold."""
        ways = self.through(callee.body, callee, code, start)
        results = {each.result for each in ways if each.outcome == "returns"}
        if any(each.outcome == "falls" for each in ways):
            results.add("none")
        named = any(each.named for each in ways)
        if not results or None in results:
            return Verdict(None, named=True)
        truths = {counts_as_true(each) for each in results if each is not None}
        return Verdict(truths.pop() if len(truths) == 1 else None, named)

    def _effects(self, expression: s.Expression, way: Way, run: Run) -> list[Way]:
        """Apply the calls of an expression: waits, failures, the function's call of itself."""
        forked: list[Way] = []
        calls = list(_calls(expression))
        if run.code and way.failed is None:
            source = self._failing_call(calls, run.unit)
            if source is not None:
                forked.append(failing(way, source))
        for call in calls:
            if way.failed is not None:
                if self.escapes.callee(call, run.unit) is self._running[0]:
                    return [evolve(way, again=call, outcome="exits")]
                way = _changing(way, self._set_by(call, run.unit))
                if self.delays.unseen(call, way.held, run.unit):
                    way = evolve(way, delayed=True)
            if not way.delayed and self.delays.waits(call, run.unit):
                way = evolve(way, delayed=True)
            if self._exits(call, run.unit):
                return [*forked, evolve(way, outcome="exits")]
        return [*forked, way]

    def _set_by(self, call: s.Call, unit: Unit) -> Iterator[str]:
        """Yield the attributes of the object that a method of it sets: a new client, a new key."""
        callee = self.escapes.callee(call, unit)
        if callee is not None and callee.owner is not None and callee.owner is unit.owner:
            for statement in s.statements(callee.body):
                for target in statement.targets if isinstance(statement, s.Assign) else ():
                    yield from (name for name in keys(target) if name.startswith("self."))

    def _failing_call(self, calls: list[s.Call], unit: Unit) -> s.Call | None:
        """Return the innermost call that an API error comes out of."""
        return next((call for call in reversed(calls) if self._fails(call, unit)), None)

    def _fails(self, call: s.Call, unit: Unit) -> bool:
        key = id(call)
        if key not in self._failing:
            found = (*self.handed.calls_of(call, unit), *self.escapes.of_expression(call, unit))
            self._failing[key] = any(each.target.kind != "raw" for each in found)
        return self._failing[key]

    def _exits(self, call: s.Call, unit: Unit) -> bool:
        dotted = self.selections.carrying.names.dotted(call.function, unit)
        return dotted in ("sys.exit", "exit", "quit", "os._exit")


def _changing(way: Way, names: Iterable[str]) -> Way:
    """Return a way on which names have been set; before the failure that does not matter."""
    if way.failed is None:
        return way
    return evolve(way, changed=way.changed.union(names))


def _calls(expression: s.Expression) -> Iterator[s.Call]:
    """Yield the calls that evaluating an expression makes; lambdas run elsewhere."""
    pending = [expression]
    while pending:
        part = pending.pop()
        if isinstance(part, s.Lambda):
            continue
        if isinstance(part, s.Call):
            yield part
        pending.extend(reversed(s.parts(part)))


def _leave(_: Turns, node: s.Leave, way: Way, __: Run) -> list[Way]:
    if node.kind == "break":
        return [evolve(way, outcome="breaks")]
    return [evolve(way, outcome="continues")] if node.kind == "continue" else [way]


def _raised_name(error: s.Expression) -> str:
    while isinstance(error, s.Call):
        error = error.function
    return error.name if isinstance(error, (s.Name, s.Attribute)) else ""


_FOLLOW: dict[type[Any], Callable[[Turns, Any, Way, Run], list[Way]]] = {
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
