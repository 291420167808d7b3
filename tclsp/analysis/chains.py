"""Which code tests have failed wherever another one is made.

A chain is whatever makes that a test is only reached when others have failed: `elif`, a later
`case`, the code after a branch that always leaves, the other side of a conditional expression.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from attrs import define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.code_tests import FoundTest
from tclsp.analysis.module import Unit
from tclsp.analysis.names import Names
from tclsp.analysis.sinks import EXITS
from tclsp.analysis.subjects import Subject, subject_of

_REMEMBERED = 200
"""How many failed tests are remembered; machine-made chains are longer."""


@frozen(eq=False)
class Failed:
    """A test that is known to have failed, with what it asks about."""

    test: FoundTest
    subject: Subject


State: TypeAlias = tuple[Failed, ...]
"""The tests that have failed wherever a point of the code is reached."""


@define(eq=False)
class Chains:
    """Follows the code tests of one unit."""

    names: Names
    unit: Unit
    tests: dict[int, list[FoundTest]]
    """The tests of the unit by the id of the node that makes them."""
    failed: dict[int, State] = field(factory=dict)
    """What has failed before each test, by the id of the test."""

    @classmethod
    def of(cls, names: Names, unit: Unit, tests: Sequence[FoundTest]) -> "Chains":
        """Follow a unit; `tests` are all that stand in it."""
        by_node: dict[int, list[FoundTest]] = {}
        for test in tests:
            by_node.setdefault(id(test.node), []).append(test)
        chains = cls(names, unit, by_node)
        chains._block(unit.body, ())
        return chains

    def before(self, test: FoundTest) -> State:
        """Return the tests of the same code that have failed wherever a test is made."""
        subject = subject_of(test.comparison.subject, self.unit)
        if subject is None:
            return ()
        return tuple(
            each for each in self.failed.get(id(test), ()) if each.subject.key == subject.key
        )

    # ------------------------------------------------------------ statements

    def _block(self, block: s.Block, state: State) -> State | None:
        """Return what has failed at the end of a block; `None` where the end is not reached."""
        for statement in block:
            after = self._statement(statement, state)
            if after is None:
                return None
            state = after
        return state

    def _statement(self, node: s.Statement, state: State) -> State | None:
        match node:
            case s.If():
                return self._if(node, state)
            case s.Match():
                return self._match(node, state)
            case s.Loop():
                return self._loop(node, state)
            case s.Try():
                return self._try(node, state)
            case s.With():
                return self._with(node, state)
        for expression in walks.expressions(node):
            self._note(expression, state)
        if self._leaves(node):
            return None
        state = _without(state, _bound_by(node))
        if isinstance(node, s.Assert):
            state = _joined(state, self._failing(node.test, True))
        return state

    def _if(self, node: s.If, state: State) -> State | None:
        """Follow an `if` with its `elif`s, by iteration: such chains can be thousands long."""
        after: State | None = None
        orelse: s.Block = (node,)
        while len(orelse) == 1 and isinstance(orelse[0], s.If):
            node = orelse[0]
            self._note(node.test, state)
            state = _without(state, _bound_in(node.test))
            body = self._block(node.body, _joined(state, self._failing(node.test, True)))
            after = _common(after, body)
            state = _joined(state, self._failing(node.test, False))
            orelse = node.orelse
        return _common(after, self._block(orelse, state))

    def _match(self, node: s.Match, state: State) -> State | None:
        self._note(node.subject, state)
        after: State | None = None
        for case in node.cases:
            tests = self.tests.get(id(case), [])
            self.failed.update({id(test): state for test in tests})
            if case.guard is not None:
                self._note(case.guard, state)
            after = _common(after, self._block(case.body, state))
            if case.guard is not None:
                continue
            if isinstance(case.pattern, s.Name):
                return after
            if not isinstance(case.pattern, s.Group):
                state = _joined(state, self._failures(tests))
        return _common(after, state)

    def _loop(self, node: s.Loop, state: State) -> State:
        self._note(node.subject, state)
        bound = set(_bound_by(node))
        for statement in walks.statements(node.body):
            bound.update(_bound_by(statement))
        state = _without(state, bound)
        self._block(node.body, state)
        self._block(node.orelse, state)
        return state

    def _try(self, node: s.Try, state: State) -> State | None:
        bound = {name for each in walks.statements(node.body) for name in _bound_by(each)}
        at_handlers = _without(state, bound)
        body = self._block(node.body, state)
        after = None if body is None else self._block(node.orelse, body)
        for clause in node.handlers:
            caught = _without(at_handlers, {clause.name})
            after = _common(after, self._block(clause.body, caught))
        if self._block(node.final, at_handlers) is None:
            return None
        return after

    def _with(self, node: s.With, state: State) -> State:
        for manager, _ in node.items:
            self._note(manager, state)
        state = _without(state, _bound_by(node))
        after = self._block(node.body, state)
        # A manager may swallow what leaves its body.
        return state if after is None else after

    def _leaves(self, node: s.Statement) -> bool:
        if isinstance(node, (s.Return, s.Raise)):
            return True
        if isinstance(node, s.Leave):
            return node.kind in ("break", "continue")
        if isinstance(node, s.Evaluate) and isinstance(node.value, s.Call):
            return self.names.dotted(node.value.function, self.unit) in EXITS
        return False

    # ------------------------------------------------------------ conditions

    def _note(self, expression: s.Expression, state: State) -> None:
        """Note what has failed before the tests inside an expression."""
        for test in self.tests.get(id(expression), ()):
            self.failed[id(test)] = state
        match expression:
            case s.Conditional(body, condition, orelse):
                self._note(condition, state)
                self._note(body, _joined(state, self._failing(condition, True)))
                self._note(orelse, _joined(state, self._failing(condition, False)))
            case s.Not() | s.Lambda():
                # A negated test that never holds always lets through; a lambda runs elsewhere.
                return
            case _:
                for part in walks.parts(expression):
                    self._note(part, state)

    def _failing(self, condition: s.Expression, outcome: bool) -> State:
        """Return the tests that have failed where a condition came out so."""
        match condition:
            case s.Not():
                return self._failing(condition.operand, not outcome)
            case s.Boolean():
                if outcome is (condition.operator == "or"):
                    return ()
                failing = (self._failing(operand, outcome) for operand in condition.operands)
                return tuple(each for state in failing for each in state)
            case s.Compare() | s.Call() if _decides(condition):
                tests = self.tests.get(id(condition), ())
                return self._failures(test for test in tests if test.positive is not outcome)
        return ()

    def _failures(self, tests: Iterable[FoundTest]) -> State:
        found = ((test, subject_of(test.comparison.subject, self.unit)) for test in tests)
        return tuple(
            Failed(test, subject)
            for test, subject in found
            if subject is not None and test.comparison.operator != "key"
        )


def _decides(condition: s.Compare | s.Call) -> bool:
    """Tell whether a condition comes out by its test alone."""
    if isinstance(condition, s.Compare) or isinstance(condition.function, s.Attribute):
        return True
    if not isinstance(condition.function, s.Name) or condition.function.name != "any":
        return False
    argument = condition.arguments[0].value if condition.arguments else None
    return (
        isinstance(argument, s.Comprehension)
        and not argument.conditions
        and isinstance(argument.element, (s.Compare, s.Call))
    )


def _joined(state: State, more: State) -> State:
    return (*state, *more)[-_REMEMBERED:] if more else state


def _common(left: State | None, right: State | None) -> State | None:
    """Return what has failed on both ways to a point."""
    if left is None or right is None:
        return right if left is None else left
    kept = {id(each.test) for each in right}
    return tuple(each for each in left if id(each.test) in kept)


def _without(state: State, bound: Iterable[str]) -> State:
    """Return what is still known after names were bound again."""
    names = frozenset(bound)
    return tuple(each for each in state if not names & each.subject.names) if names else state


def _bound_by(node: s.Statement) -> Iterator[str]:
    """Yield the names that a statement itself binds or changes."""
    targets: tuple[s.Expression | None, ...] = ()
    if isinstance(node, s.Assign):
        targets = node.targets
    elif isinstance(node, s.Loop):
        targets = (node.target,)
    elif isinstance(node, s.With):
        targets = tuple(target for _, target in node.items)
    for target in targets:
        for part in walks.walk(target) if target is not None else ():
            if isinstance(part, s.Name):
                yield part.name
    for expression in walks.expressions(node):
        yield from _bound_in(expression)
        if any(isinstance(part, s.Call) for part in walks.walk(expression)):
            # A method may have changed what the object holds.
            yield from ("self", "cls")


def _bound_in(expression: s.Expression) -> Iterator[str]:
    for part in walks.walk(expression):
        if isinstance(part, s.Walrus) and isinstance(part.target, s.Name):
            yield part.target.name
