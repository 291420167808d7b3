"""What the names of a module stand for: dotted names, constants, SDK classes."""

import re
from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis.module import Module, Unit, Value
from tclsp.analysis.options import AnalysisOptions

SDK_ERROR = "TencentCloudSDKException"

_FOLLOW = 6
"""How many assignments and returns are followed before a name counts as unknown."""


@define(eq=False)
class Names:
    """Resolves the names of one module."""

    module: Module
    options: AnalysisOptions

    def dotted(self, expression: s.Expression, unit: Unit) -> str | None:
        """Return the dotted name that an expression stands for, imports followed.

        `None` where it is no chain of names or starts at a local variable.
        """
        names: list[str] = []
        while isinstance(expression, s.Attribute):
            names.append(expression.name)
            expression = expression.value
        if not isinstance(expression, s.Name):
            return None
        root = self._imported(expression.name, unit)
        if root is None:
            if self.is_local(expression.name, unit):
                return None
            root = expression.name
        names.append(root)
        return ".".join(reversed(names))

    def is_local(self, name: str, unit: Unit | None) -> bool:
        """Tell whether a function around binds the name to a value of its own."""
        while unit is not None and unit.function is not None:
            if unit.parameter(name) or name in unit.values:
                return True
            unit = unit.parent
        return False

    def _imported(self, name: str, unit: Unit | None) -> str | None:
        while unit is not None:
            if name in unit.imports:
                return unit.imports[name]
            unit = unit.parent
        return self.module.imports.get(name)

    def values(self, expression: s.Expression, unit: Unit) -> Iterator[Value]:
        """Yield what may have been assigned to a name or to an attribute of `self` or a class."""
        if isinstance(expression, s.Name):
            yield from self._values_of_name(expression.name, unit)
        elif isinstance(expression, s.Attribute) and isinstance(expression.value, s.Name):
            owner = expression.value.name
            if owner in ("self", "cls"):
                owner = unit.owner
            yield from self.class_attribute(owner, expression.name)

    def _values_of_name(self, name: str, unit: Unit | None) -> Iterator[Value]:
        while unit is not None:
            if name in unit.values:
                for value in unit.values[name]:
                    yield Value(value, unit)
                return
            if unit.parameter(name):
                return
            unit = unit.parent
        yield from self.module.constants.get(name, ())

    def class_attribute(self, owner: str, name: str) -> Iterator[Value]:
        """Yield what is assigned to an attribute of a class of the module or of its bases."""
        seen: set[str] = set()
        pending = [owner]
        while pending:
            info = self.module.classes.get(pending.pop(0))
            if info is None or info.name in seen:
                continue
            seen.add(info.name)
            if name in info.attributes:
                yield from info.attributes[name]
                return
            pending.extend(base.name for base in info.bases if isinstance(base, s.Name))

    # ------------------------------------------------------------ callees

    def callee(self, call: s.Call, unit: Unit) -> Unit | None:
        """Return the function of the module that a call runs, where that is known."""
        function = call.function
        if isinstance(function, s.Name):
            inner = self._nested(function.name, unit)
            if inner is not None:
                return inner
            if self.is_local(function.name, unit):
                return None
            return self.module.functions.get(function.name)
        if isinstance(function, s.Attribute) and isinstance(function.value, s.Name):
            owner = function.value.name
            if owner in ("self", "cls"):
                return self.module.method(unit.owner, function.name)
            if owner in self.module.classes:
                return self.module.method(owner, function.name)
        return None

    def _nested(self, name: str, unit: Unit) -> Unit | None:
        for other in self.module.units:
            if other.parent is unit and other.function and other.function.name == name:
                return other
        return None

    # ------------------------------------------------------------ texts

    def text(self, expression: s.Expression, unit: Unit, depth: int = _FOLLOW) -> str | None:
        """Return the text that an expression always is: a literal or a name of one."""
        if isinstance(expression, s.String):
            return expression.value
        if depth == 0:
            return None
        values = list(self.values(expression, unit))
        if len(values) != 1:
            return None
        return self.text(values[0].expression, values[0].unit, depth - 1)

    # ------------------------------------------------------------ error classes

    def error_classes(self, types: s.Expression | None, unit: Unit) -> tuple[str, ...]:
        """Return the dotted names that an `except` clause catches; `BaseException` where bare."""
        if types is None:
            return ("BaseException",)
        return tuple(self._classes(types, unit, _FOLLOW))

    def _classes(self, types: s.Expression, unit: Unit, depth: int) -> Iterator[str]:
        if isinstance(types, s.Collection):
            for item in types.items:
                yield from self._classes(item, unit, depth)
        elif isinstance(types, (s.Binary, s.Star, s.Group)):
            for part in s.parts(types):
                yield from self._classes(part, unit, depth)
        elif isinstance(types, s.Call) and _is_name(types.function, "tuple"):
            for argument in types.arguments:
                yield from self._classes(argument.value, unit, depth)
        else:
            yield from self._named_classes(types, unit, depth)

    def _named_classes(self, name: s.Expression, unit: Unit, depth: int) -> Iterator[str]:
        dotted = self.dotted(name, unit) or _last_name(name)
        if dotted.rpartition(".")[2] == SDK_ERROR:
            yield dotted
            return
        values = list(self.values(name, unit)) if depth else []
        if values and dotted not in self.module.classes:
            for value in values:
                yield from self._classes(value.expression, value.unit, depth - 1)
            if self._imported(dotted, unit):
                yield dotted
        elif dotted:
            yield dotted

    def is_sdk_error(self, dotted: str) -> bool:
        """Tell whether a class is the SDK error, a copy or a subclass of it, or set to be one."""
        last = dotted.rpartition(".")[2]
        if last == SDK_ERROR or dotted in self.options.sdk_errors:
            return True
        if last in self.options.sdk_errors:
            return True
        return self._derives_from_sdk_error(dotted, set())

    def _derives_from_sdk_error(self, name: str, seen: set[str]) -> bool:
        info = self.module.classes.get(name)
        if info is None or name in seen:
            return False
        seen.add(name)
        for base in info.bases:
            dotted = self.dotted(base, info.unit) or ""
            last = dotted.rpartition(".")[2]
            if last == SDK_ERROR or last in self.options.sdk_errors:
                return True
            if self._derives_from_sdk_error(dotted, seen):
                return True
        return False

    def names_sdk_error(self, expression: s.Expression, unit: Unit) -> bool:
        """Tell whether an expression (a class, a tuple, an annotation) names the SDK error."""
        for part in s.walk(expression):
            if isinstance(part, s.String) and re.search(rf"\b{SDK_ERROR}\b", part.value):
                return True
            if isinstance(part, (s.Name, s.Attribute)) and any(
                self.is_sdk_error(name) for name in self._classes(part, unit, _FOLLOW)
            ):
                return True
        return False


def _is_name(expression: s.Expression, name: str) -> bool:
    return isinstance(expression, s.Name) and expression.name == name


def _last_name(expression: s.Expression) -> str:
    if isinstance(expression, (s.Name, s.Attribute)):
        return expression.name
    return ""
