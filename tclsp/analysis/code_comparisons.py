"""Which part of a code is compared, and with which literals."""

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.code_literals import CodeLiterals
from tclsp.analysis.comparisons import Comparison
from tclsp.analysis.facts import Operator
from tclsp.analysis.module import Unit, Value
from tclsp.analysis.names import Names

_SPLITS = frozenset({"split", "partition", "rsplit", "rpartition"})


@frozen(eq=False)
class CodeComparisons:
    """Reads the comparisons of codes of one module."""

    literals: CodeLiterals

    @property
    def names(self) -> Names:
        """What resolves names."""
        return self.literals.names

    def of(
        self, operator: Operator, code: s.Expression, literals: s.Expression, unit: Unit
    ) -> Comparison:
        """Return the comparison of a code with literals."""
        compared = self.compared_part(code, unit)
        named = () if compared == "other" else tuple(self.literals.of(literals, unit))
        return Comparison(
            operator,
            named,
            code,
            folded=_is_folded(code),
            family_only=compared == "family",
        )

    def compared_part(
        self, code: s.Expression, unit: Unit, depth: int = 3
    ) -> Literal["whole", "family", "other"]:
        """Tell which part of a code is compared: `family` is what stands before its first dot."""
        for part in walks.walk(code):
            if isinstance(part, s.Subscript) and _splits(part.value):
                return "family" if _is_first(part.index) else "other"
        if any(_splits(part) for part in walks.walk(code)):
            return "other"
        for value in self._meanings(code, unit) if depth else ():
            found = self.compared_part(value.expression, value.unit, depth - 1)
            if found != "whole":
                return found
        return "whole"

    def _meanings(self, code: s.Expression, unit: Unit) -> Iterator[Value]:
        """Yield what a name was bound to, or what a function of the project returns."""
        if isinstance(code, (s.Name, s.Attribute)):
            yield from self.names.values(code, unit)
        elif isinstance(code, s.Call):
            callee = self.names.callee(code, unit)
            if callee is not None:
                yield from (Value(value, callee) for value in callee.returned)


def _splits(expression: s.Expression) -> bool:
    return (
        isinstance(expression, s.Call)
        and isinstance(expression.function, s.Attribute)
        and expression.function.name in _SPLITS
    )


def _is_first(index: s.Expression) -> bool:
    return isinstance(index, s.Constant) and index.text == "0"


def _is_folded(code: s.Expression) -> bool:
    return any(
        isinstance(part, s.Attribute) and part.name in ("lower", "upper", "casefold")
        for part in walks.walk(code)
    )
