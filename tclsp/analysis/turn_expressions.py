"""Follows an error of an API call through expressions: calls that fail, wait, ask or swallow."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import PARTIAL, RECORDING, Part
from tclsp.analysis.delays import Delays
from tclsp.analysis.failing_calls import FailingCalls
from tclsp.analysis.keeping import Answer
from tclsp.analysis.links import keys
from tclsp.analysis.module import Unit
from tclsp.analysis.selection import Selections
from tclsp.analysis.sinks import EXITS
from tclsp.analysis.verdicts import (
    OPEN,
    Known,
    Situation,
    Verdict,
    Verdicts,
    counts_as_true,
    name_of,
)
from tclsp.analysis.ways import Run, Way, distinct, failing


@define(eq=False)
class TurnExpressions:
    """Follows the expressions of a project; `Turns` follows the statements."""

    calls: FailingCalls
    selections: Selections
    delays: Delays
    _named: dict[str, None] = field(init=False, factory=dict)
    """The literals that conditions named so far, for `verdicts`."""
    _running: list[Unit] = field(init=False, factory=list)
    """The functions that are followed, the outermost first."""
    _known_ways: dict[tuple[object, ...], Answer[list[Way]]] = field(init=False, factory=dict)
    """The ways through statements with blocks in them, while one block is followed."""

    @property
    def verdicts(self) -> Verdicts:
        """What judges conditions."""
        # Made anew each time: a kept one and this would hold each other, and with them a whole
        # analysis, which an editor replaces at each edit, until garbage is looked for.
        return Verdicts(self.selections, self._ask, self._named)

    @abstractmethod
    def _block(self, block: s.Block, ways: list[Way], run: Run) -> list[Way]:
        """Return the ways through the statements of a block."""

    def through(self, block: s.Block, unit: Unit, code: str, start: Way | None = None) -> list[Way]:
        """Return the ways through a block; those on which nothing failed are among them.

        `code` is that of the error, a family for any of its codes; with an empty one nothing fails.
        """
        if not self._running:
            self._known_ways.clear()
        self._running.append(unit)
        ways = self._block(block, [start or Way()], Run(unit, code))
        self._running.pop()
        return ways

    def is_over(self, condition: s.Expression, way: Way, unit: Unit, code: str) -> bool:
        """Tell whether a loop's condition is known to be false at the end of a way."""
        return self.verdicts.of(condition, Run(unit, code).at(way)).truth is False

    def _valued(self, value: s.Expression, way: Way, run: Run) -> list[Way]:
        """Return the ways of evaluating an expression, with what is known of its value."""
        call = value
        while isinstance(call, (s.Await, s.Walrus)):
            call = call.value
        if isinstance(call, s.Not):
            call = call.operand.value if isinstance(call.operand, s.Await) else call.operand
        if isinstance(call, s.Call):
            callee = self.calls.escapes.callee(call, run.unit)
            if callee is not None and self._is_followed(call, callee, way, run):
                return self._inside(call, callee, way, run)
        return self._effects(value, way, run)

    def _is_followed(self, call: s.Call, callee: Unit, way: Way, run: Run) -> bool:
        if callee in self._running or run.depth == 0:
            return False
        if way.failed is None:
            return bool(run.code) and self.calls.touches(callee)
        carrying = self.selections.carrying
        given = carrying.received(call, callee, way.held, run.unit, 2)
        return any(parts & (RECORDING | PARTIAL) for parts in given.values())

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
        callee = self.calls.escapes.callee(call, at.unit)
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
            source = self.calls.failing_call(calls, run.unit)
            if source is not None:
                forked.append(failing(way, source))
        for call in calls:
            if way.failed is not None:
                if self.calls.escapes.callee(call, run.unit) is self._running[0]:
                    return [evolve(way, again=call, outcome="exits")]
                way = changing(way, self._set_by(call, run.unit))
                if self.delays.unseen(call, way.held, run.unit):
                    way = evolve(way, delayed=True)
            if not way.delayed and self.delays.waits(call, run.unit):
                way = evolve(way, delayed=True)
            if self._exits(call, run.unit):
                return [*forked, evolve(way, outcome="exits")]
        return [*forked, way]

    def _set_by(self, call: s.Call, unit: Unit) -> Iterator[str]:
        """Yield the attributes of the object that a method of it sets: a new client, a new key."""
        callee = self.calls.escapes.callee(call, unit)
        if callee is not None and callee.owner is not None and callee.owner is unit.owner:
            for statement in walks.statements(callee.body):
                for target in statement.targets if isinstance(statement, s.Assign) else ():
                    yield from (name for name in keys(target) if name.startswith("self."))

    def _exits(self, call: s.Call, unit: Unit) -> bool:
        dotted = self.selections.carrying.names.dotted(call.function, unit)
        return dotted in EXITS

    # ------------------------------------------------------------ values

    def _verdict(self, test: s.Expression, way: Way, run: Run) -> Verdict:
        if way.failed is None and not way.known:
            return OPEN
        return self.verdicts.of(test, run.at(way))

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
        return any(part is way.failed for part in walks.walk(value)) or not way.opaque.isdisjoint(
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


def changing(way: Way, names: Iterable[str]) -> Way:
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
        pending.extend(reversed(walks.parts(part)))
