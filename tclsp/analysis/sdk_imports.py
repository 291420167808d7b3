"""The imports of the SDK, for telling those of what it does not have."""

from collections.abc import Iterator

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.module import Unit
from tclsp.analysis.names import Names


def sdk_imports(unit: Unit, names: Names) -> Iterator[tuple[s.Import, str]]:
    """Yield the imports from `tencentcloud` in a unit, with each dotted name.

    Those in a `try` that an `except ImportError` guards are left out: they may fail.
    """
    yield from _of_block(unit.body, unit, names)


def _of_block(block: s.Block, unit: Unit, names: Names) -> Iterator[tuple[s.Import, str]]:
    for statement in (each for first in block for each in walks.with_elifs(first)):
        if isinstance(statement, s.Import):
            for bound, dotted in statement.bindings:
                if dotted.startswith("tencentcloud.") and not bound.startswith("*"):
                    yield statement, dotted
        elif isinstance(statement, s.Try) and _guards(statement, unit, names):
            continue
        else:
            for inner in walks.blocks_but_elif(statement):
                yield from _of_block(inner, unit, names)


def _guards(node: s.Try, unit: Unit, names: Names) -> bool:
    caught = {name for clause in node.handlers for name in names.error_classes(clause.types, unit)}
    return bool(caught & {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
