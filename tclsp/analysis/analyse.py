"""From the files of a project to the facts of each."""

from collections.abc import Iterator
from functools import cached_property, partial
from itertools import chain
from typing import TypeVar

from attrs import define, field

from tclsp.analysis.answer_facts import AnswerFacts
from tclsp.analysis.calls import Calls
from tclsp.analysis.carrying import Carrying
from tclsp.analysis.clients import Inference
from tclsp.analysis.code_test_facts import CodeTestFacts
from tclsp.analysis.dry_runs import deals_with_errors, is_dry_run, mentions_dry_run
from tclsp.analysis.escapes import Escapes, FoundCall
from tclsp.analysis.facts import (
    ApiCall,
    DryRun,
    Gap,
    Handler,
    ModuleFacts,
    Unhandled,
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
from tclsp.analysis.shown_facts import ShownFacts
from tclsp.analysis.sinks import Sinks
from tclsp.analysis.unhandled import UnhandledCalls
from tclsp.analysis.unit_facts import UnitFinder
from tclsp.catalog.store import Catalog
from tclsp.source.outline import Outline
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
        shown = ShownFacts.of(module, places, self._unit_facts)
        handlers = (
            made.of(handler, self._code_tests.tested(handler))
            for unit in module.units
            for handler in self.handlers.of_unit(unit)
        )
        return ModuleFacts(
            gaps=gaps,
            calls=tuple(sorted(map(made.call, shown.calls()), key=_call_place)),
            handlers=tuple(sorted(handlers, key=_handler_start)),
            tests=tuple(self._code_tests.tests(module, places)),
            message_tests=tuple(self._code_tests.message_tests(module, places)),
            loose_codes=tuple(shown.loose_codes(self._code_tests.is_tested)),
            dead_clauses=tuple(shown.dead_clauses()),
            wrong_attributes=tuple(shown.wrong_attributes()),
            sdk_imports=tuple(shown.sdk_imports()),
            malformed_errors=tuple(shown.malformed_errors()),
            dry_runs=tuple(self._dry_runs(module, places)),
            network_handlers=tuple(shown.network_handlers()),
            unhandled=tuple(
                Unhandled(made.call(each.call), each.way, each.entry)
                for each in self._unhandled.of_module(module)
            ),
            retryer=shown.gives_retryer(),
            retries=self._retry_facts.of(module, made),
            classes=self._class_names,
            answer_reads=self._answers.reads(module, places),
            status_tests=self._answers.statuses(module, places),
            protocol_faults=shown.protocol_faults(),
        )

    @_class_names.default
    def _find_class_names(self) -> tuple[str, ...]:
        return tuple(sorted({name for module in self.project.modules for name in module.classes}))

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
            facts = self._unit_facts.of_unit(unit)
            calls = () if facts is None else facts.calls
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


def _handler_start(handler: Handler) -> int:
    return handler.span.start


def _call_place(call: ApiCall) -> int:
    return call.span.start if call.span else 0
