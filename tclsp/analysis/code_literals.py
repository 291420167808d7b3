"""The texts and SDK constants that an expression is or holds, names followed."""

from collections.abc import Iterator
from itertools import chain, islice

from attrs import evolve, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.comparisons import LiteralNode
from tclsp.analysis.module import Unit, Value
from tclsp.analysis.names import Names
from tclsp.analysis.spelling import last_name, spelling

_MOST = 10_000
"""So many literals of one name are told apart: texts that are put together bit by bit have more."""


@frozen(eq=False)
class CodeLiterals:
    """Finds the literals of a project."""

    names: Names

    def of(self, expression: s.Expression, unit: Unit, depth: int = 5) -> Iterator[LiteralNode]:
        """Yield the texts and SDK constants that an expression is or holds, names followed."""
        match expression:
            case s.String():
                yield LiteralNode(expression, unit, expression.value)
            case s.Binary(left, _, s.String(end)):
                yield from (
                    evolve(each, value=each.value + end) for each in self.of(left, unit, depth)
                )
            case s.Collection() | s.Star() | s.Alternatives() | s.Binary() | s.Mapping():
                for part in _members(expression):
                    yield from self.of(part, unit, depth)
            case s.Call() if _builds_collection(expression) or _compiles_pattern(expression):
                yield from self.of(expression.arguments[0].value, unit, depth)
            case s.Name() | s.Attribute():
                yield from self._named(expression, unit, depth)

    def _named(
        self, expression: s.Name | s.Attribute, unit: Unit, depth: int
    ) -> Iterator[LiteralNode]:
        dotted = self.names.dotted(expression, unit)
        if dotted and ".errorcodes." in dotted and isinstance(expression, s.Attribute):
            yield LiteralNode(expression, unit, dotted)
            return
        if depth == 0:
            return
        yield from self.names.of_values(
            unit,
            ("literals", spelling(expression), depth),
            lambda: self.names.values(expression, unit),
            lambda values: self._of_values(values, depth - 1),
        )

    def _of_values(self, values: list[Value], depth: int) -> tuple[LiteralNode, ...]:
        """Return the literals of a name's values, each once."""
        each = (self.of(value.expression, value.unit, depth) for value in values)
        found = {(id(one.node), one.value): one for one in islice(chain.from_iterable(each), _MOST)}
        return tuple(found.values())

    def drawn(self, name: s.Expression, unit: Unit) -> Iterator[LiteralNode]:
        """Yield the texts that the target of a loop goes through."""
        if isinstance(name, s.Name):
            for subject in unit.drawn.get(name.name, ()):
                yield from self.of(subject, unit)


def _members(expression: s.Expression) -> tuple[s.Expression, ...]:
    """Return what a collection holds; of a dict its keys and what is merged into it."""
    if isinstance(expression, s.Mapping):
        return tuple(value if key is None else key for key, value in expression.items)
    return walks.parts(expression)


def _builds_collection(call: s.Call) -> bool:
    """Recognise `frozenset([...])` and the like."""
    if not isinstance(call.function, s.Name) or not call.arguments or call.arguments[0].keyword:
        return False
    return call.function.name in ("frozenset", "set", "tuple", "list", "dict")


def _compiles_pattern(call: s.Call) -> bool:
    return last_name(call.function) == "compile" and bool(call.arguments)
