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
from tclsp.analysis.code_tests import CodeTests, FoundTest, group_of
from tclsp.analysis.comparisons import LiteralNode
from tclsp.analysis.dead_clauses import DeadClauses
from tclsp.analysis.dry_runs import deals_with_errors, is_dry_run, mentions_dry_run
from tclsp.analysis.escapes import Escapes, FoundCall
from tclsp.analysis.facts import (
    ApiCall,
    CodeLiteral,
    CodeTest,
    DeadClause,
    DryRun,
    Gap,
    Handler,
    MessageTest,
    ModuleFacts,
    NetworkHandler,
    SdkImport,
    TestedCode,
    Unhandled,
    WrongAttribute,
)
from tclsp.analysis.handler_facts import HandlerFacts, services_of
from tclsp.analysis.handlers import FoundHandler, Handlers
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
from tclsp.analysis.taken import TakenFacts
from tclsp.analysis.unhandled import UnhandledCalls
from tclsp.catalog.store import Catalog
from tclsp.source.outline import Outline
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

_CODE_SHAPE = re.compile(r"[A-Z][A-Za-z0-9]+(?:\.[A-Z][A-Za-z0-9]+)+$")
T = TypeVar("T")
_CREDENTIALS_THAT_CALL = ("STS", "OIDC", "Default", "CVMRole", "Profile", "Provider")


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
    _found: dict[int, list[FoundHandler]] = field(factory=dict)
    _caught: dict[int, set[int]] = field(factory=dict)
    """The ids of the modules with a handler for an API call, by the id of the call."""
    _others: dict[tuple[int, str], tuple[str, ...]] = field(factory=dict)
    """The classes besides SDK errors of a handler, by its module's id and its group of tests."""
    _tests: list[FoundTest] | None = None
    _tests_by_module: dict[int, list[FoundTest]] = field(factory=dict)
    """The tests with a literal in a module, by its id."""
    _tested_nodes: set[int] = field(factory=set)
    """The ids of the literals of all tests."""
    _class_names: tuple[str, ...] = field(init=False)
    """Those of all classes of the project, sorted."""
    _answers: AnswerFacts = field(init=False)
    _may_call: dict[int, bool] = field(factory=dict)
    """Whether the credentials of a module may call STS, by its id."""
    _code_tests: CodeTests = field(init=False)
    _taken: TakenFacts = field(init=False)
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
        tests = tuple(self._test(test, module, places) for test in self._tests_in(module))
        made = HandlerFacts(self.handlers, module, places, self._caught)
        handlers = (made.of(each, self._tested(each)) for each in self._handlers_of(module))
        return ModuleFacts(
            gaps=gaps,
            calls=self._calls(module, made),
            handlers=tuple(sorted(handlers, key=_handler_start)),
            tests=tuple(test for test in tests if test is not None),
            message_tests=tuple(self._message_tests(module, places)),
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

    def _handlers_of(self, module: Module) -> list[FoundHandler]:
        key = id(module)
        if key not in self._found:
            self._found[key] = [
                handler for unit in module.units for handler in self.handlers.of_unit(unit)
            ]
        return self._found[key]

    def _all_tests(self) -> list[FoundTest]:
        """Return the code tests of all modules: a literal may stand in another file."""
        if self._tests is None:
            found = [each for module in self.project.modules for each in self._handlers_of(module)]
            units = [unit for module in self.project.modules for unit in module.units]
            for handler in found:
                self._note_others(handler)
                for call in handler.calls:
                    self._caught.setdefault(id(call.call), set()).add(id(handler.unit.module))
            self._code_tests = CodeTests(self.handlers, found)
            self._tests = list(self._code_tests.all(units))
            self._index_literals(self._tests)
            self._taken = TakenFacts.of_all(self._names, self._tests, self._value)
        return self._tests

    def _tests_in(self, module: Module) -> list[FoundTest]:
        self._all_tests()
        return self._tests_by_module.get(id(module), [])

    def _index_literals(self, tests: list[FoundTest]) -> None:
        for test in tests:
            literals = test.comparison.literals
            self._tested_nodes.update(id(literal.node) for literal in literals)
            for module in {id(literal.unit.module) for literal in literals}:
                self._tests_by_module.setdefault(module, []).append(test)

    def _note_others(self, handler: FoundHandler) -> None:
        """Remember what a clause for the SDK error catches besides."""
        if handler.kind == "named":
            unit = handler.unit
            others = self._names.keeping.of(
                unit, ("others", handler.number), lambda: self._other_classes(handler)
            )
            self._others[id(unit.module), group_of(handler)] = others

    def _other_classes(self, handler: FoundHandler) -> tuple[str, ...]:
        unit = handler.unit
        return tuple(name for name in handler.classes if not self._names.is_sdk_error(name, unit))

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
            catching = self._handlers_seeing(found)
            if any(deals_with_errors(handler, self.handlers) for handler in catching):
                yield DryRun(
                    places.expression(found.unit.piece, found.call),
                    found.target.service,
                    found.target.action,
                    tuple(code for handler in catching for code in self._asked_for(handler)),
                )

    @cached_property
    def _may_run_dry(self) -> bool:
        units = (unit for module in self.project.modules for unit in module.units)
        return any(self._kept(unit, "names DryRun", mentions_dry_run) for unit in units)

    def _handlers_seeing(self, found: FoundCall) -> list[FoundHandler]:
        """Return the handlers of the project that the error of a call reaches."""
        return [
            handler
            for handler in self._code_tests.found
            if any(call.call is found.call for call in handler.calls)
        ]

    def _asked_for(self, handler: FoundHandler) -> Iterator[TestedCode]:
        """Yield what a handler asks for, in the code and in the text of its error."""
        yield from self._tested(handler)
        for test in self._code_tests.judging_messages(handler):
            for literal in test.comparison.literals:
                yield TestedCode("substring", literal.value)

    # ------------------------------------------------------------ code tests

    def _test(self, test: FoundTest, module: Module, places: Places) -> CodeTest | None:
        """Return the facts of a test, as far as its literals stand in a module."""
        own = [each for each in test.comparison.literals if each.unit.module is module]
        literals = tuple(filter(None, (self._literal(each, places) for each in own)))
        if not literals:
            return None
        return CodeTest(
            operator=test.comparison.operator,
            literals=literals,
            services=services_of(test.calls),
            actions=tuple(sorted({(c.target.service, c.target.action) for c in test.calls})),
            group=f"{test.unit.module.path}:{test.group}",
            elsewhere=tuple(
                each.value
                for each in test.comparison.literals
                if each.unit.module is not module and isinstance(each.node, s.String)
            ),
            other_errors=self._others.get((id(test.unit.module), test.group), ()),
            credential_may_call=self._credential_may_call(test.unit.module),
            folded=test.comparison.folded,
            family_only=test.comparison.family_only,
            span=places.statement(test.unit.piece, test.number)
            if test.unit.module is module
            else None,
            taken=self._taken.of(test, places) if test.unit.module is module else (),
        )

    def _message_tests(self, module: Module, places: Places) -> Iterator[MessageTest]:
        for unit in module.units:
            for found in self._code_tests.on_messages(unit):
                yield MessageTest(
                    span=places.expression(unit.piece, found.comparison.node),
                    operator=found.comparison.operator,
                    texts=tuple(literal.value for literal in found.comparison.literals),
                    part=found.part,
                    error=found.error,
                    services=services_of(found.calls),
                    other_errors=self._others.get((id(module), found.group), ()),
                )

    def _credential_may_call(self, module: Module) -> bool:
        key = id(module)
        if key not in self._may_call:
            self._may_call[key] = _credential_may_call(module)
        return self._may_call[key]

    def _tested(self, handler: FoundHandler) -> tuple[TestedCode, ...]:
        """Return what the tests of a handler and its helpers name."""
        named = (
            TestedCode(test.comparison.operator, self._value(literal))
            for test in self._code_tests.judging(handler)
            for literal in test.comparison.literals
        )
        return tuple(dict.fromkeys(named))

    def _value(self, literal: LiteralNode) -> str:
        """Return the code that a literal or a constant of the SDK holds, or an empty text."""
        if isinstance(literal.node, s.String):
            return literal.value
        return self.catalog.code_of_constant(*_errorcodes_constant(literal.value)) or ""

    def _literal(self, literal: LiteralNode, places: Places) -> CodeLiteral | None:
        span = places.expression(literal.unit.piece, literal.node)
        code = self._value(literal)
        if isinstance(literal.node, s.String):
            return CodeLiteral(code, span)
        constant = literal.value.rpartition(".")[2]
        return CodeLiteral(code, span, constant) if code else None

    def _loose_codes(self, module: Module, places: Places) -> tuple[CodeLiteral, ...]:
        """Return the literals outside code tests that have the shape of a code with a dot."""
        return tuple(
            CodeLiteral(part.value, places.expression(unit.piece, part))
            for unit, part in self._each(module, "codes", _code_like)
            if id(part) not in self._tested_nodes
        )


def _code_like(unit: Unit) -> Iterator[s.String]:
    """Yield the texts of a unit that have the shape of a code."""
    for part in unit.nodes:
        if isinstance(part, s.String) and _CODE_SHAPE.match(part.value):
            yield part


def _credential_may_call(module: Module) -> bool:
    """Tell whether the module's credentials may call STS: one that does, or an unknown one."""
    names = {dotted.rpartition(".")[2] for unit in module.units for dotted in unit.imports.values()}
    if any(word in name for name in names for word in _CREDENTIALS_THAT_CALL):
        return True
    made = {
        part.function.name
        for unit in module.units
        for part in unit.nodes
        if isinstance(part, s.Call) and isinstance(part.function, (s.Name, s.Attribute))
    }
    return "Credential" not in made


def _errorcodes_constant(dotted: str) -> tuple[str, str, str]:
    """Split `tencentcloud.cvm.v20170312.errorcodes.X` into service, version and constant."""
    names = dotted.split(".")
    version = names[-3].lstrip("v") if len(names) >= 4 else ""
    written = f"{version[:4]}-{version[4:6]}-{version[6:]}" if len(version) == 8 else ""
    return (names[-4] if len(names) >= 4 else ""), written, names[-1]


def _handler_start(handler: Handler) -> int:
    return handler.span.start


def _call_place(call: ApiCall) -> int:
    return call.span.start if call.span else 0
