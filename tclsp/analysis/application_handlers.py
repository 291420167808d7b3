"""Handlers that an application registers for all its routes, tasks, jobs or threads."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.facts import EntryKind
from tclsp.analysis.handed_over import HandedOver
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.sites import Site
from tclsp.analysis.spelling import called_name, last_name

_FOR_ROUTES = frozenset(
    {
        "errorhandler",
        "app_errorhandler",
        "exception_handler",
        "add_exception_handler",
        "register_error_handler",
        "exception",
        "add",
    }
)
"""Flask, FastAPI and Starlette, Sanic register with them; the class is among the arguments."""

_NEXT = frozenset({"call_next", "get_response", "handler"})
"""What middlewares call the next in line."""

_PROGRAM: tuple[EntryKind, ...] = ("module", "script", "command")


@define(eq=False)
class ApplicationHandlers:
    """Finds them in the modules of a project."""

    handed: HandedOver

    def kinds(self, modules: tuple[Module, ...]) -> frozenset[EntryKind]:
        """Return the kinds of entry points whose errors something catches in the end."""
        return frozenset(kind for module in modules for kind in self._of_module(module))

    def _of_module(self, module: Module) -> Iterator[EntryKind]:
        for unit in module.units:
            for site in self.handed.sites.of_unit(unit):
                yield from self._registered(site)
            yield from _said_by(unit)
            if self._is_middleware(unit):
                yield "route"

    def _registered(self, site: Site) -> Iterator[EntryKind]:
        call = site.call
        name = called_name(call.function)
        if name in _FOR_ROUTES and self._names_the_error(call, site.unit):
            yield "route"
        elif name == "set_exception_handler":
            yield "thread"
        elif name == "add_listener" and any(map(_is_job_error, walks.walk(call))):
            yield "job"
        for argument in call.arguments:
            if argument.keyword == "exception_handlers" and isinstance(argument.value, s.Mapping):
                keys = (key for key, _ in argument.value.items if key is not None)
                if any(self._is_error(key, site.unit) for key in keys):
                    yield "route"

    def _names_the_error(self, call: s.Call, unit: Unit) -> bool:
        return any(self._is_error(argument.value, unit) for argument in call.arguments)

    def _is_error(self, expression: s.Expression, unit: Unit) -> bool:
        """Tell whether an argument is the SDK error, a class above it, or the status 500."""
        if isinstance(expression, s.Constant):
            return expression.text == "500"
        if not isinstance(expression, (s.Name, s.Attribute, s.Collection)):
            return False
        return self.handed.sites.catching.escapes.catches(expression, unit)

    def _is_middleware(self, unit: Unit) -> bool:
        """Recognise a middleware that catches around the next in line."""
        if unit.function is None:
            return False
        if unit.function.name == "process_exception" and unit.owner is not None:
            return True
        calling = [
            site
            for site in self.handed.sites.of_unit(unit)
            if called_name(site.call.function) in _NEXT and _is_next(site, unit)
        ]
        return bool(calling) and all(site.caught for site in calling)


def _is_next(site: Site, unit: Unit) -> bool:
    function = site.call.function
    if isinstance(function, s.Attribute):
        return function.name == "get_response"
    name = called_name(function)
    if unit.parameter(name) is not None and name == "handler":
        decorators = unit.function.decorators if unit.function else ()
        return any(called_name(each) == "middleware" for each in decorators)
    return name != "handler"


def _said_by(unit: Unit) -> Iterator[EntryKind]:
    """Yield what the hooks, settings and signals that a unit names are for."""
    for part in unit.nodes:
        if isinstance(part, s.String):
            if part.value == "EXCEPTION_HANDLER":
                yield "route"
        elif isinstance(part, s.Attribute):
            if part.name == "excepthook" and _is_assigned(part, unit):
                yield from ("thread",) if called_name(part.value) == "threading" else _PROGRAM
            elif part.name == "connect" and called_name(part.value) == "task_failure":
                yield "task"


def _is_assigned(target: s.Expression, unit: Unit) -> bool:
    return any(
        isinstance(statement, s.Assign) and any(each is target for each in statement.targets)
        for statement in walks.statements(unit.body)
    )


def _is_job_error(part: s.Expression) -> bool:
    return last_name(part) == "EVENT_JOB_ERROR"
