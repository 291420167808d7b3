"""Collects the code tests of a module, wherever they stand."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from attrs import define, evolve, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import Held, Part, Parts
from tclsp.analysis.comparisons import Comparison
from tclsp.analysis.escapes import FoundCall
from tclsp.analysis.handing_on import HandingOn, Received
from tclsp.analysis.handlers import FoundHandler, Handlers
from tclsp.analysis.message_tests import FoundMessageTest, MessageTests, Read
from tclsp.analysis.module import Unit
from tclsp.analysis.selection import Selections

_Made: TypeAlias = tuple[Comparison, s.Expression | s.Case, int, bool]
"""A comparison, what makes it, its statement, and whether it holds for its literals."""


@frozen(eq=False)
class FoundTest:
    """A code test with what is known of the calls around it."""

    comparison: Comparison
    node: s.Expression | s.Case
    """The expression or the `case` that makes it."""
    number: int
    """The statement that it stands in."""
    positive: bool
    """Whether it holds for its literals: not `!=`, `not in`, `find(...) == -1`."""
    unit: Unit
    calls: tuple[FoundCall, ...]
    """The API calls whose errors it may see; none where that is unknown."""
    group: str


@frozen(eq=False)
class _Around:
    """What holds where a statement stands."""

    held: Held
    calls: tuple[FoundCall, ...]
    group: str
    possible: bool = True
    """Whether an SDK error comes there; else another one is tested."""

    def but(self, block: s.Block, excluded: tuple[s.Block, ...]) -> "_Around":
        """Return what holds in a block, where no SDK error reaches the `excluded` ones."""
        if not self.possible or not any(block is each for each in excluded):
            return self
        return evolve(self, possible=False)


@define(eq=False)
class _Found:
    """The tests of one unit."""

    unit: Unit
    by_body: dict[int, FoundHandler]
    """Its handlers by the ids of their blocks."""
    made: list[FoundTest] = field(factory=list)
    messages: list[FoundMessageTest] = field(factory=list)
    """The tests on the text of an error."""


@define(eq=False)
class CodeTests:
    """Collects the code tests of a project."""

    handlers: Handlers
    found: list[FoundHandler]
    """All handlers of the project."""
    _received: dict[Unit, Received] = field(factory=dict)
    _helpers: dict[FoundHandler, dict[Unit, None]] = field(factory=dict)
    """The functions that are given the error of a handler."""
    _made: dict[Unit, list[FoundTest]] = field(factory=dict)
    _messages: dict[Unit, list[FoundMessageTest]] = field(factory=dict)

    @property
    def selections(self) -> Selections:
        """Reads conditions."""
        return self.handlers.paths.selections

    def find(self, units: list[Unit]) -> Mapping[Unit, Sequence[FoundTest]]:
        """Return the code tests of all units, of those that have any."""
        for handler in self.found:
            helpers = self._helpers.setdefault(handler, {})
            handing = HandingOn(self.selections.carrying, self._received, handler.calls, helpers)
            handing.on(handler.body, handler.held, handler.unit)
        for unit in units:
            found = self._of_unit(unit, self._received.get(unit, Received()))
            if found is None:
                continue
            if found.made:
                self._made[unit] = found.made
            if found.messages:
                self._messages[unit] = found.messages
        return self._made

    def _of_unit(self, unit: Unit, received: Received) -> _Found | None:
        keeping = self.handlers.escapes.keeping
        calls = () if received.unknown else tuple(received.calls.values())
        find = partial(self._look_through, unit, received.held, calls)
        if not received.held and not calls:
            return keeping.of(unit, "tests", find)
        given = tuple(received.held.items()), calls
        return keeping.given(unit, "tests of what is given", given, find)

    def _look_through(
        self, unit: Unit, received: Held, calls: tuple[FoundCall, ...]
    ) -> _Found | None:
        """Return the tests of a unit; None where it has none, as most."""
        handlers = self.handlers.of_unit(unit)
        held = {**self._typed(unit), **received, **self._kept(handlers)}
        if not held and not handlers and not self.selections.carrying.speaks_of_answers(unit):
            return None
        found = _Found(unit, {id(each.body): each for each in handlers if each.body})
        found.made += self._of_block(unit.body, found, _Around(held, calls, unit.name))
        return found if found.made or found.messages else None

    def judging(self, handler: FoundHandler) -> Iterator[FoundTest]:
        """Yield the tests that ask about a handler's error, in helpers too, once `find` is done."""
        group = group_of(handler)
        own = self._made.get(handler.unit, ())
        yield from (test for test in own if test.group == group)
        for helper in self._helpers.get(handler, ()):
            yield from self._made.get(helper, ())

    def judging_messages(self, handler: FoundHandler) -> Iterator[FoundMessageTest]:
        """Yield the tests on the text of a handler's error, in helpers too, like `judging`."""
        group = group_of(handler)
        own = self._messages.get(handler.unit, ())
        yield from (test for test in own if test.group == group)
        for helper in self._helpers.get(handler, ()):
            yield from self._messages.get(helper, ())

    def on_messages(self, unit: Unit) -> list[FoundMessageTest]:
        """Return the tests on the text of an error in a unit, once `find` is done."""
        return self._messages.get(unit, [])

    def _kept(self, handlers: tuple[FoundHandler, ...]) -> dict[str, Parts]:
        """Return what the handlers of a unit keep of their errors in locals."""
        kept: dict[str, Parts] = {}
        for handler in handlers:
            for statement in walks.statements(handler.body):
                if not isinstance(statement, s.Assign) or statement.value is None:
                    continue
                parts = self.selections.carrying.parts(statement.value, handler.held, handler.unit)
                if parts & ~Part.FIXED not in (Part.CODE, Part.MESSAGE, Part.OBJECT):
                    continue
                for target in statement.targets:
                    if isinstance(target, s.Name):
                        kept[target.name] = parts & ~Part.FIXED
        return kept

    def _typed(self, unit: Unit) -> dict[str, Parts]:
        """Return the names that an annotation or a class check says are the SDK error."""
        names = self.selections.carrying.names
        held: dict[str, Parts] = {}
        for parameter in unit.parameters:
            annotation = parameter.annotation
            if annotation is not None and names.names_sdk_error(annotation, unit):
                held[parameter.name] = Part.OBJECT
        for part in unit.nodes:
            name = self._checked_name(part, unit)
            if name:
                held[name] = Part.OBJECT
        return held

    def _checked_name(self, part: s.Expression, unit: Unit) -> str:
        if not isinstance(part, s.Call) or len(part.arguments) != 2:
            return ""
        if not isinstance(part.function, s.Name) or part.function.name != "isinstance":
            return ""
        subject, classes = part.arguments[0].value, part.arguments[1].value
        if not isinstance(subject, s.Name):
            return ""
        names = self.selections.carrying.names
        return subject.name if names.names_sdk_error(classes, unit) else ""

    # ------------------------------------------------------------ tests

    def _of_block(self, block: s.Block, found: _Found, around: _Around) -> Iterator[FoundTest]:
        around = self._entering(block, found, around)
        for first in block:
            inside = around
            for node in walks.with_elifs(first):
                excluded, ends = yield from self._of_node(node, found, inside)
                for inner in walks.blocks_but_elif(node):
                    yield from self._of_block(inner, found, inside.but(inner, excluded))
                if walks.has_elif(node):
                    inside = self._entering(node.orelse, found, inside.but(node.orelse, excluded))
                if ends and node is first:
                    around = evolve(around, possible=False)

    def _entering(self, block: s.Block, found: _Found, around: _Around) -> _Around:
        """Return what holds inside a block, which may be that of a handler."""
        handler = found.by_body.get(id(block))
        if handler is None:
            return around
        calls = handler.calls if handler.kind != "raw" or handler.calls else around.calls
        held = {**around.held, **handler.held}
        return evolve(around, held=held, calls=calls, group=group_of(handler))

    def _of_node(
        self, node: s.Statement, found: _Found, around: _Around
    ) -> Generator[FoundTest, None, tuple[tuple[s.Block, ...], bool]]:
        """Yield the tests of a statement without those of its blocks.

        Return the blocks that no SDK error reaches, and whether none gets behind the statement.
        """
        unit, held, calls, group = found.unit, around.held, around.calls, around.group
        if not held and not self.selections.carrying.speaks_of_answers(unit):
            return (), False
        read = self._read(node, held, unit)
        for made in self._of_statement(node, read, held, unit):
            yield FoundTest(*made, unit, calls, group)
        on_messages = MessageTests(self.selections, held, unit, calls, group)
        if around.possible and on_messages.may_be_in(node, read):
            found.messages += on_messages.of_statement(node)
        if any(selection.impossible for _, selection in read):
            return on_messages.impossible(node), on_messages.ends_at(node)
        return (), False

    def _read(self, node: s.Statement, held: Held, unit: Unit) -> list[Read]:
        """Return the parts of a statement that may be tests, with what each selects."""
        return [
            (part, self.selections.of(part, held, unit))
            for expression in walks.expressions(node)
            for part in walks.walk(expression)
            if isinstance(part, (s.Compare, s.Call, s.Subscript))
        ]

    def _of_statement(
        self, node: s.Statement, read: list[Read], held: Held, unit: Unit
    ) -> Iterator[_Made]:
        if isinstance(node, s.Match):
            yield from self._of_match(node, held, unit)
        for part, selection in read:
            for comparison in selection.comparisons:
                if comparison.literals:
                    yield comparison, part, node.number, selection.when_true

    def _of_match(self, node: s.Match, held: Held, unit: Unit) -> Iterator[_Made]:
        subject = self.selections.carrying.parts(node.subject, held, unit) & ~Part.FIXED
        if subject != Part.CODE:
            return
        for case in node.cases:
            literals = tuple(self.selections.literals(case.pattern, unit))
            if literals:
                yield Comparison("case", literals, node.subject), case, case.number, True


def group_of(handler: FoundHandler) -> str:
    """Return what the tests of a handler have in common, within its module."""
    return f"{handler.unit.piece}:{handler.number}"
