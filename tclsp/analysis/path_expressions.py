"""What expressions do with an error on a way through a handler: log it, store it, hand it on."""

from abc import abstractmethod
from functools import partial
from typing import Literal

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import PARTIAL, RECORDING, Carrying, Held, Part
from tclsp.analysis.following import Following
from tclsp.analysis.keeping import Answer
from tclsp.analysis.known_helpers import KnownHelpers
from tclsp.analysis.live_names import LiveNames
from tclsp.analysis.module import Unit
from tclsp.analysis.selection import Selections
from tclsp.analysis.sinks import EXITS, Sinks
from tclsp.analysis.told import Written
from tclsp.analysis.trails import Helped, Trail, common_outcome, helped_by

_HELPERS = 3
"""How deep helpers are followed."""


@define(eq=False)
class PathExpressions:
    """Follows the expressions of a project; `Paths` follows the statements."""

    selections: Selections
    sinks: Sinks
    _helpers: KnownHelpers = field(factory=KnownHelpers)
    _following: list[Following] = field(factory=list)
    """The functions that are followed, the handler's own first."""

    @property
    def carrying(self) -> Carrying:
        """What expressions carry."""
        return self.selections.carrying

    @abstractmethod
    def _through(self, following: Following, body: s.Block, held: Held) -> list[Trail]:
        """Return the ways through a block of the function that is followed."""

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
        for part in walks.walk(expression):
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
                follow = partial(self._helped, callee, received)
                helped = self._helpers.of(callee, received, running, follow)
                known = self.carrying.names.keeping.recalled(helped)
                return helped_by(trail, known, unit, number)
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
        if effect.kind == "exit" or dotted in EXITS:
            return evolve(trail, outcome="exits", own=True)
        return trail

    def _helped(self, callee: Unit, received: Held) -> Answer[Helped]:
        """Return what a function of the project does with the error when called so."""
        return self.carrying.names.keeping.observed(lambda: self._does(callee, received))

    def _does(self, callee: Unit, received: Held) -> Helped:
        following = Following(callee, lambda: LiveNames.of_function(callee))
        ways = self._through(following, callee.body, received)
        return Helped(
            recorded=any(way.recorded for way in ways),
            written=tuple(written for way in ways for written in way.written),
            outcome=common_outcome(ways),
        )


def _item_of(value: s.Expression, index: int) -> s.Expression:
    """Return what the item of an unpacking gets: `e.args[1]` of `e.args`."""
    if isinstance(value, s.Collection) and index < len(value.items):
        return value.items[index]
    if isinstance(value, s.Attribute) and value.name == "args":
        return s.Subscript(value, s.Constant(str(index)), value.statement, 0)
    return value
