"""Which expressions are a text of an error: its message, `str(error)`, what is made of them."""

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis.carrying import Carrying, Held, Part
from tclsp.analysis.module import Unit

_MAKES_TEXT = frozenset({"str", "repr", "ascii", "format", "traceback.format_exc"})
_OF_TEXT = frozenset(dir(str))
"""Methods that only a text has where an error is concerned."""
_FOLLOW = 4
"""How many names and functions are followed."""


@define(eq=False)
class ErrorTexts:
    """Tells texts of an error from the error itself, from raw answers and from their parts."""

    carrying: Carrying

    def is_text(
        self, expression: s.Expression, held: Held, unit: Unit, depth: int = _FOLLOW
    ) -> bool:
        """Tell whether an expression is a text that holds the message of an error."""
        parts = self.carrying.parts(expression, held, unit) & ~Part.FIXED
        if not parts & (Part.MESSAGE | Part.OBJECT | Part.CUT):
            return False
        match expression:
            case s.Format() | s.Binary():
                return True
            case s.Name(name):
                return self._is_text_name(name, held, unit, depth)
            case s.Boolean(_, operands):
                return any(self.is_text(each, held, unit, depth) for each in operands)
            case s.Conditional(body, _, orelse):
                return any(self.is_text(each, held, unit, depth) for each in (body, orelse))
            case s.Walrus() | s.Await():
                return self.is_text(expression.value, held, unit, depth)
            case s.Subscript(value, s.Slice()) | s.Subscript(s.Call() as value, s.Constant()):
                return self.is_text(value, held, unit, depth)
            case s.Subscript(value, s.String("Message")) | s.Call(
                s.Attribute(value, "get"), (s.Argument(s.String("Message")), *_)
            ):
                return self._is_error_of_answer(value, held, unit)
            case s.Call():
                return self._is_text_call(expression, held, unit, depth)
        return parts == Part.MESSAGE

    def _is_error_of_answer(self, value: s.Expression, held: Held, unit: Unit) -> bool:
        """Tell the `Error` of a raw answer from its `Response`, where a `Message` is a result."""
        parts = self.carrying.parts(value, held, unit) & ~Part.FIXED
        return parts == Part.CODE | Part.MESSAGE

    def _is_text_name(self, name: str, held: Held, unit: Unit, depth: int) -> bool:
        if held.get(name, Part.NONE) == Part.MESSAGE:
            return True
        if unit.parameter(name) is not None:
            return _is_text_parameter(name, unit)
        return bool(depth) and self.carrying.names.of_values(
            unit,
            ("is text", name, depth, frozenset(held.items())),
            lambda: unit.assigned(name),
            lambda values: any(self.is_text(value, held, unit, depth - 1) for value in values),
        )

    def _is_text_call(self, call: s.Call, held: Held, unit: Unit, depth: int) -> bool:
        names = self.carrying.names
        if names.dotted(call.function, unit) in _MAKES_TEXT:
            return True
        if isinstance(call.function, s.Attribute) and call.function.name in _OF_TEXT:
            owner = call.function.value
            if isinstance(owner, s.String) or self.is_text(owner, held, unit, depth):
                return True
        callee = names.callee(call, unit)
        if callee is None or not depth:
            return self.carrying.parts(call, held, unit) & ~Part.FIXED == Part.MESSAGE
        inner = self.carrying.received(call, callee, held, unit, depth)
        return any(self.is_text(value, inner, callee, depth - 1) for value in callee.returned)


def _is_text_parameter(name: str, unit: Unit) -> bool:
    """Tell whether a parameter is a text: by its annotation, or by a method of texts."""
    parameter = unit.parameter(name)
    annotation = parameter.annotation if parameter else None
    if isinstance(annotation, s.Name) and annotation.name == "str":
        return True
    return any(
        isinstance(part, s.Attribute)
        and isinstance(part.value, s.Name)
        and part.value.name == name
        and part.name in ("lower", "upper", "casefold", "startswith", "endswith", "find", "strip")
        for part in unit.nodes
    )
