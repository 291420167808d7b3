"""Where a unit calls something, and whether the unit itself catches what the call raises."""

from operator import attrgetter
from typing import TypeAlias

from attrs import define, evolve, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.calls import hands_errors_on
from tclsp.analysis.catching import Catching, Evaluated
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import called_name

SPAWNING = frozenset({"create_task", "ensure_future"})
"""They start a coroutine; its error arrives where the task is awaited."""

_GROUPS = frozenset({"tg", "group", "task_group", "nursery"})
"""What people call a group of tasks, which raises the errors of its tasks at its end."""


@frozen(eq=False)
class Site:
    """A call with the unit that it stands in."""

    call: s.Call
    unit: Unit
    caught: bool
    """Whether the unit catches its error."""
    awaited: bool
    """Whether it is awaited right there."""
    spawned: bool = False
    """Whether it makes the coroutine of a task."""
    forgotten: bool = False
    """Whether nobody keeps that task."""
    caught_later: bool = False
    """Whether its error would be caught if it only made a coroutine, which is awaited later."""


PLACE = attrgetter("call.statement", "call.ordinal")
"""Gives the place of a site among those of its piece."""


_Found: TypeAlias = tuple[tuple[Site, ...], tuple[Site, ...]]
"""The calls of a unit, and where it awaits a name by itself."""


@define(eq=False)
class Sites:
    """Finds the calls of the units of a project."""

    catching: Catching

    def of_unit(self, unit: Unit) -> tuple[Site, ...]:
        """Return the calls of a unit in the order of the source; lambdas run elsewhere."""
        return self._of_unit(unit)[0]

    def awaited_names(self, unit: Unit) -> tuple[Site, ...]:
        """Return where a name is awaited by itself, as if the name were called there."""
        return self._of_unit(unit)[1]

    def _of_unit(self, unit: Unit) -> _Found:
        keeping = self.catching.escapes.keeping
        return keeping.of(unit, "sites", lambda: self._look_through(unit)) or ((), ())

    def _look_through(self, unit: Unit) -> _Found | tuple[()]:
        found: list[Site] = []
        awaits: list[Site] = []
        for evaluated in self.catching.through(unit):
            _look_into(evaluated, unit, found, awaits)
        if not found and not awaits:
            return ()
        return tuple(sorted(_settled(found), key=PLACE)), tuple(awaits)


@frozen(eq=False)
class _Around:
    """What is known of the place of an expression in its statement."""

    caught: bool
    awaited: bool = False
    spawned: bool = False
    forgotten: bool = False


def _look_into(evaluated: Evaluated, unit: Unit, found: list[Site], awaits: list[Site]) -> None:
    """Add the calls in an expression to `found`, the names that are awaited to `awaits`."""
    pending = [(evaluated.expression, _Around(evaluated.caught))]
    while pending:
        part, around = pending.pop()
        inside = around
        if isinstance(part, s.Call):
            found.append(
                Site(part, unit, around.caught, around.awaited, around.spawned, around.forgotten)
            )
            inside = _inside_call(part, around, evaluated)
        elif isinstance(part, s.Await):
            inside = _Around(around.caught, awaited=True)
            if isinstance(part.value, s.Name):
                stands_for = s.Call(part.value, (), evaluated.statement.number, 0)
                awaits.append(Site(stands_for, unit, around.caught, awaited=True))
        elif isinstance(part, s.Lambda):
            continue
        elif around.awaited or around.spawned:
            inside = _Around(around.caught)
        pending += [(inner, inside) for inner in walks.parts(part)]


def _inside_call(call: s.Call, around: _Around, evaluated: Evaluated) -> _Around:
    return _Around(
        caught=around.caught or hands_errors_on(call),
        spawned=not around.awaited and _spawns(call),
        forgotten=call is evaluated.expression and isinstance(evaluated.statement, s.Evaluate),
    )


def _settled(found: list[Site]) -> list[Site]:
    """Return the sites with what becomes of coroutines that are not awaited right there."""
    for site in found:
        if (site.awaited and site.caught) or hands_errors_on(site.call):
            return [each if each.awaited else evolve(each, caught_later=True) for each in found]
    return found


def _spawns(call: s.Call) -> bool:
    if called_name(call.function) not in SPAWNING:
        return False
    owner = call.function.value if isinstance(call.function, s.Attribute) else None
    return owner is None or called_name(owner).lower() not in _GROUPS
