"""What names stand for, in one module and across files: dotted names, constants, SDK classes."""

import itertools
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.keeping import Keeping
from tclsp.analysis.module import ClassInfo, Unit, Value
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.project import Project
from tclsp.analysis.spelling import chain, last_name, spelling

T = TypeVar("T")
V = TypeVar("V")

SDK_ERROR = "TencentCloudSDKException"

_FOLLOW = 6
"""How many assignments and returns are followed before a name counts as unknown."""
_FEW = 3
"""So many values of a name are looked through each time that it is met."""


@define(eq=False)
class Names:
    """Resolves the names of a project."""

    project: Project
    options: AnalysisOptions
    keeping: Keeping = field(init=False)
    _known: dict[tuple[int, str], str | None] = field(factory=dict)
    """What the names of imports stand for, by the id of the unit and the name."""

    @keeping.default
    def _of_project(self) -> Keeping:
        return self.project.keeping

    def dotted(self, expression: s.Expression, unit: Unit) -> str | None:
        """Return the dotted name that an expression stands for, imports and re-exports followed.

        `None` where it is no chain of names or starts at a local variable.
        """
        imported = self.imported(expression, unit)
        if imported is not None:
            return imported
        names = chain(expression)
        if names is None or self.is_local(names[0], unit):
            return None
        return ".".join(names)

    def imported(self, expression: s.Expression, unit: Unit) -> str | None:
        """Return the dotted name of an expression whose first name an import binds."""
        names = chain(expression)
        if names is None:
            return None
        root = self._imported(names[0], unit)
        if root is None:
            return None
        return self.project.canonical(".".join([root, *names[1:]]), unit.module)

    def is_local(self, name: str, unit: Unit | None) -> bool:
        """Tell whether a function around binds the name to a value of its own."""
        while unit is not None and unit.function is not None:
            if unit.parameter(name) or name in unit.values:
                return True
            unit = unit.parent
        return False

    def _imported(self, name: str, unit: Unit) -> str | None:
        key = id(unit), name
        if key not in self._known:
            self._known[key] = self._looked_up(name, unit)
        return self._known[key]

    def _looked_up(self, name: str, unit: Unit) -> str | None:
        around: Unit | None = unit
        while around is not None:
            if name in around.imports:
                return unit.module.absolute(around.imports[name])
            around = around.parent
        found = unit.module.imports.get(name)
        if found is None:
            return self.project.brought_by_star(name, unit.module)
        return unit.module.absolute(found)

    def values(self, expression: s.Expression, unit: Unit) -> Iterator[Value]:
        """Yield what may have been assigned to a name or to an attribute of `self` or a class."""
        if isinstance(expression, s.Name):
            yield from self._values_of_name(expression.name, unit)
        elif isinstance(expression, s.Attribute) and isinstance(expression.value, s.Name):
            owner = self._owner(expression.value.name, unit)
            if owner is not None:
                yield from self.class_attribute(owner, expression.name)
            else:
                dotted = self.imported(expression, unit)
                yield from self.project.values(dotted, unit.module) if dotted else ()

    def _values_of_name(self, name: str, unit: Unit) -> Iterator[Value]:
        around: Unit | None = unit
        while around is not None:
            if name in around.values:
                for value in around.values[name]:
                    yield Value(value, around)
                return
            if around.parameter(name):
                return
            around = around.parent
        imported = self._imported(name, unit)
        if imported is not None:
            yield from self.project.values(imported, unit.module)
        yield from unit.module.constants.get(name, ())

    def of_values(
        self,
        unit: Unit,
        key: Hashable,
        values: Callable[[], Iterable[V]],
        find: Callable[[list[V]], T],
    ) -> T:
        """Find something out of the values of a name, and keep it where there are many of them.

        Some names are made of themselves many times over (`text = text + "…"`): each of their
        values leads to all of them, and each of these does again. The key must tell what is asked,
        of which name of the unit, and how far names are still followed.
        """
        found = list(values())
        if len(found) <= _FEW:
            return find(found)
        # Come by anew, so that it is noted what the answer rests on.
        return self.keeping.of(unit, key, lambda: find(list(values())))

    # ------------------------------------------------------------ classes

    def _owner(self, name: str, unit: Unit) -> ClassInfo | None:
        """Return the class that `self`, `cls` or the name of a class stands for."""
        if name in ("self", "cls"):
            return unit.owner
        if self.is_local(name, unit):
            return None
        return self.class_info(s.Name(name), unit)

    def class_info(self, expression: s.Expression, unit: Unit) -> ClassInfo | None:
        """Return the class of the project that an expression names."""
        dotted = self.imported(expression, unit)
        if dotted is not None:
            return self.project.class_info(dotted, unit.module)
        if isinstance(expression, s.Name) and not self.is_local(expression.name, unit):
            return unit.module.classes.get(expression.name)
        return None

    def lineage(self, info: ClassInfo) -> Iterator[ClassInfo]:
        """Yield a class and its bases in the project, the nearest first."""
        seen: set[int] = set()
        pending = [info]
        while pending:
            current = pending.pop(0)
            if id(current) in seen:
                continue
            seen.add(id(current))
            yield current
            bases = (self.class_info(base, current.unit) for base in current.bases)
            pending.extend(base for base in bases if base is not None)

    def class_attribute(self, owner: ClassInfo, name: str) -> list[Value]:
        """Return what is assigned to an attribute of a class or of the nearest base that has it."""
        values = next(
            (info.attributes[name] for info in self.lineage(owner) if name in info.attributes), []
        )
        for value in values:
            self.keeping.look(value.unit)
        return values

    def method(self, owner: ClassInfo, name: str) -> Unit | None:
        """Return a method of a class or of its bases."""
        method = next(
            (info.methods[name] for info in self.lineage(owner) if name in info.methods), None
        )
        return method and self.keeping.look(method)

    # ------------------------------------------------------------ callees

    def callee(self, call: s.Call, unit: Unit) -> Unit | None:
        """Return the function of the project that a call runs, where that is known."""
        function = call.function
        if isinstance(function, s.Name):
            return self._called_name(function, unit)
        if isinstance(function, s.Attribute) and isinstance(function.value, s.Name):
            owner = self._owner(function.value.name, unit)
            if owner is not None:
                return self.method(owner, function.name)
        if isinstance(function, s.Attribute):
            dotted = self.imported(function, unit)
            if dotted is not None:
                return self.project.function(dotted, unit.module)
        return None

    def _called_name(self, name: s.Name, unit: Unit) -> Unit | None:
        around: Unit | None = unit
        while around is not None:
            if name.name in around.children:
                return around.children[name.name]
            around = around.parent
        if self.is_local(name.name, unit):
            return None
        own = unit.module.functions.get(name.name)
        if own is not None:
            return self.keeping.look(own)
        imported = self._imported(name.name, unit)
        return None if imported is None else self.project.function(imported, unit.module)

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
            for part in walks.parts(types):
                yield from self._classes(part, unit, depth)
        elif isinstance(types, s.Call) and _is_name(types.function, "tuple"):
            for argument in types.arguments:
                yield from self._classes(argument.value, unit, depth)
        else:
            yield from self._named_classes(types, unit, depth)

    def _named_classes(self, name: s.Expression, unit: Unit, depth: int) -> Iterator[str]:
        dotted = self.dotted(name, unit) or last_name(name)
        if dotted.rpartition(".")[2] == SDK_ERROR:
            yield dotted
            return
        info = self.class_info(name, unit)
        if info is not None:
            yield info.qualified
            return
        values = self._classes_of_values(name, unit, depth) if depth else None
        if values is not None:
            yield from values
            if isinstance(name, s.Name) and self._imported(name.name, unit):
                yield dotted
        elif dotted:
            yield dotted

    def _classes_of_values(
        self, name: s.Expression, unit: Unit, depth: int
    ) -> tuple[str, ...] | None:
        """Return the classes that the values of a name hold, each once; None where it has none."""

        def find(values: list[Value]) -> tuple[str, ...] | None:
            each = (self._classes(value.expression, value.unit, depth - 1) for value in values)
            return tuple(dict.fromkeys(itertools.chain.from_iterable(each))) if values else None

        key = "classes", spelling(name), depth
        return self.of_values(unit, key, lambda: self.values(name, unit), find)

    def is_sdk_error(self, dotted: str, unit: Unit) -> bool:
        """Tell whether a class is the SDK error, a copy or a subclass of it, or set to be one."""
        if self._is_named_so(dotted):
            return True
        info = self.project.class_info(dotted, unit.module)
        return info is not None and any(
            self._is_named_so(self.dotted(base, each.unit) or last_name(base))
            for each in self.lineage(info)
            for base in each.bases
        )

    def _is_named_so(self, dotted: str) -> bool:
        last = dotted.rpartition(".")[2]
        errors = self.options.sdk_errors
        return last == SDK_ERROR or dotted in errors or last in errors

    def names_sdk_error(self, expression: s.Expression, unit: Unit) -> bool:
        """Tell whether an expression (a class, a tuple, an annotation) names the SDK error."""
        for part in walks.walk(expression):
            if isinstance(part, s.String) and re.search(rf"\b{SDK_ERROR}\b", part.value):
                return True
            if isinstance(part, (s.Name, s.Attribute)) and any(
                self.is_sdk_error(name, unit) for name in self._classes(part, unit, _FOLLOW)
            ):
                return True
        return False


def _is_name(expression: s.Expression, name: str) -> bool:
    return isinstance(expression, s.Name) and expression.name == name
