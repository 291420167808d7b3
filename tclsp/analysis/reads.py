"""Which names statements read."""

from collections.abc import Iterator

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.module import Unit


def read_in(block: s.Block) -> Iterator[str]:
    """Yield the names that the statements of a block read, those inside them too."""
    for statement in walks.statements(block):
        yield from read_by(statement)


def read_by(statement: s.Statement) -> Iterator[str]:
    """Yield the names that a statement itself reads; of a function or class all inside it."""
    targets: frozenset[int] = frozenset()
    if isinstance(statement, s.Assign):
        targets = frozenset(id(target) for target in statement.targets)
    if isinstance(statement, (s.Function, s.Class)):
        yield from read_in(statement.body)
    for expression in walks.expressions(statement):
        if id(expression) not in targets:
            yield from names_in(expression)


def names_in(expression: s.Expression) -> Iterator[str]:
    """Yield the names in an expression."""
    for part in walks.walk(expression):
        if isinstance(part, s.Name):
            yield part.name


def outside(block: s.Block, unit: Unit) -> Iterator[s.Statement]:
    """Yield the statements that see what a block of a unit binds, its own left out."""
    inside = {id(statement) for statement in walks.statements(block)}
    units = [unit] if unit.function is not None else unit.module.units
    around = (statement for each in units for statement in walks.statements(each.body))
    return (statement for statement in around if id(statement) not in inside)
