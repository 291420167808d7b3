"""The modules of a project, and what their names stand for across files."""

from collections.abc import Iterator

from attrs import define, field, frozen

from tclsp.analysis.keeping import Keeping
from tclsp.analysis.module import ClassInfo, Module, Unit, Value
from tclsp.source.module_paths import ModulePaths

_FOLLOW = 8
"""How many re-exports are followed."""


@frozen
class ConsoleScript:
    """A function that an installed command of the project starts."""

    folder: str
    """That of the file which declares it, relative to the project, with `/`."""
    target: str
    """`package.module:function`."""


@define(eq=False)
class Project:
    """The modules of a project that matter, in the order of their paths."""

    modules: tuple[Module, ...]
    packages: frozenset[str] = frozenset()
    """Folders with an `__init__.py`, relative to the project, with `/`: no roots of imports."""
    console_scripts: tuple[ConsoleScript, ...] = ()
    keeping: Keeping = field(init=False, factory=Keeping)
    _by_path: dict[str, Module] = field(init=False)
    _paths: ModulePaths = field(init=False)
    _canonical: dict[tuple[str, int], str] = field(init=False, factory=dict)
    """What names are re-exports of, by the name and the id of the module that it stands in."""

    @_by_path.default
    def _index(self) -> dict[str, Module]:
        return {module.path: module for module in self.modules}

    @_paths.default
    def _find_by(self) -> ModulePaths:
        return ModulePaths(self._by_path, self.packages)

    def module(self, dotted: str, near: Module) -> Module | None:
        """Return the module that an absolute import in `near` means."""
        path = self._paths.find(dotted, near.path)
        return None if path is None else self._by_path[path]

    def scripts(self) -> Iterator[Unit]:
        """Yield the functions that console scripts start, as far as they are known."""
        for script in self.console_scripts:
            module, _, names = script.target.partition(":")
            for folder in ("src", ""):
                near = "/".join(filter(None, (script.folder, folder, "_.py")))
                path = self._paths.find(module, near)
                if path is not None:
                    found = self._by_path[path]
                    function = self.function(f"{found.dotted}.{names}", found)
                    if function is not None:
                        yield function
                    break

    def function(self, dotted: str, near: Module) -> Unit | None:
        """Return the function `module.name`, or the method `module.Class.name`."""
        found = self._find(dotted, near)
        if found is None:
            return None
        module, names = found
        if len(names) == 1:
            function = module.functions.get(names[0])
        else:
            info = module.classes.get(names[0])
            function = info.methods.get(names[1]) if info and len(names) == 2 else None
        return function and self.keeping.look(function)

    def class_info(self, dotted: str, near: Module) -> ClassInfo | None:
        """Return the class of a dotted name, or of a plain one in `near` itself."""
        if "." not in dotted and dotted in near.classes:
            return near.classes[dotted]
        found = self._find(dotted, near)
        if found is None or len(found[1]) != 1:
            return None
        return found[0].classes.get(found[1][0])

    def values(self, dotted: str, near: Module) -> list[Value]:
        """Return what is assigned to `module.NAME` or `module.Class.NAME`."""
        found = self._find(dotted, near)
        if found is None:
            return []
        module, names = found
        if len(names) == 1:
            return module.constants.get(names[0], [])
        info = module.classes.get(names[0])
        values = info.attributes.get(names[1], []) if info and len(names) == 2 else []
        for value in values:
            self.keeping.look(value.unit)
        return values

    def brought_by_star(self, name: str, module: Module) -> str | None:
        """Return the dotted name that a plain one stands for by a `from … import *`."""
        if module.defines(name) or name.startswith("_"):
            return None
        seen = {module.path}
        pending = [module]
        while pending:
            current = pending.pop(0)
            for star in current.stars:
                dotted = current.absolute(star)
                origin = self.module(dotted, current)
                if origin is None or origin.path in seen:
                    continue
                if origin.defines(name) or name in origin.imports:
                    return f"{dotted}.{name}"
                seen.add(origin.path)
                pending.append(origin)
        return None

    def canonical(self, dotted: str, near: Module) -> str:
        """Return the name that a dotted name is a re-export of, or the name itself."""
        key = dotted, id(near)
        if key not in self._canonical:
            self._canonical[key] = self._follow(dotted, near)
        return self._canonical[key]

    def _follow(self, dotted: str, near: Module) -> str:
        for _ in range(_FOLLOW):
            split = self._split(dotted, near)
            if split is None:
                return dotted
            module, names = split
            target = _imported(module, names[0])
            if target is None:
                return dotted
            dotted, near = ".".join([target, *names[1:]]), module
        return dotted

    def _find(
        self, dotted: str, near: Module, depth: int = _FOLLOW
    ) -> tuple[Module, list[str]] | None:
        """Return the module that defines a dotted name, and the rest of the name in it."""
        split = self._split(dotted, near)
        return None if split is None else self._behind(*split, depth, set())

    def _behind(
        self, module: Module, names: list[str], depth: int, seen: set[str]
    ) -> tuple[Module, list[str]] | None:
        """Follow the re-exports of a name; `seen` are modules that took all names of others."""
        name = names[0]
        if name in module.functions or name in module.classes:
            return module, names
        target = _imported(module, name)
        if target is not None:
            return self._find(".".join([target, *names[1:]]), module, depth - 1) if depth else None
        if name in module.constants:
            return module, names
        seen.add(module.path)
        for bound, star in module.imports.items():
            origin = self.module(module.absolute(star), module) if bound.startswith("*") else None
            if origin is not None and origin.path not in seen:
                behind = self._behind(origin, names, depth, seen)
                if behind is not None:
                    return behind
        return None

    def _split(self, dotted: str, near: Module) -> tuple[Module, list[str]] | None:
        names = dotted.split(".")
        for end in range(len(names) - 1, 0, -1):
            module = self.module(".".join(names[:end]), near)
            if module is not None and (module is not near or names[:end] == _names(near)):
                return module, names[end:]
        return None


def _imported(module: Module, name: str) -> str | None:
    target = module.imports.get(name)
    return None if target is None else module.absolute(target)


def _names(module: Module) -> list[str]:
    return module.dotted.split(".")
