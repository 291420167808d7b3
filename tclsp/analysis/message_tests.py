"""Finds the tests on the text of an error in the statements of one block."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import define, evolve, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import Held, Part
from tclsp.analysis.comparisons import MessageComparison, Selection
from tclsp.analysis.escapes import FoundCall
from tclsp.analysis.module import Unit
from tclsp.analysis.selection import Selections

Read: TypeAlias = tuple[s.Expression, Selection]
"""A part of a statement with what it selects."""

_FOLLOW = 3
"""How many local names are followed."""


@frozen(eq=False)
class FoundMessageTest:
    """A test on the text of an error."""

    comparison: MessageComparison
    unit: Unit
    calls: tuple[FoundCall, ...]
    """The API calls whose errors it may see; none where that is unknown."""
    group: str
    """That of the code tests of the same handler or function."""
    error: str
    """The local name of the error; empty where it has none here."""
    part: Literal["message", "text"]
    """Whether it asks for the message alone or for a text of the whole error."""


@define(eq=False)
class MessageTests:
    """Reads statements for which it is known what the local names hold."""

    selections: Selections
    held: Held
    unit: Unit
    calls: tuple[FoundCall, ...]
    group: str

    def may_be_in(self, node: s.Statement, read: list[Read]) -> bool:
        """Tell whether `of_statement` may find something, given what was read of a statement."""
        return isinstance(node, s.Match) or any(selection.messages for _, selection in read)

    def of_statement(self, node: s.Statement) -> Iterator[FoundMessageTest]:
        """Yield the tests of a statement, without those of its blocks, each once."""
        seen: set[tuple[int, int, type[s.Expression]]] = set()
        for comparison in self._comparisons(node):
            part = comparison.node
            place = (part.statement, part.ordinal, type(part))
            if comparison.literals and place not in seen:
                seen.add(place)
                yield self._found(comparison)

    def _found(self, comparison: MessageComparison) -> FoundMessageTest:
        parts = self.selections.carrying.parts(comparison.subject, self.held, self.unit)
        return FoundMessageTest(
            comparison,
            self.unit,
            self.calls,
            self.group,
            self._error_in(comparison.subject, _FOLLOW),
            "message" if parts & ~Part.FIXED == Part.MESSAGE else "text",
        )

    def impossible(self, node: s.Statement) -> tuple[s.Block, ...]:
        """Return the blocks of an `if` that no SDK error reaches, for a check of its class."""
        if not isinstance(node, s.If):
            return ()
        side = self.selections.of(node.test, self.held, self.unit).impossible
        return {"true": (node.body,), "false": (node.orelse,), "": ()}[side]

    def ends_at(self, node: s.Statement) -> bool:
        """Tell whether no SDK error gets behind an `if`: one that is returns or raises in it."""
        if not isinstance(node, s.If) or not _leaves(node.body):
            return False
        return self.selections.of(node.test, self.held, self.unit).impossible == "false"

    def _comparisons(self, node: s.Statement) -> Iterator[MessageComparison]:
        if isinstance(node, s.Match):
            yield from self._of_match(node)
        for expression in walks.expressions(node):
            for part in self._reached(expression):
                if isinstance(part, s.Comprehension):
                    yield from self._of_comprehension(part)
                elif isinstance(part, (s.Compare, s.Call, s.Subscript)):
                    yield from self.selections.of(part, self.held, self.unit).messages

    def _of_comprehension(self, node: s.Comprehension) -> Iterator[MessageComparison]:
        """Yield what the conditions of a comprehension ask for: the texts that it goes through."""
        for condition in node.conditions:
            for message in self.selections.of(condition, self.held, self.unit).messages:
                drawn = (
                    literal
                    for iterable in node.iterables
                    for literal in self.selections.literals(iterable, self.unit)
                )
                yield evolve(message, literals=message.literals or tuple(drawn))

    def _reached(self, expression: s.Expression) -> Iterator[s.Expression]:
        """Yield an expression and what is in it, as far as an SDK error gets."""
        yield expression
        for part in self._reached_parts(expression):
            yield from self._reached(part)

    def _reached_parts(self, expression: s.Expression) -> Iterator[s.Expression]:
        match expression:
            case s.Boolean("and", operands):
                for operand in operands:
                    yield operand
                    if self._excludes(operand):
                        return
            case s.Conditional(body, test, orelse):
                yield test
                yield orelse
                if not self._excludes(test):
                    yield body
            case _:
                yield from walks.parts(expression)

    def _excludes(self, test: s.Expression) -> bool:
        return self.selections.of(test, self.held, self.unit).impossible == "true"

    def _of_match(self, node: s.Match) -> Iterator[MessageComparison]:
        if not self.selections.texts.is_text(node.subject, self.held, self.unit):
            return
        for case in node.cases:
            for literal in self.selections.literals(case.pattern, self.unit):
                if isinstance(literal.node, s.String) and literal.unit is self.unit:
                    yield MessageComparison("case", (literal,), node.subject, literal.node)

    def _error_in(self, subject: s.Expression, depth: int) -> str:
        """Return the name of the error that a text is made of, locals followed."""
        for part in walks.walk(subject):
            if not isinstance(part, s.Name):
                continue
            if self._is_error(part.name):
                return part.name
            found = self._error_behind(part.name, depth - 1) if depth else ""
            if found:
                return found
        return ""

    def _error_behind(self, name: str, depth: int) -> str:
        """Return the name of the error that a local is made of."""

        def find(values: list[s.Expression]) -> str:
            return next(filter(None, (self._error_in(value, depth) for value in values)), "")

        key = "error behind", name, depth, frozenset(self.held.items())
        names = self.selections.carrying.names
        return names.of_values(self.unit, key, lambda: self.unit.assigned(name), find)

    def _is_error(self, name: str) -> bool:
        if self.held.get(name, Part.NONE) != Part.OBJECT or self.unit.assigned(name):
            return False
        return not self.selections.texts.is_text(s.Name(name), self.held, self.unit)


def _leaves(block: s.Block) -> bool:
    last = block[-1] if block else None
    if isinstance(last, s.Leave):
        return last.kind in ("break", "continue")
    return isinstance(last, (s.Return, s.Raise))
