"""Whose code a test asks about, so that tests of the same error's code can be told."""

from attrs import define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.module import Unit

_OF_TEXT = frozenset(
    {"split", "rsplit", "partition", "rpartition", "lower", "upper", "casefold", "strip", "rstrip"}
)
_FOLLOW = 5
"""How many local names are followed."""


@frozen
class Subject:
    """The error whose code is compared."""

    key: str
    """The same for the same error in one function."""
    names: frozenset[str]
    """The local names that it is reached by; binding one of them may bring another error."""


def subject_of(compared: s.Expression, unit: Unit) -> Subject | None:
    """Return whose code an expression is; `None` where it is reached in no plain way."""
    reading = _Reading(unit)
    key = reading.owner(compared, _FOLLOW)
    return None if key is None else Subject(key, frozenset(reading.names))


@define(eq=False)
class _Reading:
    """Reads one expression; `names` are the local names met on the way."""

    unit: Unit
    names: set[str] = field(factory=set)

    def owner(self, code: s.Expression, depth: int) -> str | None:
        """Return the spelling of the error that an expression is the code of."""
        match code:
            case s.Boolean("or", operands):
                return self.owner(operands[0], depth)
            case s.Walrus() | s.Await():
                return self.owner(code.value, depth)
            case s.Attribute(value, "code") | s.Subscript(value, s.String("Code")):
                return self.spelling(value, depth)
            case s.Subscript(s.Attribute(value, "args"), s.Constant("0")):
                return self.spelling(value, depth)
            case s.Subscript(s.Call() as split, s.Constant()):
                return self.owner(split, depth)
            case s.Call():
                return self._of_call(code, depth)
            case s.Name():
                bound = self._value(code)
                found = self.owner(bound, depth - 1) if bound is not None and depth else None
                return found or self.spelling(code, depth)
        return None

    def _of_call(self, call: s.Call, depth: int) -> str | None:
        match call.function, call.arguments:
            case s.Attribute(value, "get_code"), _:
                return self.spelling(value, depth)
            case s.Attribute(value, "get"), (s.Argument(s.String("Code")), *_):
                return self.spelling(value, depth)
            case s.Attribute(value, name), _ if name in _OF_TEXT:
                return self.owner(value, depth)
            case s.Name("str"), (s.Argument(value),):
                return self.owner(value, depth)
            case s.Name("getattr"), (s.Argument(value), *_):
                return self.spelling(value, depth)
        return None

    def spelling(self, expression: s.Expression, depth: int) -> str | None:
        """Return the names and keys by which an object is reached, aliases followed."""
        match expression:
            case s.Name(name):
                self.names.add(name)
                bound = self._value(expression)
                found = self.spelling(bound, depth - 1) if bound is not None and depth else None
                return found or name
            case s.Boolean("or", operands):
                return self.spelling(operands[0], depth)
            case s.Attribute(value, name):
                return self._inside(value, name, depth)
            case s.Subscript(value, s.String(key)) | s.Subscript(value, s.Constant(key)):
                return self._inside(value, key, depth)
            case s.Call(s.Attribute(value, "get"), (s.Argument(s.String(key)), *_)):
                return self._inside(value, key, depth)
        return None

    def _inside(self, value: s.Expression, key: str, depth: int) -> str | None:
        around = self.spelling(value, depth)
        return None if around is None else f"{around}.{key}"

    def _value(self, name: s.Name) -> s.Expression | None:
        """Return what a local name stands for, where it is bound once."""
        if name.name in self.unit.values and not self.unit.parameter(name.name):
            values = self.unit.values[name.name]
            if len(values) == 1:
                self.names.add(name.name)
                return values[0]
        return None
