"""Where a project's code is started from outside."""

from collections.abc import Iterator

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.call_graph import CallGraph, Given
from tclsp.analysis.facts import EntryKind
from tclsp.analysis.module import ClassInfo, Unit
from tclsp.analysis.spelling import called_name, last_name

_VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options"})
_ROUTES = frozenset({"route", "api_route", "websocket", "websocket_route", "api_view"})
_DECORATORS: dict[str, EntryKind] = {
    **dict.fromkeys(_ROUTES, "route"),
    "command": "command",
    "group": "command",
    "task": "task",
    "shared_task": "task",
    "periodic_task": "task",
    "db_task": "task",
    "db_periodic_task": "task",
    "actor": "task",
    "job": "task",
    "scheduled_job": "job",
    "repeat": "job",
}
_REGISTERING: dict[str, EntryKind] = {
    "add_url_rule": "route",
    "add_api_route": "route",
    "add_route": "route",
    "add_websocket_route": "route",
    "add_get": "route",
    "add_post": "route",
    "add_put": "route",
    "add_delete": "route",
    "add_patch": "route",
    "path": "route",
    "re_path": "route",
    "url": "route",
    "Route": "route",
    "enqueue": "task",
    "enqueue_in": "task",
    "enqueue_at": "task",
    "enqueue_call": "task",
    "add_task": "task",
    "add_job": "job",
    "do": "job",
    "call_later": "job",
    "call_soon": "job",
    "call_at": "job",
    "PythonOperator": "job",
    "Thread": "thread",
    "Process": "thread",
    "Timer": "thread",
    "start_new_thread": "thread",
}
_METHODS: dict[str, tuple[frozenset[str], EntryKind]] = {
    **dict.fromkeys(
        (
            "View",
            "TemplateView",
            "ListView",
            "DetailView",
            "FormView",
            "APIView",
            "GenericAPIView",
            "MethodView",
            "HTTPMethodView",
            "HTTPEndpoint",
            "Resource",
            "RequestHandler",
        ),
        (_VERBS, "route"),
    ),
    **dict.fromkeys(
        ("ViewSet", "GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet"),
        (frozenset({"list", "create", "retrieve", "update", "partial_update", "destroy"}), "route"),
    ),
    "BaseCommand": (frozenset({"handle"}), "command"),
    "Thread": (frozenset({"run"}), "thread"),
    "Process": (frozenset({"run"}), "thread"),
}
"""The methods that a framework calls of the subclasses of its classes."""

_EVENTS = frozenset({"event", "evt"})
_CONTEXTS = frozenset({"context", "ctx"})


@define(eq=False)
class EntryPoints:
    """Tells which functions of a project are entry points."""

    graph: CallGraph
    _scripts: frozenset[int] = field(init=False)
    """The ids of the functions that console scripts start."""

    @_scripts.default
    def _find_scripts(self) -> frozenset[int]:
        return frozenset(id(unit) for unit in self.graph.project.scripts())

    def kind(self, unit: Unit) -> EntryKind | None:
        """Return what a unit is started as; `None` where it is no entry point."""
        if unit.function is None:
            return None if unit.module.notebook else "module"
        if id(unit) in self._scripts:
            return "script"
        kinds = (
            *map(_decorated_as, unit.function.decorators),
            self._method_of(unit),
            _serverless(unit),
            *(self._registered_by(given) for given in self.graph.given(unit)),
            self._spawned(unit),
        )
        return next((kind for kind in kinds if kind is not None), None)

    def _method_of(self, unit: Unit) -> EntryKind | None:
        if unit.owner is None or unit.parent is not None:
            return None
        for base in self._bases(unit.owner):
            methods, kind = _METHODS.get(base, (frozenset(), None))
            if unit.name.rpartition(".")[2] in methods:
                return kind
        return None

    def _bases(self, info: ClassInfo) -> Iterator[str]:
        for each in self.graph.names.lineage(info):
            for base in each.bases:
                yield called_name(base)

    def _registered_by(self, given: Given) -> EntryKind | None:
        call = given.site.call
        name = called_name(call.function)
        if name == "do" and not _says_every(call.function):
            return None
        return _REGISTERING.get(name)

    def _spawned(self, unit: Unit) -> EntryKind | None:
        """Recognise `create_task(f())` whose task nobody keeps."""
        return "thread" if any(self.graph.forgotten_tasks(unit)) else None


def _decorated_as(decorator: s.Expression) -> EntryKind | None:
    function = decorator.function if isinstance(decorator, s.Call) else decorator
    name = called_name(function)
    if name in _VERBS:
        return "route" if _takes_a_path(decorator) else None
    return _DECORATORS.get(name)


def _takes_a_path(decorator: s.Expression) -> bool:
    """Tell `@app.get("/zones")` from other decorators called `get`."""
    if not isinstance(decorator, s.Call) or not decorator.arguments:
        return False
    path = decorator.arguments[0].value
    return isinstance(path, s.Format) or (
        isinstance(path, s.String) and (not path.value or path.value.startswith("/"))
    )


def _serverless(unit: Unit) -> EntryKind | None:
    """Recognise `main_handler(event, context)` at the top of a module."""
    if unit.owner is not None or unit.parent is not None or unit.function is None:
        return None
    names = [parameter.name for parameter in unit.parameters[:2]]
    if len(names) < 2 or not unit.name.endswith("handler"):
        return None
    if unit.name == "main_handler" or (names[0] in _EVENTS and names[1] in _CONTEXTS):
        return "serverless"
    return None


def _says_every(function: s.Expression) -> bool:
    return any(last_name(part) == "every" for part in walks.walk(function))
