"""Futures: where the error of a call arrives that was handed to a pool."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.module import Unit
from tclsp.analysis.names import Names
from tclsp.analysis.spelling import last_name

_SUBMITS = frozenset(
    {"submit", "apply_async", "run_coroutine_threadsafe", "create_task", "ensure_future"}
)
_PASSES_ON = frozenset({"as_completed", "list", "tuple", "set", "keys", "values", "wait"})
_DEPTH = 5


@define(eq=False)
class Futures:
    """Finds the calls that made the futures of one project."""

    names: Names

    def submitted(self, future: s.Expression, unit: Unit, depth: int = _DEPTH) -> Iterator[s.Call]:
        """Yield the `pool.submit(...)` calls that an expression may be the future of."""
        if isinstance(future, s.Call):
            if last_name(future.function) in _SUBMITS:
                yield future
            return
        if not isinstance(future, s.Name) or not depth:
            return
        for value in self.names.values(future, unit):
            yield from self.submitted(value.expression, value.unit, depth - 1)
        for collection in unit.drawn.get(future.name, ()):
            yield from self.inside(collection, unit, depth - 1)

    def inside(self, collection: s.Expression, unit: Unit, depth: int = _DEPTH) -> Iterator[s.Call]:
        """Yield the calls that made the futures in a collection."""
        if not depth:
            return
        if isinstance(collection, s.Call) and last_name(collection.function) in _PASSES_ON:
            for part in walks.parts(collection):
                yield from self.inside(part, unit, depth - 1)
        elif isinstance(collection, s.Attribute):
            yield from self.inside(collection.value, unit, depth - 1)
        elif isinstance(collection, s.Name):
            for value in self.names.values(collection, unit):
                yield from self.inside(value.expression, value.unit, depth - 1)
        elif isinstance(collection, (s.Collection, s.Comprehension, s.Mapping)):
            for part in walks.walk(collection):
                if isinstance(part, s.Call):
                    yield from self.submitted(part, unit, depth - 1)
