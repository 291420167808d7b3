"""Finds `except` clauses for the SDK error that an earlier clause leaves nothing for."""

from collections.abc import Iterator

from attrs import define, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.module import Unit
from tclsp.analysis.names import SDK_ERROR, Names

_BASE = frozenset({"BaseException", "builtins.BaseException"})
_EXCEPTION = frozenset({"Exception", "builtins.Exception"})
_BESIDE_EXCEPTION = frozenset(
    {"BaseException", "KeyboardInterrupt", "SystemExit", "GeneratorExit", "CancelledError"}
)
"""Classes that do not derive from `Exception`."""


@frozen(eq=False)
class FoundDeadClause:
    """A clause that nothing reaches, with the earlier one that is to blame."""

    clause: s.Except
    classes: tuple[str, ...]
    earlier: s.Except
    taken_by: str


@define(eq=False)
class DeadClauses:
    """Looks through the clauses of a project's modules."""

    names: Names

    def of_unit(self, unit: Unit) -> Iterator[FoundDeadClause]:
        """Yield the dead clauses of a unit in the order of the source."""
        for statement in walks.statements(unit.body):
            if isinstance(statement, s.Try) and len(statement.handlers) > 1:
                yield from self._of_try(statement, unit)

    def _of_try(self, node: s.Try, unit: Unit) -> Iterator[FoundDeadClause]:
        before: list[tuple[s.Except, str]] = []
        for clause in node.handlers:
            classes = self.names.error_classes(clause.types, unit)
            takers = [self._taker(name, before, unit) for name in classes]
            for name, taker in zip(classes, takers, strict=True):
                if taker is None or not self.names.is_sdk_error(name, unit) or None in takers:
                    continue
                yield FoundDeadClause(clause, classes, *taker)
                break
            before += [(clause, name) for name in classes]

    def _taker(
        self, name: str, before: list[tuple[s.Except, str]], unit: Unit
    ) -> tuple[s.Except, str] | None:
        """Return the earlier clause that catches a class, and the class by which it does."""
        bases = {_identity(base) for base in self._bases(name, unit)}
        for clause, earlier in before:
            if earlier in _BASE or _identity(earlier) in bases:
                return clause, earlier
            if earlier in _EXCEPTION and name.rpartition(".")[2] not in _BESIDE_EXCEPTION:
                return clause, earlier
        return None

    def _bases(self, name: str, unit: Unit) -> Iterator[str]:
        """Yield a class and what it derives from, as far as the project shows it."""
        yield name
        info = self.names.project.class_info(name, unit.module)
        for each in self.names.lineage(info) if info is not None else ():
            yield each.qualified
            for base in each.bases:
                yield self.names.dotted(base, each.unit) or ""


def _identity(name: str) -> str:
    """Return the same for all names by which the SDK itself exports its error.

    A vendored copy of it is another class.
    """
    if name.startswith("tencentcloud.") and name.endswith(f".{SDK_ERROR}"):
        return f"tencentcloud.{SDK_ERROR}"
    return name
