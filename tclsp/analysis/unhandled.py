"""API calls whose errors nothing catches on the way to an entry point, with that way."""

from collections.abc import Iterable, Iterator
from functools import partial

from attrs import define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.application_handlers import ApplicationHandlers
from tclsp.analysis.call_graph import CallGraph
from tclsp.analysis.catching import Catching
from tclsp.analysis.decorators import Decorators
from tclsp.analysis.entry_points import EntryPoints
from tclsp.analysis.escapes import Escapes, FoundCall
from tclsp.analysis.facts import EntryKind
from tclsp.analysis.handed_over import HandedOver
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.project import Project
from tclsp.analysis.sites import PLACE, Site, Sites
from tclsp.source.test_files import is_test_file

_Order = tuple[str, int]
"""The path of a unit's module, and its place in it."""


@frozen(eq=False)
class FoundUnhandled:
    """An API call that an entry point reaches, with nothing around that catches its errors."""

    call: FoundCall
    way: tuple[str, ...]
    """The functions from the entry point on, and the call; module-level code has no name."""
    entry: EntryKind


@frozen(eq=False)
class _Way:
    """The shortest way from an entry point to a unit."""

    names: tuple[str, ...]
    entry: EntryKind


@define(eq=False)
class UnhandledCalls:
    """Finds them in a project, once."""

    project: Project
    escapes: Escapes
    _found: dict[int, list[FoundUnhandled]] | None = None
    """By the ids of the modules that the calls stand in."""

    def of_module(self, module: Module) -> list[FoundUnhandled]:
        """Return the unhandled calls of a module in the order of its units."""
        if self._found is None:
            self._found = {}
            for each in self._search():
                self._found.setdefault(id(each.call.unit.module), []).append(each)
        return self._found.get(id(module), [])

    def _search(self) -> Iterator[FoundUnhandled]:
        handed = HandedOver(Sites(Catching(self.escapes)))
        uncaught = [
            call
            for module in self.project.modules
            for unit in module.units
            for call in self.escapes.keeping.of(
                unit, "leaving", partial(self._leaving, unit, handed)
            )
        ]
        if not uncaught:
            return
        reached = _Reached.of(self.project, handed, [call.unit for call in uncaught])
        ways = reached.ways(with_tests=False)
        of_tests = reached.ways(with_tests=True)
        for call in uncaught:
            known = of_tests if is_test_file(call.unit.module.path) else ways
            way = known.get(id(call.unit))
            if way is not None:
                yield FoundUnhandled(call, (*way.names, self._written(call)), way.entry)

    def _leaving(self, unit: Unit, handed: HandedOver) -> tuple[FoundCall, ...]:
        """Return the API calls whose errors leave the unit that makes them.

        Not raw ones: what they raise is no API error, which comes as an answer.
        """
        target = self.escapes.calls.target
        if not any(isinstance(part, s.Call) and target(part, unit) for part in unit.nodes):
            return ()
        return tuple(
            FoundCall(site.call, found, unit)
            for site in handed.sites.of_unit(unit)
            if (found := target(site.call, unit)) is not None
            and found.kind != "raw"
            and self._leaves(site, handed)
        )

    def _leaves(self, site: Site, handed: HandedOver) -> bool:
        """Tell whether the error of an API call leaves the unit that makes it."""
        if site.caught or (site.spawned and not site.forgotten):
            return False
        given = self.escapes.calls.given_method(site.call, site.unit)
        if given is None:
            return True
        later = site.caught_later and not site.awaited
        return not later and handed.arrives(site, site.call.arguments[given[0]], given[0])

    def _written(self, found: FoundCall) -> str:
        """Return what a call calls, as it is written: `client.DescribeZones`."""
        given = self.escapes.calls.given_method(found.call, found.unit)
        return _chain(found.call.function if given is None else given[1])


@define(eq=False)
class _Reached:
    """The part of a call graph from which uncaught API calls are reached."""

    order: dict[int, _Order]
    """The places of all units, by their ids."""
    units: dict[int, Unit] = field(factory=dict)
    entries: dict[int, EntryKind] = field(factory=dict)
    callees: dict[int, list[tuple[tuple[int, int], Unit]]] = field(factory=dict)
    """What a unit calls, with the place of the call."""

    @classmethod
    def of(cls, project: Project, handed: HandedOver, units: Iterable[Unit]) -> "_Reached":
        """Go upwards from `units` as far as nothing catches."""
        graph = CallGraph(project, handed)
        entry_points = EntryPoints(graph)
        decorators = Decorators(handed)
        handled = ApplicationHandlers(handed).kinds(project.modules)
        reached = cls(
            {
                id(unit): (module.path, place)
                for module in project.modules
                for place, unit in enumerate(module.units)
            }
        )
        pending = list(units)
        while pending:
            unit = pending.pop()
            if id(unit) in reached.units:
                continue
            reached.units[id(unit)] = unit
            if decorators.catch(unit):
                continue
            kind = entry_points.kind(unit)
            if kind is not None and kind not in handled:
                reached.entries[id(unit)] = kind
            for site in graph.callers(unit):
                reached.callees.setdefault(id(site.unit), []).append((PLACE(site), unit))
                pending.append(site.unit)
        return reached

    def ways(self, *, with_tests: bool) -> dict[int, _Way]:
        """Return the shortest way to each unit that an entry point reaches, by its id.

        Of several as short the first counts, by paths and places; tests are entry points only on
        demand.
        """
        found: dict[int, _Way] = {}
        for key in sorted(self.entries, key=self.order.__getitem__):
            unit = self.units[key]
            if with_tests or not is_test_file(unit.module.path):
                found[key] = _Way(_named(unit), self.entries[key])
        level = [self.units[key] for key in found]
        while level:
            further: list[Unit] = []
            for unit in level:
                for callee in self._called_by(unit):
                    if id(callee) not in found:
                        way = found[id(unit)]
                        found[id(callee)] = _Way((*way.names, *_named(callee)), way.entry)
                        further.append(callee)
            level = further
        return found

    def _called_by(self, unit: Unit) -> Iterator[Unit]:
        called = self.callees.get(id(unit), [])
        for _, callee in sorted(called, key=lambda each: (each[0], self.order[id(each[1])])):
            yield callee


def _named(unit: Unit) -> tuple[str, ...]:
    return (unit.name,) if unit.function is not None else ()


def _chain(expression: s.Expression) -> str:
    names: list[str] = []
    while True:
        if isinstance(expression, s.Attribute):
            names.append(f".{expression.name}")
            expression = expression.value
        elif isinstance(expression, s.Call):
            names.append("(…)" if expression.arguments else "()")
            expression = expression.function
        elif isinstance(expression, s.Name):
            return expression.name + "".join(reversed(names))
        else:
            return "…" + "".join(reversed(names))
