"""From the files of a project to the facts of each."""

import re

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis.calls import Calls
from tclsp.analysis.carrying import Carrying
from tclsp.analysis.clients import Inference
from tclsp.analysis.code_tests import CodeTests, FoundTest
from tclsp.analysis.escapes import Escapes, FoundCall
from tclsp.analysis.facts import ApiCall, CodeLiteral, CodeTest, Gap, Handler, ModuleFacts
from tclsp.analysis.handler_facts import HandlerFacts, services_of
from tclsp.analysis.handlers import FoundHandler, Handlers
from tclsp.analysis.lowered import lower_file
from tclsp.analysis.module import Module
from tclsp.analysis.names import Names
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.paths import Paths
from tclsp.analysis.places import Places
from tclsp.analysis.project import Project
from tclsp.analysis.selection import LiteralNode, Selections
from tclsp.analysis.sinks import Sinks
from tclsp.catalog.store import Catalog
from tclsp.source.outline import Outline
from tclsp.source.text import SourceText

_CODE_SHAPE = re.compile(r"[A-Z][A-Za-z0-9]+(?:\.[A-Z][A-Za-z0-9]+)+$")
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
    _tests: list[FoundTest] | None = None

    @classmethod
    def of(cls, project: Project, options: AnalysisOptions, catalog: Catalog) -> "ProjectAnalysis":
        """Put the parts of the analysis together."""
        carrying = Carrying(Names(project, options))
        calls = Calls(Inference(carrying.names), catalog)
        paths = Paths(Selections(carrying), Sinks(carrying))
        return cls(project, catalog, Handlers(Escapes(calls), paths))

    def facts(self, module: Module, gaps: tuple[Gap, ...], places: Places) -> ModuleFacts:
        """Return the facts of one module, judged on the whole project."""
        made = HandlerFacts(self.handlers, module, places)
        handlers = (made.of(each) for each in self._handlers_of(module))
        tests = (self._test(test, module, places) for test in self._all_tests())
        return ModuleFacts(
            gaps=gaps,
            calls=self._calls(module, made),
            handlers=tuple(sorted(handlers, key=_handler_start)),
            tests=tuple(test for test in tests if test is not None),
            loose_codes=self._loose_codes(module, places),
            classes=tuple(sorted(self._class_names())),
        )

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
            self._tests = list(CodeTests(self.handlers, found).all(units))
        return self._tests

    def _class_names(self) -> set[str]:
        return {name for module in self.project.modules for name in module.classes}

    def _calls(self, module: Module, made: HandlerFacts) -> tuple[ApiCall, ...]:
        calls = self.handlers.escapes.calls
        found = (
            FoundCall(part, target, unit)
            for unit in module.units
            for part in unit.nodes
            if isinstance(part, s.Call) and (target := calls.target(part, unit))
        )
        return tuple(sorted(map(made.call, found), key=_call_place))

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
            credential_may_call=_credential_may_call(test.unit.module),
            folded=test.comparison.folded,
            family_only=test.comparison.family_only,
        )

    def _literal(self, literal: LiteralNode, places: Places) -> CodeLiteral | None:
        span = places.expression(literal.unit.piece, literal.node)
        if isinstance(literal.node, s.String):
            return CodeLiteral(literal.value, span)
        service, version, constant = _errorcodes_constant(literal.value)
        code = self.catalog.code_of_constant(service, version, constant)
        return CodeLiteral(code, span, constant) if code else None

    def _loose_codes(self, module: Module, places: Places) -> tuple[CodeLiteral, ...]:
        """Return the literals outside code tests that have the shape of a code with a dot."""
        tested = {
            id(literal.node) for test in self._all_tests() for literal in test.comparison.literals
        }
        return tuple(
            CodeLiteral(part.value, places.expression(unit.piece, part))
            for unit in module.units
            for part in unit.nodes
            if isinstance(part, s.String)
            and _CODE_SHAPE.match(part.value)
            and id(part) not in tested
        )


def _credential_may_call(module: Module) -> bool:
    """Tell whether the module's credentials may call STS: one that does, or an unknown one."""
    names = {dotted.rpartition(".")[2] for unit in module.units for dotted in unit.imports.values()}
    if any(word in name for name in names for word in _CREDENTIALS_THAT_CALL):
        return True
    return not names.intersection({"credential", "Credential"})


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
