"""What the names that a block binds are made of, followed back from an expression."""

from collections.abc import Iterable, Iterator, Set

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.module import Unit
from tclsp.analysis.names import Names

_GROWS = (s.Binary, s.Subscript, s.Comprehension, s.Collection)
"""What makes something else of a name: `page + 1`, `left[100:]`, `[x for x in left if …]`."""


@define(eq=False)
class Links:
    """The names of one block."""

    made_of: dict[str, list[s.Expression]] = field(factory=dict)
    grown: set[str] = field(factory=set)
    """Names that are set to something made of themselves: `offset += 100`."""
    reset: set[str] = field(factory=set)
    """Names that are set to a literal, and so begin anew."""

    @classmethod
    def of(
        cls, block: s.Block, unit: Unit, names: Names, left_out: Set[int] = frozenset()
    ) -> "Links":
        """Read a block; `left_out` are the numbers of statements that do not count."""
        links = cls()
        for statement in walks.statements(block):
            if statement.number in left_out:
                continue
            for target, value in _bindings(statement):
                augmented = isinstance(statement, s.Assign) and statement.augmented
                links._bind(target, value, augmented)
            for expression in walks.expressions(statement):
                for part in walks.walk(expression):
                    if isinstance(part, s.Call):
                        links._give(part, unit, names)
                    elif isinstance(part, s.Walrus):
                        links._bind(part.target, part.value, False)
        return links

    @property
    def changing(self) -> set[str]:
        """The names that hold something else each time the block is run."""
        return self.grown - self.reset

    def behind(self, expressions: Iterable[s.Expression]) -> Iterator[s.Expression]:
        """Yield expressions and all that the names in them are made of."""
        seen: set[str] = set()
        pending = list(expressions)
        while pending:
            expression = pending.pop()
            yield expression
            for name in keys(expression):
                if name not in seen:
                    seen.add(name)
                    pending += self.made_of.get(name, ())

    def _bind(self, target: s.Expression, value: s.Expression, augmented: bool) -> None:
        if isinstance(target, s.Collection):
            for item in target.items:
                self._bind(item, value, augmented)
            return
        for name in keys(target):
            self.made_of.setdefault(name, []).append(value)
            if augmented or (isinstance(value, _GROWS) and name in keys(value)):
                self.grown.add(name)
            elif isinstance(value, (s.Constant, s.String)) and not isinstance(target, s.Subscript):
                self.reset.add(name)

    def _give(self, call: s.Call, unit: Unit, names: Names) -> None:
        """What a method is given becomes a part of its owner: `request.from_json_string(x)`."""
        function = call.function
        given = [argument.value for argument in call.arguments]
        if isinstance(function, s.Name) and function.name == "setattr" and given:
            owner, given = given[0], given[1:]
        elif isinstance(function, s.Attribute) and function.name[:1].islower():
            owner = function.value
        else:
            return
        if names.imported(owner, unit) is None:
            for name in keys(owner):
                self.made_of.setdefault(name, []).extend(given)


def keys(expression: s.Expression) -> Iterator[str]:
    """Yield the names in an expression: `x` of `x.y` and `x[y]` too; `self.x` counts as one."""
    pending = [expression]
    while pending:
        part = pending.pop()
        if isinstance(part, s.Attribute) and _is_own(part.value):
            yield f"self.{part.name}"
            continue
        if isinstance(part, s.Name):
            yield part.name
        pending.extend(walks.parts(part))


def _is_own(expression: s.Expression) -> bool:
    return isinstance(expression, s.Name) and expression.name in ("self", "cls")


def _bindings(statement: s.Statement) -> Iterator[tuple[s.Expression, s.Expression]]:
    """Yield what a statement binds, with what each gets or is drawn from."""
    if isinstance(statement, s.Assign) and statement.value is not None:
        for target in statement.targets:
            yield target, statement.value
    elif isinstance(statement, s.Loop) and statement.target is not None:
        yield statement.target, statement.subject
    elif isinstance(statement, s.With):
        for manager, bound in statement.items:
            if bound is not None:
                yield bound, manager
