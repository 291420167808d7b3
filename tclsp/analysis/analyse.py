"""From the files of a project to the facts of each."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from itertools import chain
from typing import TypeVar

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis.answer_facts import AnswerFacts
from tclsp.analysis.attributes import MEANT
from tclsp.analysis.calls import Calls
from tclsp.analysis.carrying import Carrying
from tclsp.analysis.clients import Inference
from tclsp.analysis.code_test_facts import CodeTestFacts
from tclsp.analysis.dry_runs import deals_with_errors, is_dry_run, mentions_dry_run
from tclsp.analysis.escapes import Escapes, FoundCall
from tclsp.analysis.facts import (
    ApiCall,
    CodeLiteral,
    DeadClause,
    DryRun,
    Gap,
    Handler,
    ModuleFacts,
    NetworkHandler,
    ProtocolFault,
    SdkImport,
    Unhandled,
    WrongAttribute,
)
from tclsp.analysis.handler_facts import HandlerFacts
from tclsp.analysis.handlers import Handlers
from tclsp.analysis.lowered import lower_file
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.names import Names
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.paths import Paths
from tclsp.analysis.places import Places
from tclsp.analysis.project import Project
from tclsp.analysis.retries import RetryFacts
from tclsp.analysis.selection import Selections
from tclsp.analysis.sinks import Sinks
from tclsp.analysis.unhandled import UnhandledCalls
from tclsp.analysis.unit_facts import UnitFacts, UnitFinder
from tclsp.catalog.store import Catalog
from tclsp.source.outline import Outline
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

T = TypeVar("T")


def analyse(
    source: SourceText, outline: Outline, options: AnalysisOptions, catalog: Catalog
) -> ModuleFacts:
    """Return the facts of a file that is looked at alone."""
    lowered = lower_file(source, outline, options)
    module = lowered.module("")
    places = Places(source, outline.pieces)
    analysis = ProjectAnalysis.of(Project((module,)), options, catalog)
    return analysis.facts(module, lowered.gaps, places)


@define(eq=False)
class ProjectAnalysis:
    """The analysis of all modules of a project; what several files need is found once."""

    project: Project
    catalog: Catalog
    handlers: Handlers
    _class_names: tuple[str, ...] = field(init=False)
    """Those of all classes of the project, sorted."""
    _answers: AnswerFacts = field(init=False)
    _retry_facts: RetryFacts = field(init=False)
    _unhandled: UnhandledCalls = field(init=False)
    _unit_facts: UnitFinder = field(init=False)

    @_retry_facts.default
    def _find_retries(self) -> RetryFacts:
        return RetryFacts(self.handlers)

    @_unit_facts.default
    def _find_in_units(self) -> UnitFinder:
        return UnitFinder(self.handlers)

    @_answers.default
    def _walk_answers(self) -> AnswerFacts:
        return AnswerFacts(self.project, self.handlers.escapes)

    @_unhandled.default
    def _make_unhandled(self) -> UnhandledCalls:
        return UnhandledCalls(self.project, self.handlers.escapes)

    @classmethod
    def of(cls, project: Project, options: AnalysisOptions, catalog: Catalog) -> "ProjectAnalysis":
        """Put the parts of the analysis together."""
        carrying = Carrying(Names(project, options))
        calls = Calls(Inference(carrying.names), catalog)
        paths = Paths(Selections(carrying), Sinks(carrying))
        return cls(project, catalog, Handlers(Escapes(calls), paths))

    def facts(self, module: Module, gaps: tuple[Gap, ...], places: Places) -> ModuleFacts:
        """Return the facts of one module, judged on the whole project."""
        made = HandlerFacts(self.handlers, module, places, self._code_tests.caught)
        handlers = (
            made.of(handler, self._code_tests.tested(handler))
            for unit in module.units
            for handler in self.handlers.of_unit(unit)
        )
        return ModuleFacts(
            gaps=gaps,
            calls=self._calls(module, made),
            handlers=tuple(sorted(handlers, key=_handler_start)),
            tests=tuple(self._code_tests.tests(module, places)),
            message_tests=tuple(self._code_tests.message_tests(module, places)),
            loose_codes=self._loose_codes(module, places),
            dead_clauses=tuple(self._dead_clauses(module, places)),
            wrong_attributes=tuple(self._wrong_attributes(module, places)),
            sdk_imports=tuple(self._sdk_imports(module, places)),
            malformed_errors=tuple(self._malformed_errors(module, places)),
            dry_runs=tuple(self._dry_runs(module, places)),
            network_handlers=tuple(self._network_handlers(module, places)),
            unhandled=tuple(
                Unhandled(made.call(each.call), each.way, each.entry)
                for each in self._unhandled.of_module(module)
            ),
            retryer=any(self._unit_facts.of_unit(unit).gives_retryer for unit in module.units),
            retries=self._retry_facts.of(module, made),
            classes=self._class_names,
            answer_reads=self._answers.reads(module, places),
            status_tests=self._answers.statuses(module, places),
            protocol_faults=self._protocol_faults(module, places),
        )

    def _each(
        self, module: Module, which: Callable[[UnitFacts], Iterable[T]]
    ) -> Iterator[tuple[Unit, T]]:
        """Yield what the units of a module show, each with its unit."""
        for unit in module.units:
            for found in which(self._unit_facts.of_unit(unit)):
                yield unit, found

    def _dead_clauses(self, module: Module, places: Places) -> Iterator[DeadClause]:
        for unit, found in self._each(module, lambda facts: facts.dead_clauses):
            yield DeadClause(
                span=places.statement(unit.piece, found.clause.number),
                classes=found.classes,
                taken_by=found.taken_by,
                taken_at=places.statement(unit.piece, found.earlier.number),
            )

    def _sdk_imports(self, module: Module, places: Places) -> Iterator[SdkImport]:
        for unit, found in self._each(module, lambda facts: facts.sdk_imports):
            statement, dotted = found
            yield SdkImport(places.statement(unit.piece, statement.number), dotted)

    def _malformed_errors(self, module: Module, places: Places) -> Iterator[Span]:
        for unit, call in self._each(module, lambda facts: facts.malformed_errors):
            yield places.expression(unit.piece, call)

    def _protocol_faults(self, module: Module, places: Places) -> tuple[ProtocolFault, ...]:
        found = [
            ProtocolFault(places.expression(unit.piece, node), "scheme", written)
            if written.lower().startswith("http")
            else ProtocolFault(places.expression(unit.piece, node), "method", written)
            for unit, (node, written) in self._each(module, lambda facts: facts.protocol_faults)
        ]
        return tuple(sorted(dict.fromkeys(found), key=lambda each: each.span))

    def _wrong_attributes(self, module: Module, places: Places) -> Iterator[WrongAttribute]:
        for unit, node in self._each(module, lambda facts: facts.wrong_names_of_errors):
            span = places.expression(unit.piece, node)
            yield WrongAttribute(span, node.name, MEANT[node.name], "error")
        for unit, node in self._each(module, lambda facts: facts.wrong_names_of_answers):
            span = places.expression(unit.piece, node)
            yield WrongAttribute(span, node.name, "RequestId", "model")
        for unit, key in self._each(module, lambda facts: facts.wrong_keys_of_answers):
            span = places.expression(unit.piece, key)
            yield WrongAttribute(span, "RequestId", "RequestId", "raw")

    @_class_names.default
    def _find_class_names(self) -> tuple[str, ...]:
        return tuple(sorted({name for module in self.project.modules for name in module.classes}))

    def _network_handlers(self, module: Module, places: Places) -> Iterator[NetworkHandler]:
        for unit, found in self._each(module, lambda facts: facts.network_handlers):
            if isinstance(found.place, s.Call):
                span = places.expression(unit.piece, found.place)
                yield NetworkHandler(span, "predicate", found.classes)
            else:
                span = places.statement(unit.piece, found.place.number)
                yield NetworkHandler(span, "clause", found.classes)

    def _calls(self, module: Module, made: HandlerFacts) -> tuple[ApiCall, ...]:
        found = (call for _, call in self._each(module, lambda facts: facts.calls))
        return tuple(sorted(map(made.call, found), key=_call_place))

    def _dry_runs(self, module: Module, places: Places) -> Iterator[DryRun]:
        if not self._may_run_dry:
            return
        for found in chain.from_iterable(map(self._dry_runs_of, module.units)):
            catching = self._code_tests.handlers_seeing(found)
            if any(deals_with_errors(handler, self.handlers) for handler in catching):
                yield DryRun(
                    places.expression(found.unit.piece, found.call),
                    found.target.service,
                    found.target.action,
                    tuple(code for each in catching for code in self._code_tests.asked_for(each)),
                )

    def _dry_runs_of(self, unit: Unit) -> tuple[FoundCall, ...]:
        escapes = self.handlers.escapes

        def find() -> tuple[FoundCall, ...]:
            calls = self._unit_facts.of_unit(unit).calls
            return tuple(call for call in calls if is_dry_run(call, escapes))

        return escapes.keeping.of(unit, "dry runs", find)

    @cached_property
    def _code_tests(self) -> CodeTestFacts:
        return CodeTestFacts(self.project, self.catalog, self.handlers)

    @cached_property
    def _may_run_dry(self) -> bool:
        units = (unit for module in self.project.modules for unit in module.units)
        keeping = self.handlers.escapes.keeping
        return any(
            keeping.of(unit, "names DryRun", partial(mentions_dry_run, unit)) for unit in units
        )

    def _loose_codes(self, module: Module, places: Places) -> tuple[CodeLiteral, ...]:
        """Return the literals outside code tests that have the shape of a code with a dot."""
        return tuple(
            CodeLiteral(part.value, places.expression(unit.piece, part))
            for unit, part in self._each(module, lambda facts: facts.codes)
            if not self._code_tests.is_tested(part)
        )


def _handler_start(handler: Handler) -> int:
    return handler.span.start


def _call_place(call: ApiCall) -> int:
    return call.span.start if call.span else 0
