"""The modules of a project, and what their names stand for across files."""

from attrs import define, field

from tclsp.analysis.module import ClassInfo, Module, Unit, Value

_USUAL_ROOTS = ("", "src/", "lib/", "python/")
_FOLLOW = 8
"""How many re-exports are followed."""


@define(eq=False)
class Project:
    """The modules of a project that matter, in the order of their paths.

    Where the roots of its packages lie is not known, so a module is found by any end of its
    dotted name, as long as what stands before it is a folder around the import or a usual root;
    of several, the one nearest to the import counts.
    """

    modules: tuple[Module, ...]
    packages: frozenset[str] = frozenset()
    """Folders with an `__init__.py`, relative to the project, with `/`: no roots of imports."""
    _by_end: dict[str, list[Module]] = field(init=False)

    @_by_end.default
    def _index(self) -> dict[str, list[Module]]:
        found: dict[str, list[Module]] = {}
        for module in self.modules:
            names = module.dotted.split(".")
            for start in range(len(names)):
                found.setdefault(".".join(names[start:]), []).append(module)
        return found

    def module(self, dotted: str, near: Module) -> Module | None:
        """Return the module that an absolute import in `near` means."""
        found = [
            module
            for module in self._by_end.get(dotted, ())
            if self._is_root(module.dotted.removesuffix(dotted), near.path)
        ]
        if not found:
            return None
        return max(found, key=lambda module: (_shared(module.path, near.path), -len(module.path)))

    def function(self, dotted: str, near: Module) -> Unit | None:
        """Return the function `module.name`, or the method `module.Class.name`."""
        found = self._find(dotted, near, _FOLLOW)
        if found is None:
            return None
        module, names = found
        if len(names) == 1:
            return module.functions.get(names[0])
        info = module.classes.get(names[0])
        return info.methods.get(names[1]) if info and len(names) == 2 else None

    def class_info(self, dotted: str, near: Module) -> ClassInfo | None:
        """Return the class of a dotted name, or of a plain one in `near` itself."""
        if "." not in dotted and dotted in near.classes:
            return near.classes[dotted]
        found = self._find(dotted, near, _FOLLOW)
        if found is None or len(found[1]) != 1:
            return None
        return found[0].classes.get(found[1][0])

    def values(self, dotted: str, near: Module) -> list[Value]:
        """Return what is assigned to `module.NAME` or `module.Class.NAME`."""
        found = self._find(dotted, near, _FOLLOW)
        if found is None:
            return []
        module, names = found
        if len(names) == 1:
            return module.constants.get(names[0], [])
        info = module.classes.get(names[0])
        return info.attributes.get(names[1], []) if info and len(names) == 2 else []

    def canonical(self, dotted: str, near: Module) -> str:
        """Return the name that a dotted name is a re-export of, or the name itself."""
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

    def _find(self, dotted: str, near: Module, depth: int) -> tuple[Module, list[str]] | None:
        """Return the module that defines a dotted name, and the rest of the name in it."""
        split = self._split(dotted, near)
        if split is None or depth == 0:
            return None
        module, names = split
        name = names[0]
        if name in module.functions or name in module.classes:
            return module, names
        target = _imported(module, name)
        if target is not None:
            return self._find(".".join([target, *names[1:]]), module, depth - 1)
        if name in module.constants:
            return module, names
        for bound, star in module.imports.items():
            if bound.startswith("*"):
                whole = ".".join([module.absolute(star), *names])
                behind = self._find(whole, module, depth - 1)
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

    def _is_root(self, before: str, path: str) -> bool:
        """Tell whether packages that an import in `path` can name may lie in a folder."""
        folder = before.replace(".", "/")
        if folder.rstrip("/") in self.packages:
            return False
        return folder in _USUAL_ROOTS or path.startswith(folder)


def _imported(module: Module, name: str) -> str | None:
    target = module.imports.get(name)
    return None if target is None else module.absolute(target)


def _names(module: Module) -> list[str]:
    return module.dotted.split(".")


def _shared(path: str, other: str) -> int:
    """Return how many folders two paths share."""
    count = 0
    for left, right in zip(path.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
