"""The facts of a module's retries: loops, decorators, functions that call themselves."""

from collections.abc import Iterator, Mapping
from functools import cached_property, partial

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.delays import Delays
from tclsp.analysis.facts import Retry
from tclsp.analysis.failing_calls import FailingCalls
from tclsp.analysis.handed_functions import HandedFunctions
from tclsp.analysis.handler_facts import HandlerFacts
from tclsp.analysis.handlers import FoundHandler, Handlers
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.places import Places
from tclsp.analysis.repeating import FoundRetry, Repeating
from tclsp.analysis.retry_decorators import RetryDecorators
from tclsp.analysis.retry_loops import RetryLoops
from tclsp.analysis.retry_policies import Policies
from tclsp.analysis.turns import Turns
from tclsp.source.spans import Span


@define(eq=False, slots=False)
class RetryFacts:
    """Makes the facts of the retries of a project."""

    handlers: Handlers

    def of(self, module: Module, made: HandlerFacts) -> tuple[Retry, ...]:
        """Return the retries of a module in the order of the source."""
        found = (
            Retry(
                span=_span(each, made.places),
                kind=each.kind,
                calls=tuple(made.call(call) for call in each.calls),
                permanent=each.permanent,
                hasty=each.hasty,
                goes_on=each.goes_on,
                iterates=each.iterates,
            )
            for each in self._found(module)
        )
        return tuple(sorted(found, key=_start))

    def _found(self, module: Module) -> Iterator[FoundRetry]:
        for unit in module.units:
            yield from self.handlers.escapes.keeping.of(unit, "retries", partial(self._of, unit))

    def _of(self, unit: Unit) -> tuple[FoundRetry, ...]:
        loops, decorators = RetryLoops(self._repeating), RetryDecorators(self._repeating)
        return (*loops.of_unit(unit), *decorators.of_unit(unit))

    @cached_property
    def _repeating(self) -> Repeating:
        escapes, paths = self.handlers.escapes, self.handlers.paths
        delays = Delays(escapes, paths.sinks)
        calls = FailingCalls(escapes, HandedFunctions(escapes))
        turns = Turns(
            calls, paths.selections, delays, raw_handlers=partial(_raw_handlers, self.handlers)
        )
        return Repeating(turns, Policies(turns))


def _raw_handlers(handlers: Handlers, unit: Unit) -> Mapping[int, FoundHandler]:
    """Return the branches of a unit for the `Error` of a raw answer, by their numbers."""
    return {each.number: each for each in handlers.of_unit(unit) if each.kind == "raw"}


def _span(found: FoundRetry, places: Places) -> Span:
    piece, node = found.unit.piece, found.node
    if isinstance(node, (s.Loop, s.Function)):
        return places.statement(piece, node.number)
    if isinstance(node, (s.Call, s.Attribute)):
        return places.expression(piece, node)
    function = found.unit.function
    if function is None:
        return places.statement(piece, 0)
    before = 0
    for decorator in function.decorators:
        if decorator is node:
            break
        before += sum(isinstance(part, s.Name) for part in walks.walk(decorator))
    return places.name(piece, function.number, before)


def _start(retry: Retry) -> int:
    return retry.span.start
