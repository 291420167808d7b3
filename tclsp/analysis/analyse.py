"""From the files of a project to the facts of each."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis.answer_facts import AnswerFacts
from tclsp.analysis.attributes import MEANT, WrongAttributes
from tclsp.analysis.calls import Calls
from tclsp.analysis.carrying import Carrying
from tclsp.analysis.clients import Inference
from tclsp.analysis.code_test_facts import CodeTestFacts
from tclsp.analysis.dead_clauses import DeadClauses
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
    SdkImport,
    Unhandled,
    WrongAttribute,
)
from tclsp.analysis.handler_facts import HandlerFacts
from tclsp.analysis.handlers import Handlers
from tclsp.analysis.lowered import lower_file
from tclsp.analysis.made_errors import MadeErrors
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.names import Names
from tclsp.analysis.network_handlers import NetworkHandlers
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.paths import Paths
from tclsp.analysis.places import Places
from tclsp.analysis.project import Project
from tclsp.analysis.protocols import Protocols
from tclsp.analysis.retries import RetryFacts
from tclsp.analysis.retryers import gives_retryer
from tclsp.analysis.sdk_imports import sdk_imports
from tclsp.analysis.selection import Selections
from tclsp.analysis.sinks import Sinks
from tclsp.analysis.unhandled import UnhandledCalls
from tclsp.catalog.store import Catalog
from tclsp.source.outline import Outline
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

_CODE_SHAPE = re.compile(r"[A-Z][A-Za-z0-9]+(?:\.[A-Z][A-Za-z0-9]+)+$")
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

    @_retry_facts.default
    def _find_retries(self) -> RetryFacts:
        return RetryFacts(self.handlers)

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
            retryer=any(self._kept(unit, "retryer", gives_retryer) for unit in module.units),
            retries=self._retry_facts.of(module, made),
            classes=self._class_names,
            answer_reads=self._answers.reads(module, places),
            status_tests=self._answers.statuses(module, places),
            protocol_faults=Protocols(self.handlers.escapes.calls.inference).faults(module, places),
        )

    def _kept(self, unit: Unit, key: str, find: Callable[[Unit], T]) -> T:
        return self._names.keeping.of(unit, key, lambda: find(unit))

    def _each(
        self, module: Module, key: str, find: Callable[[Unit], Iterable[T]]
    ) -> Iterator[tuple[Unit, T]]:
        """Yield what is found in the units of a module, each with its unit."""
        for unit in module.units:
            for found in self._kept(unit, key, lambda unit: tuple(find(unit))):
                yield unit, found

    @property
    def _names(self) -> Names:
        return self.handlers.paths.carrying.names

    def _dead_clauses(self, module: Module, places: Places) -> Iterator[DeadClause]:
        finder = DeadClauses(self._names)
        for unit, found in self._each(module, "dead clauses", finder.of_unit):
            yield DeadClause(
                span=places.statement(unit.piece, found.clause.number),
                classes=found.classes,
                taken_by=found.taken_by,
                taken_at=places.statement(unit.piece, found.earlier.number),
            )

    def _sdk_imports(self, module: Module, places: Places) -> Iterator[SdkImport]:
        found = self._each(module, "SDK imports", lambda unit: sdk_imports(unit, self._names))
        for unit, (statement, dotted) in found:
            yield SdkImport(places.statement(unit.piece, statement.number), dotted)

    def _malformed_errors(self, module: Module, places: Places) -> Iterator[Span]:
        finder = MadeErrors(self.handlers.paths.carrying)
        for unit, call in self._each(module, "malformed errors", finder.malformed):
            yield places.expression(unit.piece, call)

    def _wrong_attributes(self, module: Module, places: Places) -> Iterator[WrongAttribute]:
        finder = WrongAttributes(self.handlers.escapes, self.handlers.paths.carrying)

        def of_handlers(unit: Unit) -> Iterator[s.Attribute]:
            for handler in self.handlers.of_unit(unit):
                yield from finder.of_handler(handler)

        for unit, node in self._each(module, "wrong names of errors", of_handlers):
            span = places.expression(unit.piece, node)
            yield WrongAttribute(span, node.name, MEANT[node.name], "error")
        for unit, node in self._each(module, "wrong names of answers", finder.of_answers):
            span = places.expression(unit.piece, node)
            yield WrongAttribute(span, node.name, "RequestId", "model")
        for unit, key in self._each(module, "wrong keys of answers", finder.of_raw_answers):
            span = places.expression(unit.piece, key)
            yield WrongAttribute(span, "RequestId", "RequestId", "raw")

    @_class_names.default
    def _find_class_names(self) -> tuple[str, ...]:
        return tuple(sorted({name for module in self.project.modules for name in module.classes}))

    def _network_handlers(self, module: Module, places: Places) -> Iterator[NetworkHandler]:
        finder = NetworkHandlers(self.handlers.escapes)
        for unit, found in self._each(module, "network handlers", finder.of_unit):
            if isinstance(found.place, s.Call):
                span = places.expression(unit.piece, found.place)
                yield NetworkHandler(span, "predicate", found.classes)
            else:
                span = places.statement(unit.piece, found.place.number)
                yield NetworkHandler(span, "clause", found.classes)

    def _calls(self, module: Module, made: HandlerFacts) -> tuple[ApiCall, ...]:
        found = (call for _, call in self._each(module, "calls", self._found_calls))
        return tuple(sorted(map(made.call, found), key=_call_place))

    def _found_calls(self, unit: Unit) -> Iterator[FoundCall]:
        for part in unit.nodes:
            if isinstance(part, s.Call):
                target = self.handlers.escapes.calls.target(part, unit)
                if target is not None:
                    yield FoundCall(part, target, unit)

    def _found_dry_runs(self, unit: Unit) -> Iterator[FoundCall]:
        for found in self._kept(unit, "calls", lambda unit: tuple(self._found_calls(unit))):
            if is_dry_run(found, self.handlers.escapes):
                yield found

    def _dry_runs(self, module: Module, places: Places) -> Iterator[DryRun]:
        if not self._may_run_dry:
            return
        for _, found in self._each(module, "dry runs", self._found_dry_runs):
            catching = self._code_tests.handlers_seeing(found)
            if any(deals_with_errors(handler, self.handlers) for handler in catching):
                yield DryRun(
                    places.expression(found.unit.piece, found.call),
                    found.target.service,
                    found.target.action,
                    tuple(code for each in catching for code in self._code_tests.asked_for(each)),
                )

    @cached_property
    def _code_tests(self) -> CodeTestFacts:
        return CodeTestFacts(self.project, self.catalog, self.handlers)

    @cached_property
    def _may_run_dry(self) -> bool:
        units = (unit for module in self.project.modules for unit in module.units)
        return any(self._kept(unit, "names DryRun", mentions_dry_run) for unit in units)

    def _loose_codes(self, module: Module, places: Places) -> tuple[CodeLiteral, ...]:
        """Return the literals outside code tests that have the shape of a code with a dot."""
        return tuple(
            CodeLiteral(part.value, places.expression(unit.piece, part))
            for unit, part in self._each(module, "codes", _code_like)
            if not self._code_tests.is_tested(part)
        )


def _code_like(unit: Unit) -> Iterator[s.String]:
    """Yield the texts of a unit that have the shape of a code."""
    for part in unit.nodes:
        if isinstance(part, s.String) and _CODE_SHAPE.match(part.value):
            yield part


def _handler_start(handler: Handler) -> int:
    return handler.span.start


def _call_place(call: ApiCall) -> int:
    return call.span.start if call.span else 0
