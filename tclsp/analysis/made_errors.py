"""SDK errors that the code makes itself, and what it gives as their code."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import Carrying, Part
from tclsp.analysis.module import Unit
from tclsp.analysis.names import SDK_ERROR

_DEPTH = 3


@define(eq=False)
class MadeErrors:
    """Finds the SDK errors that a project makes with a text where the code belongs."""

    carrying: Carrying

    def malformed(self, unit: Unit) -> Iterator[s.Call]:
        """Yield the calls of the SDK error's class whose first argument is a sentence."""
        for part in unit.nodes:
            if isinstance(part, s.Call) and self._makes_sdk_error(part, unit):
                code = _code_argument(part)
                if code is not None and self._is_text(code, unit, _DEPTH):
                    yield part

    def _makes_sdk_error(self, call: s.Call, unit: Unit) -> bool:
        dotted = self.carrying.names.dotted(call.function, unit) or ""
        if dotted.rpartition(".")[2] != SDK_ERROR:
            return False
        # A copy of the class in the project may take its arguments in another order.
        return self.carrying.names.class_info(call.function, unit) is None

    def _is_text(self, code: s.Expression, unit: Unit, depth: int) -> bool:
        """Tell whether an expression is a sentence, or the message of another error."""
        match code:
            case s.String():
                return " " in code.value.strip()
            case s.Format():
                return any(_has_blank(part) for part in code.parts)
            case s.Binary():
                return any(self._is_text(part, unit, depth) for part in walks.operands(code))
            case s.Call(s.Name("str" | "repr"), (argument, *_)):
                return not self._is_code(argument.value, unit)
            case s.Call(s.Attribute(s.String() as text, "format")):
                return _has_blank(text)
        if isinstance(code, s.Name) and depth and unit.parameter(code.name) is None:
            values = list(self.carrying.names.values(code, unit))
            return bool(values) and all(
                self._is_text(value.expression, value.unit, depth - 1) for value in values
            )
        return self._is_message(code)

    def _is_code(self, expression: s.Expression, unit: Unit) -> bool:
        """Tell whether `str()` is made of what may well be a code."""
        if isinstance(expression, s.Attribute):
            return expression.name in ("code", "Code")
        return bool(self.carrying.parts(expression, {}, unit) & Part.CODE)

    def _is_message(self, expression: s.Expression) -> bool:
        """Recognise `e.message` and `e.get_message()`."""
        if isinstance(expression, s.Call):
            expression = expression.function
        return isinstance(expression, s.Attribute) and expression.name in ("message", "get_message")


def _code_argument(call: s.Call) -> s.Expression | None:
    for index, argument in enumerate(call.arguments):
        if argument.star:
            return None
        if argument.keyword == "code" or (index == 0 and not argument.keyword):
            return argument.value
    return None


def _has_blank(part: s.Expression) -> bool:
    return isinstance(part, s.String) and " " in part.value.strip()
