"""From a handler that was found and followed to its facts."""

from collections.abc import Iterable, Mapping, Set

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.afterwards import followed
from tclsp.analysis.answer_records import AnswerRecords
from tclsp.analysis.carrying import PARTIAL, Part, Parts
from tclsp.analysis.escapes import FoundCall
from tclsp.analysis.facts import ApiCall, Handler, Path, Raised, Record, TestedCode
from tclsp.analysis.handlers import FoundHandler, Handlers
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.moving import Movable, moved_path
from tclsp.analysis.places import Places
from tclsp.analysis.spelling import last_name
from tclsp.analysis.told import Written
from tclsp.analysis.trails import Trail
from tclsp.source.spans import Span


@define(eq=False)
class HandlerFacts:
    """Makes the facts of handlers."""

    handlers: Handlers
    module: Module
    """The module whose facts are made."""
    places: Places
    """Of that module."""
    caught: Mapping[int, Set[int]] = field(factory=dict)
    """The ids of the modules with a handler for an API call, by the id of the call."""

    def of(self, found: FoundHandler, tested: tuple[TestedCode, ...] = ()) -> Handler:
        """Return the facts of one handler; `tested` is what its code tests name."""
        services = self._services(found)
        return Handler(
            span=self._span(found),
            kind=found.kind,
            classes=found.classes,
            bound=found.bound,
            function=found.unit.name,
            calls=tuple(self.call(call) for call in found.calls),
            services=services,
            paths=self._paths(found),
            tested=tested,
        )

    def _trails(self, found: FoundHandler) -> list[Trail]:
        if found.unit.function is None:
            # What follows at the level of a module may stand in any of its units.
            self.handlers.escapes.keeping.look_everywhere()
        trails = followed(self.handlers.ways(found), found)
        if found.kind == "raw":
            trails = self._with_surroundings(trails, found)
        return trails

    def call(self, found: FoundCall) -> ApiCall:
        """Return the facts of an API call."""
        target = found.target
        own = found.unit.module is self.module
        return ApiCall(
            span=self.places.expression(found.unit.piece, found.call) if own else None,
            kind=target.kind,
            service=target.service,
            version=target.version,
            action=target.action,
            function=found.unit.name,
            caught_elsewhere=bool(self.caught.get(id(found.call), set()) - {id(self.module)}),
        )

    def _with_surroundings(self, trails: list[Trail], found: FoundHandler) -> list[Trail]:
        """Take into account what happens to a raw answer before and behind its branch."""
        records = AnswerRecords(self.handlers.paths, self.handlers.escapes.calls.inference)
        if records.before(found):
            return [evolve(trail, recorded=True) for trail in trails]
        falling = any(trail.outcome == "falls" and not trail.recorded for trail in trails)
        if not falling or not records.after(found):
            return trails
        return [evolve(each, recorded=True) if each.outcome == "falls" else each for each in trails]

    def _span(self, found: FoundHandler) -> Span:
        if found.call is not None:
            return self.places.expression(found.unit.piece, found.call)
        return self.places.statement(found.unit.piece, found.number)

    def _services(self, found: FoundHandler) -> tuple[str, ...] | None:
        if found.kind == "raw":
            service = self.handlers.raw_service(found)
            return (service,) if service else None
        return services_of(found.calls)

    def _paths(self, found: FoundHandler) -> tuple[Path, ...]:
        """Return the different ways; those that stand in one piece are made once for all edits."""
        key = "paths", found.kind, found.number
        keeping = self.handlers.escapes.keeping
        kept = keeping.of(found.unit, key, lambda: self._followed(found))
        if isinstance(kept, Movable):
            return kept.at(self.places.start(found.unit.piece))
        return self._made_paths(found, kept)

    def _followed(self, found: FoundHandler) -> Movable[Path] | list[Trail]:
        trails = self._trails(found)
        if not _stand_in(found.unit, trails):
            return trails
        start = self.places.start(found.unit.piece)
        return Movable(self._made_paths(found, trails), start, moved_path)

    def _made_paths(self, found: FoundHandler, trails: list[Trail]) -> tuple[Path, ...]:
        again = _may_try_again(found, trails)
        return tuple(dict.fromkeys(self._path(trail, found, again) for trail in trails))

    def _path(self, trail: Trail, found: FoundHandler, again: bool) -> Path:
        thrown = trail.thrown
        raised = None
        if thrown is not None:
            span = self.places.statement(thrown.unit.piece, thrown.number)
            raised = Raised(
                span, thrown.name, thrown.cause, thrown.records, _part_names(thrown.parts)
            )
        goes_on = found.around is not None and trail.outcome in ("falls", "continues")
        return Path(
            outcome=trail.outcome,
            expected=trail.expected,
            selected=tuple(
                literal.value for comparison in trail.comparisons for literal in comparison.literals
            ),
            recorded=trail.recorded,
            records=() if trail.recorded and not trail.expected else self._records(trail),
            raised=raised,
            tried_again=again and (goes_on or trail.repeats),
            own_statement=trail.own,
        )

    def _records(self, trail: Trail) -> tuple[Record, ...]:
        return tuple(
            Record(
                span=self._place(written),
                kind=written.kind,
                parts=_part_names(written.parts),
                loud=written.loud,
            )
            for written in trail.written
        )

    def _place(self, written: Written) -> Span:
        if isinstance(written.cut, (s.Call, s.Subscript)):
            return self.places.expression(written.unit.piece, written.cut)
        return self.places.statement(written.unit.piece, written.number)


def _stand_in(unit: Unit, trails: list[Trail]) -> bool:
    """Tell whether all that is told on ways, and raised, stands in one unit."""
    return all(
        (trail.thrown is None or trail.thrown.unit is unit)
        and all(written.unit is unit for written in trail.written)
        for trail in trails
    )


_PART_NAMES = {
    "code": Part.CODE,
    "message": Part.MESSAGE,
    "cut": Part.CUT,
    "fixed": Part.FIXED,
}


def _part_names(parts: Parts) -> tuple[str, ...]:
    return tuple(name for name, part in _PART_NAMES.items() if parts & part)


def services_of(calls: Iterable[FoundCall]) -> tuple[str, ...] | None:
    """Return the services of API calls; `None` where there is no call or one is unknown."""
    services = sorted({call.target.service for call in calls})
    return tuple(services) if services and all(services) else None


def _may_try_again(found: FoundHandler, trails: list[Trail]) -> bool:
    """Tell whether a loop or recursion around a handler repeats the call and the last try tells.

    The last try does not lose the error where another way through the handler raises or records
    it, or where the loop is followed by a `raise`.
    """
    told = any(trail.outcome == "raises" or _tells(trail) for trail in trails)
    if any(trail.repeats for trail in trails):
        return told
    if found.around is None or not _repeats(found.around.loop):
        return False
    after = (*found.around.loop.orelse, *found.around.after)
    return told or any(isinstance(statement, s.Raise) for statement in walks.statements(after))


def _tells(trail: Trail) -> bool:
    """Tell whether a way that no test selected says something of the error."""
    if trail.expected:
        return False
    return trail.recorded or any(written.parts & PARTIAL for written in trail.written)


def _repeats(loop: s.Loop) -> bool:
    """Tell a loop of tries from one that goes through things."""
    if loop.target is None:
        return True
    subject = loop.subject
    if isinstance(subject, s.Call) and last_name(subject.function):
        return last_name(subject.function) in ("range", "count", "xrange", "repeat")
    return isinstance(loop.target, s.Name) and any(
        word in loop.target.name.lower() for word in ("attempt", "retry", "tries", "delay", "wait")
    )
