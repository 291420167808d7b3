"""Which part of a code is compared, and with which literals."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.code_literals import CodeLiterals
from tclsp.analysis.comparisons import Comparison
from tclsp.analysis.facts import Operator
from tclsp.analysis.module import Unit, Value
from tclsp.analysis.names import Names
from tclsp.analysis.spelling import spelling

ComparedPart: TypeAlias = Literal["whole", "family", "other"]
"""`family` is what stands before the first dot of a code."""

_SPLITS = frozenset({"split", "partition", "rsplit", "rpartition"})


@frozen(eq=False)
class CodeComparisons:
    """Reads the comparisons of codes in a project."""

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

    def compared_part(self, code: s.Expression, unit: Unit, depth: int = 3) -> ComparedPart:
        """Tell which part of a code is compared."""
        for part in walks.walk(code):
            if isinstance(part, s.Subscript) and _splits(part.value):
                return "family" if _is_first(part.index) else "other"
        if any(_splits(part) for part in walks.walk(code)):
            return "other"
        return self._of_meanings(code, unit, depth - 1) if depth else "whole"

    def _of_meanings(self, code: s.Expression, unit: Unit, depth: int) -> ComparedPart:
        """Look at what a name was bound to, or at what a function of the project returns."""

        def find(values: Iterable[Value]) -> ComparedPart:
            parts = (self.compared_part(each.expression, each.unit, depth) for each in values)
            return next((part for part in parts if part != "whole"), "whole")

        if isinstance(code, (s.Name, s.Attribute)):
            key = "compared part", spelling(code), depth
            return self.names.of_values(unit, key, lambda: self.names.values(code, unit), find)
        callee = self.names.callee(code, unit) if isinstance(code, s.Call) else None
        return "whole" if callee is None else find(Value(each, callee) for each in callee.returned)


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
