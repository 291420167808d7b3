"""From the text of a module to its facts."""

import re

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis.calls import Calls
from tclsp.analysis.carrying import Carrying
from tclsp.analysis.clients import Inference
from tclsp.analysis.code_tests import CodeTests, FoundTest
from tclsp.analysis.escapes import Escapes, FoundCall
from tclsp.analysis.facts import ApiCall, CodeLiteral, CodeTest, Gap, Handler, ModuleFacts
from tclsp.analysis.handler_facts import HandlerFacts, services_of
from tclsp.analysis.handlers import Handlers
from tclsp.analysis.module import Module
from tclsp.analysis.names import Names
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.parsing import parse
from tclsp.analysis.paths import Paths
from tclsp.analysis.places import Places
from tclsp.analysis.relevance import relevant
from tclsp.analysis.selection import LiteralNode, Selections
from tclsp.analysis.sinks import Sinks
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Text
from tclsp.source.outline import Outline
from tclsp.source.text import SourceText

_TOO_LONG = Text("it is too long", "过长")
_CODE_SHAPE = re.compile(r"[A-Z][A-Za-z0-9]+(?:\.[A-Z][A-Za-z0-9]+)+$")
_CREDENTIALS_THAT_CALL = ("STS", "OIDC", "Default", "CVMRole", "Profile", "Provider")


def analyse(
    source: SourceText, outline: Outline, options: AnalysisOptions, catalog: Catalog
) -> ModuleFacts:
    """Return the facts of a module; parts that cannot be parsed are told as gaps."""
    gaps = [Gap(span, _TOO_LONG) for span, _ in outline.gaps]
    module = Module()
    for index in relevant(outline.pieces, options.triggers):
        piece = outline.pieces[index]
        parsed = parse(piece, source.position(piece.span.start).row)
        if isinstance(parsed, Gap):
            gaps.append(parsed)
            continue
        module.add(index, piece.scope, parsed)
    places = Places(source, outline.pieces)
    return _Analysis.of(module, options, catalog, places).facts(tuple(sorted(gaps, key=_start)))


def _start(gap: Gap) -> int:
    return gap.span.start


@define(eq=False)
class _Analysis:
    """The parts of the analysis, put together for one module."""

    module: Module
    catalog: Catalog
    places: Places
    handlers: Handlers

    @classmethod
    def of(
        cls, module: Module, options: AnalysisOptions, catalog: Catalog, places: Places
    ) -> "_Analysis":
        carrying = Carrying(Names(module, options))
        calls = Calls(Inference(carrying.names), catalog)
        paths = Paths(Selections(carrying), Sinks(carrying))
        return cls(module, catalog, places, Handlers(Escapes(calls), paths))

    def facts(self, gaps: tuple[Gap, ...]) -> ModuleFacts:
        units = self.module.units
        found = [handler for unit in units for handler in self.handlers.of_unit(unit)]
        made = HandlerFacts(self.handlers, self.places)
        tests = list(CodeTests(self.handlers, found).all(units))
        return ModuleFacts(
            gaps=gaps,
            calls=self._calls(made),
            handlers=tuple(sorted((made.of(each) for each in found), key=_handler_start)),
            tests=tuple(filter(None, (self._test(test) for test in tests))),
            loose_codes=self._loose_codes(tests),
            classes=tuple(sorted(self.module.classes)),
        )

    def _calls(self, made: HandlerFacts) -> tuple[ApiCall, ...]:
        calls = self.handlers.escapes.calls
        found = (
            FoundCall(part, target, unit)
            for unit in self.module.units
            for part in unit.nodes
            if isinstance(part, s.Call) and (target := calls.target(part, unit))
        )
        return tuple(sorted(map(made.call, found), key=_call_start))

    # ------------------------------------------------------------ code tests

    def _test(self, test: FoundTest) -> CodeTest | None:
        literals = tuple(filter(None, map(self._literal, test.comparison.literals)))
        if not literals:
            return None
        return CodeTest(
            operator=test.comparison.operator,
            literals=literals,
            services=services_of(test.calls),
            actions=tuple(sorted({(c.target.service, c.target.action) for c in test.calls})),
            group=test.group,
            credential_may_call=self._credential_may_call(),
            folded=test.comparison.folded,
            family_only=test.comparison.family_only,
        )

    def _literal(self, literal: LiteralNode) -> CodeLiteral | None:
        span = self.places.expression(literal.unit.piece, literal.node)
        if isinstance(literal.node, s.String):
            return CodeLiteral(literal.value, span)
        service, version, constant = _errorcodes_constant(literal.value)
        code = self.catalog.code_of_constant(service, version, constant)
        return CodeLiteral(code, span, constant) if code else None

    def _credential_may_call(self) -> bool:
        """Tell whether the module's credentials may call STS: one that does, or an unknown one."""
        names = {
            dotted.rpartition(".")[2]
            for unit in self.module.units
            for dotted in unit.imports.values()
        }
        if any(word in name for name in names for word in _CREDENTIALS_THAT_CALL):
            return True
        return not names.intersection({"credential", "Credential"})

    def _loose_codes(self, tests: list[FoundTest]) -> tuple[CodeLiteral, ...]:
        """Return the literals outside code tests that have the shape of a code with a dot."""
        tested = {id(literal.node) for test in tests for literal in test.comparison.literals}
        found: list[CodeLiteral] = []
        for unit in self.module.units:
            for part in unit.nodes:
                if not isinstance(part, s.String) or id(part) in tested:
                    continue
                if _CODE_SHAPE.match(part.value):
                    span = self.places.expression(unit.piece, part)
                    found.append(CodeLiteral(part.value, span))
        return tuple(found)


def _errorcodes_constant(dotted: str) -> tuple[str, str, str]:
    """Split `tencentcloud.cvm.v20170312.errorcodes.X` into service, version and constant."""
    names = dotted.split(".")
    version = names[-3].lstrip("v") if len(names) >= 4 else ""
    written = f"{version[:4]}-{version[4:6]}-{version[6:]}" if len(version) == 8 else ""
    return (names[-4] if len(names) >= 4 else ""), written, names[-1]


def _handler_start(handler: Handler) -> int:
    return handler.span.start


def _call_start(call: ApiCall) -> int:
    return call.span.start
