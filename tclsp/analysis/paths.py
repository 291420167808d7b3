"""The ways through a handler, each judged as a whole from the head of the handler to its end."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Literal

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis.carrying import PARTIAL, RECORDING, Carrying, Held, Part
from tclsp.analysis.following import Following
from tclsp.analysis.joined_trails import FEW, MOST, behind, joined
from tclsp.analysis.known_helpers import KnownHelpers
from tclsp.analysis.live_names import LiveNames
from tclsp.analysis.module import Unit
from tclsp.analysis.selection import Comparison, Selection, Selections
from tclsp.analysis.sinks import Sinks
from tclsp.analysis.told import Written
from tclsp.analysis.trails import (
    Helped,
    Outcome,
    Thrown,
    Trail,
    common_outcome,
    helped_by,
    selected,
)

_HELPERS = 3
"""How deep helpers of the module are followed."""


@define(eq=False)
class Paths:
    """Follows the code of one module."""

    selections: Selections
    sinks: Sinks
    _helpers: KnownHelpers = field(factory=KnownHelpers)
    _following: list[Following] = field(factory=list)
    """The functions that are followed, the handler's own first."""

    @property
    def carrying(self) -> Carrying:
        """What expressions carry."""
        return self.selections.carrying

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

    def _bind(
        self, target: s.Expression, value: s.Expression, node: s.Assign, trail: Trail, unit: Unit
    ) -> Trail:
        parts = self.carrying.parts(value, trail.held, unit)
        if isinstance(target, s.Name):
            held = dict(trail.held)
            held[target.name] = parts | (
                held.get(target.name, Part.NONE) if node.augmented else Part.NONE
            )
            return evolve(trail, held=held, bound=trail.bound | {target.name})
        if isinstance(target, s.Collection):
            for index, item in enumerate(target.items):
                trail = self._bind(item, _item_of(value, index), node, trail, unit)
            return trail
        if isinstance(target, s.Attribute) and isinstance(target.value, s.Name):
            if trail.held.get(target.value.name, Part.NONE) & Part.OBJECT:
                return trail
            trail = evolve(trail, held={**trail.held, f"{target.value.name}.{target.name}": parts})
        return self._write(trail, "store", value, unit, node.number)

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
        name = _raised_name(error)
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
            for part in s.walk(node.test)
        )
        selection = self.selections.of(node.test, trail.held, unit)
        return [evolve(selected(trail, selection), expected=trail.expected or asks)]

    def _loop(self, node: s.Loop, trail: Trail, unit: Unit) -> list[Trail]:
        """One turn stands for all: a loop over nothing is not what a handler is written for."""
        trail = self._effects(node.subject, trail, unit, node.number)
        if node.target is not None:
            parts = self.carrying.parts(node.subject, trail.held, unit)
            for part in s.walk(node.target):
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
            texts = any(isinstance(part, s.String) for part in s.walk(case.pattern))
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

    # ------------------------------------------------------------ effects of expressions

    def _write(
        self,
        trail: Trail,
        kind: Literal["return", "store", "exit"],
        value: s.Expression,
        unit: Unit,
        number: int,
    ) -> Trail:
        """Apply a write of a value: it records the RequestId, or something else, or nothing."""
        parts = self.carrying.parts(value, trail.held, unit)
        if parts & RECORDING:
            return evolve(trail, recorded=True)
        if parts & PARTIAL or (kind == "exit" and parts):
            cut = self.carrying.cut_in(value, trail.held, unit) if parts & Part.CUT else None
            written = Written(kind, parts, True, unit, number, cut)
            return evolve(trail, written=(*trail.written, written))
        return trail

    def _effects(
        self, expression: s.Expression, trail: Trail, unit: Unit, number: int, asked: bool = False
    ) -> Trail:
        """Apply what the calls in an expression do; `asked` inside a condition."""
        for part in s.walk(expression):
            if isinstance(part, s.Call):
                trail = self._call(part, trail, unit, number, asked)
            elif isinstance(part, s.Yield) and part.value is not None:
                trail = self._write(trail, "return", part.value, unit, number)
            elif isinstance(part, s.Walrus) and isinstance(part.target, s.Name):
                parts = self.carrying.parts(part.value, trail.held, unit)
                trail = evolve(
                    trail,
                    held={**trail.held, part.target.name: parts},
                    bound=trail.bound | {part.target.name},
                )
        return trail

    def _call(self, call: s.Call, trail: Trail, unit: Unit, number: int, asked: bool) -> Trail:
        callee = self.carrying.names.callee(call, unit)
        if callee is not None:
            running = [each.unit for each in self._following]
            may_follow = len(running) <= _HELPERS
            self._helpers.meets(callee, may_follow=may_follow)
            if callee is running[0]:
                return evolve(trail, repeats=True, own=True)
            if may_follow and callee not in running:
                received = self.carrying.received(call, callee, trail.held, unit, 3)
                helped = self._helpers.of(
                    callee, received, running, partial(self._helped, callee, received)
                )
                return helped_by(trail, helped, unit, number)
        effect = self.sinks.effect(call, trail.held, unit)
        if effect.kind == "none":
            return trail
        if effect.kind == "record":
            trail = evolve(trail, recorded=True)
        elif not (asked and effect.kind == "call"):
            cut = self.carrying.cut_in(call, trail.held, unit) if effect.parts & Part.CUT else None
            written = Written(effect.kind, effect.parts, effect.loud, unit, number, cut)
            if effect.kind != "exit" or effect.parts:
                trail = evolve(trail, written=(*trail.written, written))
        dotted = self.carrying.names.dotted(call.function, unit)
        if effect.kind == "exit" or dotted in ("sys.exit", "exit", "quit", "os._exit"):
            return evolve(trail, outcome="exits", own=True)
        return trail

    def _helped(self, callee: Unit, received: Held) -> Helped:
        """Return what a function of the module does with the error when called so."""
        following = Following(callee, lambda: LiveNames.of_function(callee))
        ways = self._through(following, callee.body, received)
        return Helped(
            recorded=any(way.recorded for way in ways),
            written=tuple(written for way in ways for written in way.written),
            outcome=common_outcome(ways),
        )


def _leave(_: Paths, node: s.Leave, trail: Trail, __: Unit) -> list[Trail]:
    outcomes: dict[str, Outcome] = {"break": "breaks", "continue": "continues"}
    return [evolve(trail, own=True, outcome=outcomes.get(node.kind, "falls"))]


def _item_of(value: s.Expression, index: int) -> s.Expression:
    """Return what the item of an unpacking gets: `e.args[1]` of `e.args`."""
    if isinstance(value, s.Collection) and index < len(value.items):
        return value.items[index]
    if isinstance(value, s.Attribute) and value.name == "args":
        return s.Subscript(value, s.Constant(str(index)), value.statement, 0)
    return value


def _raised_name(error: s.Expression) -> str:
    while isinstance(error, s.Call):
        error = error.function
    return error.name if isinstance(error, (s.Name, s.Attribute)) else ""


def _names_in(body: s.Block) -> Iterable[str]:
    for statement in body:
        for inner in s.statements((statement,)):
            if isinstance(inner, (s.Function, s.Class)):
                yield from _names_in(inner.body)
            for expression in s.expressions(inner):
                for part in s.walk(expression):
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
