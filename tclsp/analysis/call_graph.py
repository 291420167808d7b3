"""Who calls a function of the project, and where the error of a call arrives."""

from collections.abc import Iterator

from attrs import define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.calls import hands_errors_on
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.function_tables import may_pick, picked
from tclsp.analysis.futures import Futures
from tclsp.analysis.handed_over import HandedOver
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.names import Names
from tclsp.analysis.project import Project
from tclsp.analysis.sites import Site
from tclsp.analysis.spelling import called_name, is_super, last_name

_TAKING = frozenset({"result", "get", "gather", "wait_for", "shield"})
_CONSTRUCTORS = frozenset({"__init__", "__post_init__", "__enter__", "__aenter__", "__new__"})


@frozen(eq=False)
class Given:
    """A function that is an argument of a call."""

    site: Site
    argument: s.Argument
    index: int
    """The place of the argument in the call."""


@define(eq=False)
class CallGraph:
    """The calls of a project, found by the last name of what they call."""

    project: Project
    handed: HandedOver
    _calls: dict[str, list[Site]] = field(factory=dict)
    """By the name that is called."""
    _given: dict[str, list[Given]] = field(factory=dict)
    """By the name of the function that is given."""
    _taking: list[Site] = field(factory=list)
    """Where the results of futures and tasks are taken."""
    _awaits: list[Site] = field(factory=list)
    """Where tasks are awaited by their names."""
    _picking: list[Site] = field(factory=list)
    """Where what is called comes from a dict."""
    _aliases: dict[str, set[str]] = field(factory=dict)
    """What imports call things besides their own name."""
    _subclasses: dict[str, set[str]] = field(factory=dict)
    _taken: dict[int, list[Site]] | None = None

    def __attrs_post_init__(self) -> None:
        """Look through all modules once."""
        for module in self.project.modules:
            self._note_names(module)
            for unit in module.units:
                for site in self.handed.sites.of_unit(unit):
                    self._note(site)
                self._awaits += self.handed.sites.awaited_names(unit)

    def _note_names(self, module: Module) -> None:
        bindings = (item for unit in module.units for item in unit.imports.items())
        for bound, dotted in bindings:
            last = dotted.rpartition(".")[2]
            if bound != last:
                self._aliases.setdefault(last, set()).add(bound)
        for info in module.classes.values():
            for base in info.bases:
                self._subclasses.setdefault(called_name(base), set()).add(info.name)

    def _note(self, site: Site) -> None:
        function = site.call.function
        name = last_name(function)
        self._calls.setdefault(name, []).append(site)
        if may_pick(function, site.unit):
            self._picking.append(site)
        if name in _TAKING:
            self._taking.append(site)
        for index, argument in enumerate(site.call.arguments):
            given = _partially(argument.value)
            if isinstance(given, (s.Name, s.Attribute)):
                self._given.setdefault(given.name, []).append(Given(site, argument, index))

    # ------------------------------------------------------------ callers

    def callers(self, unit: Unit) -> list[Site]:
        """Return the calls at which errors of a function arrive and are not caught."""
        found = {
            id(site.call): site
            for site in (*self._calling(unit), *self._running(unit), *self._taking_of(unit))
        }
        return list(found.values())

    def _calling(self, unit: Unit) -> Iterator[Site]:
        asynchronous = unit.function is not None and unit.function.asynchronous
        for name in self._names_of(unit):
            for site in self._calls.get(name, ()):
                caught = site.caught or (asynchronous and site.caught_later)
                if not caught and not site.spawned and unit in self._callees(site):
                    yield site

    def _running(self, unit: Unit) -> Iterator[Site]:
        """Yield the calls that run a function which they are given."""
        for given in self.given(unit):
            site = given.site
            later = site.caught_later and not site.awaited
            caught = site.caught or later
            if not caught and self.handed.arrives(site, given.argument, given.index):
                yield site
            if called_name(site.call.function) == "set_defaults" and given.argument.keyword:
                yield from self._chosen(given.argument.keyword, site.unit.module)

    def _chosen(self, name: str, module: Module) -> Iterator[Site]:
        """Yield `arguments.func(...)` for a command that `set_defaults(func=...)` chooses."""
        for site in self._calls.get(name, ()):
            function = site.call.function
            if isinstance(function, s.Attribute) and site.unit.module is module and not site.caught:
                yield site

    def forgotten_tasks(self, unit: Unit) -> Iterator[Site]:
        """Yield where a function becomes a task that nobody keeps."""
        for name in self._names_of(unit):
            for site in self._calls.get(name, ()):
                if site.spawned and site.forgotten and unit in self._callees(site):
                    yield site

    def given(self, unit: Unit) -> Iterator[Given]:
        """Yield where a function is an argument, plainly or by `partial`."""
        if unit.function is None:
            return
        for name in self._names_of(unit):
            for given in self._given.get(name, ()):
                if self._escapes.handed(given.argument.value, given.site.unit) is unit:
                    yield given

    # ------------------------------------------------------------ names

    @property
    def _escapes(self) -> Escapes:
        return self.handed.sites.catching.escapes

    @property
    def names(self) -> Names:
        """What resolves the names of the project."""
        return self._escapes.calls.inference.names

    def _names_of(self, unit: Unit) -> Iterator[str]:
        """Yield the names by which a function is called."""
        if unit.function is None:
            return
        own = unit.function.name
        names = {own}
        if own in _CONSTRUCTORS and unit.owner is not None:
            names |= self._with_subclasses(unit.owner.name)
        yield from sorted(names.union(*(self._aliases.get(name, ()) for name in names)))

    def _with_subclasses(self, name: str) -> set[str]:
        found = {name}
        pending = [name]
        while pending:
            new = self._subclasses.get(pending.pop(), set()) - found
            found |= new
            pending += new
        return found

    def _callees(self, site: Site) -> list[Unit]:
        """Return the functions that a call runs."""
        function, unit = site.call.function, site.unit
        found = self._escapes.callee(site.call, unit)
        if found is not None:
            return [found]
        info = self.names.class_info(function, unit)
        if info is not None:
            made = (self.names.method(info, name) for name in sorted(_CONSTRUCTORS))
            return [method for method in made if method is not None]
        if isinstance(function, s.Attribute) and is_super(function.value) and unit.owner:
            above = list(self.names.lineage(unit.owner))[1:]
            return [base.methods[function.name] for base in above if function.name in base.methods]
        return []

    # ------------------------------------------------------------ futures and tasks

    def _taking_of(self, unit: Unit) -> list[Site]:
        """Return where a function is picked from a dict, or the answers of its tasks taken."""
        if self._taken is None:
            self._taken = {}
            for source, site in self._sources():
                if not site.caught:
                    for each in self._submitted(source, site.unit):
                        self._taken.setdefault(id(each), []).append(site)
            for site in self._picking:
                if not site.caught:
                    for each in picked(site.call.function, site.unit, self._escapes):
                        self._taken.setdefault(id(each), []).append(site)
        return self._taken.get(id(unit), [])

    def _sources(self) -> Iterator[tuple[s.Expression, Site]]:
        """Yield what may be futures, with the calls that take their results."""
        yield from ((site.call.function, site) for site in self._awaits)
        for site in self._taking:
            function = site.call.function
            if isinstance(function, s.Attribute) and function.name in ("result", "get"):
                yield function.value, site
            elif not hands_errors_on(site.call):
                yield from ((argument.value, site) for argument in site.call.arguments)

    def _submitted(self, source: s.Expression, unit: Unit) -> Iterator[Unit]:
        """Yield the functions that make a future, or those in a collection of futures."""
        futures = Futures(self.names)
        for submitted in (*futures.submitted(source, unit), *futures.inside(source, unit)):
            for argument in submitted.arguments:
                value = argument.value
                found = self._escapes.handed(value, unit)
                if found is None and isinstance(value, s.Call):
                    found = self._escapes.callee(value, unit)
                if found is not None:
                    yield found


def _partially(argument: s.Expression) -> s.Expression:
    """Return what an argument gives by `partial`, or the argument itself."""
    while isinstance(argument, s.Call) and argument.arguments:
        if called_name(argument.function) != "partial":
            return argument
        argument = argument.arguments[0].value
    return argument
