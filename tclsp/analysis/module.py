"""One module in reduced form: its units of code, and what its names stand for."""

from collections.abc import Hashable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeGuard

from attrs import Factory, define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.source.module_paths import absolute_name, dotted_name

_NONE: Mapping[str, Any] = MappingProxyType({})
"""Most units have no names of most kinds: one for all takes no memory."""


@define(eq=False)
class Unit:
    """A body of code with names of its own: a function, or the statements of a piece."""

    name: str
    """Qualified: `Client.sync`; empty for module-level code."""
    piece: int
    """Index of the piece that it stands in, for locating its nodes."""
    module: "Module" = field(repr=False)
    owner: "ClassInfo | None"
    """The class that it is a method of."""
    function: s.Function | None
    body: s.Block
    parent: "Unit | None" = None
    """The function around a nested one."""
    children: Mapping[str, "Unit"] = _NONE
    """The functions nested in it, by name."""
    values: Mapping[str, list[s.Expression]] = _NONE
    """What is assigned to each local name, in any order of execution."""
    drawn: Mapping[str, list[s.Expression]] = _NONE
    """What each target of a `for` loop is drawn from."""
    imports: Mapping[str, str] = _NONE
    """Names bound by imports inside it, and the dotted names that they stand for."""
    kept: dict[Hashable, Any] = Factory(dict)
    """What `Keeping` knows of it."""
    rests_on: frozenset["Unit"] = frozenset()
    """The units that something of it depends on, besides this one."""
    has_makeshifts: bool = False
    """Whether some of it must be found anew after any edit."""
    _nodes: tuple[s.Expression, ...] | None = None
    _named: tuple[str, ...] | None = None

    @property
    def nodes(self) -> tuple[s.Expression, ...]:
        """Every expression in it, outer before inner, nested functions left out."""
        if self._nodes is None:
            self._nodes = tuple(walks.all_expressions(self.body))
        return self._nodes

    @property
    def named(self) -> tuple[str, ...]:
        """The names in its expressions, those of attributes too, each once."""
        if self._named is None:
            parts = (part for part in self.nodes if isinstance(part, (s.Name, s.Attribute)))
            # A set takes three times the memory.
            self._named = tuple({part.name for part in parts})
        return self._named

    def forget(self) -> None:
        """Forget what `Keeping` knows of it."""
        self.kept.clear()
        self.rests_on = frozenset()
        self.has_makeshifts = False

    def assigned(self, name: str) -> list[s.Expression]:
        """Return what is assigned to a name of its own; module-level code shares its names."""
        if self.function is not None or name in self.values:
            return self.values.get(name, [])
        return [value.expression for value in self.module.constants.get(name, ())]

    @property
    def returned(self) -> Iterator[s.Expression]:
        """What its `return` statements give."""
        for statement in walks.statements(self.body):
            if isinstance(statement, s.Return) and statement.value is not None:
                yield statement.value

    @property
    def parameters(self) -> tuple[s.Parameter, ...]:
        """The parameters of the function; none for module-level code."""
        return self.function.parameters if self.function else ()

    def parameter(self, name: str) -> s.Parameter | None:
        """Return the parameter of that name."""
        for found in self.parameters:
            if found.name == name:
                return found
        return None


@frozen(eq=False)
class Value:
    """An expression with the unit that it stands in, which is what its names mean."""

    expression: s.Expression
    unit: Unit


@define(eq=False)
class ClassInfo:
    """A class of the module."""

    name: str
    bases: tuple[s.Expression, ...]
    unit: Unit
    """The code around it, for its bases' names."""
    methods: dict[str, Unit] = Factory(dict)
    attributes: dict[str, list[Value]] = Factory(dict)
    """What is assigned to `self.NAME` in any method, or to `NAME` in the class body."""
    annotations: dict[str, Value] = Factory(dict)

    @property
    def qualified(self) -> str:
        """Its dotted name, counted from the root of the project."""
        module = self.unit.module.dotted
        return f"{module}.{self.name}" if module else self.name


@define(eq=False)
class Module:
    """All units and names of a module."""

    path: str = ""
    """Relative to the project, with `/`."""
    notebook: bool = False
    """Whether it was exported from a notebook, whose cells a person runs one by one."""
    units: list[Unit] = Factory(list)
    functions: dict[str, Unit] = Factory(dict)
    """Module-level functions by name."""
    classes: dict[str, ClassInfo] = Factory(dict)
    constants: dict[str, list[Value]] = Factory(dict)
    """What is assigned to module-level names."""
    imports: dict[str, str] = Factory(dict)
    """Names bound by module-level imports, and the dotted names that they stand for."""

    @property
    def dotted(self) -> str:
        """Its dotted name, counted from the root of the project."""
        return dotted_name(self.path)

    @property
    def stars(self) -> list[str]:
        """The modules that it takes all names from, as they are written."""
        return [target for bound, target in self.imports.items() if bound.startswith("*")]

    def defines(self, name: str) -> bool:
        """Tell whether a name is one of a function, class or variable of the module."""
        return name in self.functions or name in self.classes or name in self.constants

    def absolute(self, dotted: str) -> str:
        """Return a dotted name of an import with its leading dots resolved."""
        return absolute_name(dotted, self.path)

    def add(self, piece: int, scope: tuple[str, ...], block: s.Block) -> None:
        """Add the statements of one piece; `scope` names the classes around it."""
        unit = Unit("", piece, self, None, None, block)
        self.units.append(unit)
        if scope:
            info = unit.owner = self._class(scope[-1], (), unit)
            self._class_body(info, block, unit)
        else:
            self._module_level(block, unit)

    # ------------------------------------------------------------ filling

    def _module_level(self, block: s.Block, unit: Unit) -> None:
        collect_names(unit)
        self.imports.update(unit.imports)
        for name, values in unit.values.items():
            found = self.constants.setdefault(name, [])
            found.extend(Value(value, unit) for value in values)
        for statement in walks.statements(block):
            if isinstance(statement, s.Function):
                self.functions[statement.name] = self._function(statement, unit, None, None)
            elif isinstance(statement, s.Class):
                self._nested_class(statement, unit)

    def _nested_class(self, node: s.Class, unit: Unit) -> None:
        self._class_body(self._class(node.name, node.bases, unit), node.body, unit)

    def _class(self, name: str, bases: tuple[s.Expression, ...], unit: Unit) -> ClassInfo:
        found = self.classes.get(name)
        if found is None:
            found = self.classes[name] = ClassInfo(name, bases, unit)
        elif bases and not found.bases:
            found.bases = bases
        return found

    def _class_body(self, info: ClassInfo, block: s.Block, unit: Unit) -> None:
        for statement in walks.statements(block):
            if isinstance(statement, s.Function):
                info.methods[statement.name] = self._function(statement, unit, info, None)
            elif isinstance(statement, s.Class):
                self._nested_class(statement, unit)
            elif isinstance(statement, s.Assign):
                _class_attribute(info, statement, unit)

    def _function(
        self, node: s.Function, around: Unit, owner: ClassInfo | None, parent: Unit | None
    ) -> Unit:
        if parent is not None:
            name = f"{parent.name}.{node.name}"
        else:
            name = f"{owner.name}.{node.name}" if owner else node.name
        unit = Unit(name, around.piece, self, owner, node, node.body, parent)
        self.units.append(unit)
        collect_names(unit)
        if owner is not None:
            _self_attributes(owner, unit)
        children: dict[str, Unit] = {}
        for statement in walks.statements(node.body):
            if isinstance(statement, s.Function):
                inner = self._function(statement, around, owner, unit)
                children[statement.name] = inner
            elif isinstance(statement, s.Class):
                self._nested_class(statement, unit)
        unit.children = children or _NONE
        return unit


def _class_attribute(info: ClassInfo, node: s.Assign, unit: Unit) -> None:
    for target in node.targets:
        if isinstance(target, s.Name):
            _note_attribute(info, target.name, node, unit)


def _self_attributes(info: ClassInfo, unit: Unit) -> None:
    for statement in walks.statements(unit.body):
        if isinstance(statement, s.Assign):
            for target in statement.targets:
                if _is_self_attribute(target):
                    _note_attribute(info, target.name, statement, unit)


def _note_attribute(info: ClassInfo, name: str, node: s.Assign, unit: Unit) -> None:
    if node.value is not None:
        info.attributes.setdefault(name, []).append(Value(node.value, unit))
    if node.annotation is not None:
        info.annotations[name] = Value(node.annotation, unit)


def _is_self_attribute(target: s.Expression) -> TypeGuard[s.Attribute]:
    return (
        isinstance(target, s.Attribute)
        and isinstance(target.value, s.Name)
        and target.value.name in ("self", "cls")
    )


def collect_names(unit: Unit) -> None:
    """Fill the unit's `values`, `drawn` and `imports` from its statements."""
    values: dict[str, list[s.Expression]] = {}
    drawn: dict[str, list[s.Expression]] = {}
    imports: dict[str, str] = {}
    for statement in walks.statements(unit.body):
        if isinstance(statement, s.Import):
            imports.update(statement.bindings)
        elif isinstance(statement, s.Loop) and isinstance(statement.target, s.Name):
            drawn.setdefault(statement.target.name, []).append(statement.subject)
        for name, value in _bound_by(statement):
            values.setdefault(name, []).append(value)
    for part in unit.nodes:
        if isinstance(part, s.Walrus) and isinstance(part.target, s.Name):
            values.setdefault(part.target.name, []).append(part.value)
    unit.values, unit.drawn, unit.imports = values or _NONE, drawn or _NONE, imports or _NONE


def _bound_by(statement: s.Statement) -> Iterator[tuple[str, s.Expression]]:
    """Yield the names that a statement binds, with what each gets."""
    if isinstance(statement, s.Assign) and statement.value is not None:
        for target in statement.targets:
            yield from _bindings(target, statement.value)
    elif isinstance(statement, s.With):
        for manager, bound in statement.items:
            if isinstance(bound, s.Name):
                yield bound.name, manager


def _bindings(target: s.Expression, value: s.Expression) -> Iterator[tuple[str, s.Expression]]:
    """Yield the names that an assignment binds, with what each gets."""
    if isinstance(target, s.Name):
        yield target.name, value
    elif (
        isinstance(target, s.Collection)
        and isinstance(value, s.Collection)
        and len(target.items) == len(value.items)
    ):
        for inner, part in zip(target.items, value.items, strict=True):
            yield from _bindings(inner, part)
