"""The facts about code tests: which literals they compare, with what, for which calls."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import TypeAlias

from attrs import define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.code_tests import CodeTests, FoundTest, group_of
from tclsp.analysis.comparisons import LiteralNode
from tclsp.analysis.escapes import FoundCall
from tclsp.analysis.facts import CodeLiteral, CodeTest, MessageTest, TestedCode
from tclsp.analysis.handler_facts import services_of
from tclsp.analysis.handlers import FoundHandler, Handlers
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.moving import Movable, moved_test
from tclsp.analysis.names import Names
from tclsp.analysis.places import Places
from tclsp.analysis.project import Project
from tclsp.analysis.taken import TakenFacts, ValueOf
from tclsp.catalog.store import Catalog

_CREDENTIALS_THAT_CALL = ("STS", "OIDC", "Default", "CVMRole", "Profile", "Provider")

_Asked: TypeAlias = tuple[tuple[str, ...] | None, tuple[tuple[str, str], ...]]
"""Services, where they are known, and actions with their services."""


@frozen(eq=False)
class _TestsOfUnit:
    """The tests that stand in one unit."""

    unit: Unit
    tests: tuple[FoundTest, ...]
    groups: tuple[str, ...]
    modules: tuple[Module, ...]
    """Those that the literals stand in."""
    in_one_piece: bool
    """Whether the literals stand in the piece of the unit."""

    @classmethod
    def of(cls, unit: Unit, tests: tuple[FoundTest, ...]) -> "_TestsOfUnit":
        """Look at the tests of a unit."""
        literals = [literal for test in tests for literal in test.comparison.literals]
        pieces = {(literal.unit.module, literal.unit.piece) for literal in literals}
        return cls(
            unit,
            tests,
            groups=tuple({test.group: None for test in tests}),
            modules=tuple({literal.unit.module: None for literal in literals}),
            in_one_piece=pieces <= {(unit.module, unit.piece)},
        )


@define(eq=False)
class CodeTestFacts:
    """Finds the tests of a whole project: a literal may stand in another file than its test."""

    project: Project
    catalog: Catalog
    handlers: Handlers
    caught: dict[int, frozenset[int]] = field(init=False, factory=dict)
    """The ids of the modules with a handler for an API call, by the id of the call."""
    _others: dict[tuple[int, str], tuple[str, ...]] = field(init=False, factory=dict)
    """The classes besides SDK errors of a handler, by its module's id and its group of tests."""
    _by_module: dict[int, list[_TestsOfUnit]] = field(init=False, factory=dict)
    """The units whose tests have a literal in a module, by its id."""
    _may_call: dict[int, bool] = field(init=False, factory=dict)
    """Whether the credentials of a module may call STS, by its id."""
    _asked: dict[tuple[FoundCall, ...], _Asked] = field(init=False, factory=dict)
    _value_of: ValueOf = field(init=False)
    _found: CodeTests = field(init=False)
    _tests_of: Mapping[Unit, Sequence[FoundTest]] = field(init=False)
    _taken: TakenFacts = field(init=False)

    @_value_of.default
    def _by_catalog(self) -> ValueOf:
        # No bound method, with which this and `_taken` would hold each other.
        return partial(_code_of, self.catalog)

    def __attrs_post_init__(self) -> None:
        """Look through all modules once."""
        units = [unit for module in self.project.modules for unit in module.units]
        handlers = [handler for unit in units for handler in self.handlers.of_unit(unit)]
        for handler in handlers:
            self._note_others(handler)
            self._note_calls(handler)
        self._found = CodeTests(self.handlers, handlers)
        self._tests_of = self._found.find(units)
        for unit, tests in self._tests_of.items():
            self._index(unit, tuple(tests))
        self._taken = TakenFacts(self._names, self._value_of, self._tests_of)

    def _index(self, unit: Unit, tests: tuple[FoundTest, ...]) -> None:
        found = self._names.keeping.given(
            unit, "indexed tests", tests, lambda: _TestsOfUnit.of(unit, tests)
        )
        for module in found.modules:
            self._by_module.setdefault(id(module), []).append(found)

    def _note_calls(self, handler: FoundHandler) -> None:
        # Most are caught in one module only, and share what says so.
        alone = frozenset((id(handler.unit.module),))
        for call in handler.calls:
            key = id(call.call)
            known = self.caught.get(key, alone)
            self.caught[key] = known if alone <= known else known | alone

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
        # What the handler is found by counts, too.
        self.handlers.of_unit(unit)
        return tuple(name for name in handler.classes if not self._names.is_sdk_error(name, unit))

    @property
    def _names(self) -> Names:
        return self.handlers.paths.carrying.names

    # ------------------------------------------------------------ of a module

    def tests(self, module: Module, places: Places) -> Iterator[CodeTest]:
        """Yield the tests with a literal in a module, as far as their literals stand there."""
        for found in self._by_module.get(id(module), ()):
            if found.in_one_piece:
                yield from self._kept(found, places)
            else:
                yield from self._tests(found, module, places)

    def _kept(self, found: _TestsOfUnit, places: Places) -> tuple[CodeTest, ...]:
        """Return the facts of tests all of which stand in one piece, made once for all edits."""
        unit = found.unit
        start = places.start(unit.piece)
        others = tuple(self._others.get((id(unit.module), group), ()) for group in found.groups)
        return self._names.keeping.given(
            unit,
            "facts of tests",
            (found, others, self._credential_may_call(unit.module)),
            lambda: Movable(tuple(self._tests(found, unit.module, places)), start, moved_test),
        ).at(start)

    def _tests(self, found: _TestsOfUnit, module: Module, places: Places) -> Iterator[CodeTest]:
        made = (self._test(test, module, places) for test in found.tests)
        return (test for test in made if test is not None)

    def _test(self, test: FoundTest, module: Module, places: Places) -> CodeTest | None:
        """Return the facts of a test, as far as its literals stand in a module."""
        comparison, home = test.comparison, test.unit.module
        every = comparison.literals
        own = [each for each in every if each.unit.module is module]
        located = [self._literal(each, places) for each in own]
        literals = tuple(each for each in located if each is not None)
        if not literals:
            return None
        services, actions = self._asked_by(test.calls)
        is_here = home is module
        return CodeTest(
            operator=comparison.operator,
            literals=literals,
            services=services,
            actions=actions,
            group=f"{home.path}:{test.group}",
            elsewhere=() if len(own) == len(every) else _elsewhere(every, module),
            other_errors=self._others.get((id(home), test.group), ()),
            credential_may_call=self._credential_may_call(home),
            folded=comparison.folded,
            family_only=comparison.family_only,
            span=places.statement(test.unit.piece, test.number) if is_here else None,
            taken=self._taken.of(test, places) if is_here else (),
        )

    def message_tests(self, module: Module, places: Places) -> Iterator[MessageTest]:
        """Yield the tests on the texts of errors in a module."""
        for unit in module.units:
            for found in self._found.on_messages(unit):
                yield MessageTest(
                    span=places.expression(unit.piece, found.comparison.node),
                    operator=found.comparison.operator,
                    texts=tuple(literal.value for literal in found.comparison.literals),
                    part=found.part,
                    error=found.error,
                    services=services_of(found.calls),
                    other_errors=self._others.get((id(module), found.group), ()),
                )

    def _asked_by(self, calls: tuple[FoundCall, ...]) -> _Asked:
        """Return the services and actions of calls; most tests of a handler share these."""
        known = self._asked.get(calls)
        if known is None:
            actions = sorted({(each.target.service, each.target.action) for each in calls})
            known = self._asked[calls] = services_of(calls), tuple(actions)
        return known

    def _credential_may_call(self, module: Module) -> bool:
        key = id(module)
        if key not in self._may_call:
            self._may_call[key] = _credential_may_call(module)
        return self._may_call[key]

    def _literal(self, literal: LiteralNode, places: Places) -> CodeLiteral | None:
        span = places.expression(literal.unit.piece, literal.node)
        code = self._value_of(literal)
        if isinstance(literal.node, s.String):
            return CodeLiteral(code, span)
        constant = literal.value.rpartition(".")[2]
        return CodeLiteral(code, span, constant) if code else None

    def is_tested(self, literal: s.String) -> bool:
        """Tell whether a literal is one of a code test."""
        return id(literal) in self._literals

    @cached_property
    def _literals(self) -> frozenset[int]:
        """The ids of the literals of all tests."""
        tests = chain.from_iterable(self._tests_of.values())
        return frozenset(id(each.node) for test in tests for each in test.comparison.literals)

    # ------------------------------------------------------------ of a handler

    def tested(self, handler: FoundHandler) -> tuple[TestedCode, ...]:
        """Return what the tests of a handler and its helpers name."""
        tests = tuple(self._found.judging(handler))
        if not tests:
            return ()
        return self._names.keeping.given(
            handler.unit,
            ("tested", handler.kind, handler.number),
            tests,
            lambda: tuple(dict.fromkeys(self._named_by(tests))),
        )

    def _named_by(self, tests: tuple[FoundTest, ...]) -> Iterator[TestedCode]:
        for test in tests:
            for literal in test.comparison.literals:
                yield TestedCode(test.comparison.operator, self._value_of(literal))

    def handlers_seeing(self, found: FoundCall) -> list[FoundHandler]:
        """Return the handlers of the project that the error of a call reaches."""
        return [
            handler
            for handler in self._found.found
            if any(call.call is found.call for call in handler.calls)
        ]

    def asked_for(self, handler: FoundHandler) -> Iterator[TestedCode]:
        """Yield what a handler asks for, in the code and in the text of its error."""
        yield from self.tested(handler)
        for test in self._found.judging_messages(handler):
            for literal in test.comparison.literals:
                yield TestedCode("substring", literal.value)


def _code_of(catalog: Catalog, literal: LiteralNode) -> str:
    """Return the code that a literal or a constant of the SDK holds, or an empty text."""
    if isinstance(literal.node, s.String):
        return literal.value
    return catalog.code_of_constant(*_errorcodes_constant(literal.value)) or ""


def _elsewhere(literals: tuple[LiteralNode, ...], module: Module) -> tuple[str, ...]:
    """Return the texts of the literals that stand outside of a module."""
    return tuple(
        each.value
        for each in literals
        if each.unit.module is not module and isinstance(each.node, s.String)
    )


def _credential_may_call(module: Module) -> bool:
    """Tell whether the module's credentials may call STS: one that does, or an unknown one."""
    names = {dotted.rpartition(".")[2] for unit in module.units for dotted in unit.imports.values()}
    if any(word in name for name in names for word in _CREDENTIALS_THAT_CALL):
        return True
    return not any(
        isinstance(part, s.Call)
        and isinstance(part.function, (s.Name, s.Attribute))
        and part.function.name == "Credential"
        for unit in module.units
        if "Credential" in unit.named
        for part in unit.nodes
    )


def _errorcodes_constant(dotted: str) -> tuple[str, str, str]:
    """Split `tencentcloud.cvm.v20170312.errorcodes.X` into service, version and constant."""
    names = dotted.split(".")
    version = names[-3].lstrip("v") if len(names) >= 4 else ""
    written = f"{version[:4]}-{version[4:6]}-{version[6:]}" if len(version) == 8 else ""
    return (names[-4] if len(names) >= 4 else ""), written, names[-1]
