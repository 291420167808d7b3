"""Which file of a project an import means, judged by paths alone. Imports nothing heavy."""

from collections.abc import Collection, Iterable, Iterator

_USUAL_ROOTS = ("", "src", "lib", "python")


class ModulePaths:
    """Finds the file that an import means among the files of a project.

    Where the roots of its packages lie is not known, so a module is found by any end of its
    dotted name, as long as what stands before it is a folder around the import or a usual root,
    and no package itself; of several, the one nearest to the import counts.
    """

    def __init__(self, paths: Iterable[str], packages: Collection[str]) -> None:
        """Take paths relative to the project, with `/`, and the folders with an `__init__.py`."""
        self._packages = packages
        self._by_dotted: dict[str, list[str]] = {}
        self._last_names: set[str] = set()
        self._known: dict[tuple[str, str], str | None] = {}
        for path in paths:
            dotted = dotted_name(path)
            self._by_dotted.setdefault(dotted, []).append(path)
            self._last_names.add(dotted.rpartition(".")[2])

    def find(self, dotted: str, near: str) -> str | None:
        """Return the path of the module that an absolute import in the file `near` means."""
        if dotted.rpartition(".")[2] not in self._last_names:
            return None
        key = dotted, near.rpartition("/")[0]
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, dotted: str, folder: str) -> str | None:
        found = [
            path
            for root in self._roots(folder)
            for path in self._by_dotted.get(f"{root}.{dotted}" if root else dotted, ())
        ]
        if len(found) < 2:
            return found[0] if found else None
        return min(found, key=lambda path: (-_shared(path, folder), len(path), path))

    def _roots(self, folder: str) -> Iterator[str]:
        """Yield the folders that imports in a file of `folder` may count from, as dotted names."""
        folders = folder.split("/") if folder else []
        around = ["/".join(folders[:depth]) for depth in range(len(folders), 0, -1)]
        for root in dict.fromkeys([*around, *_USUAL_ROOTS]):
            if root not in self._packages:
                yield root.replace("/", ".")


def dotted_name(path: str) -> str:
    """Return the dotted name of a module, counted from the root of the project."""
    names = path.removesuffix(".py").removesuffix(".pyi").split("/")
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def absolute_name(dotted: str, path: str) -> str:
    """Return a dotted name of an import in the file `path` with its leading dots resolved."""
    if not dotted.startswith("."):
        return dotted
    name = dotted.lstrip(".")
    folders = path.split("/")[:-1]
    above = len(dotted) - len(name) - 1
    kept = folders[: max(len(folders) - above, 0)]
    return ".".join([*kept, name] if name else kept)


def packages_of(paths: Iterable[str]) -> frozenset[str]:
    """Return the folders with an `__init__.py`; the root of the project is never one."""
    return frozenset(
        path.rpartition("/")[0]
        for path in paths
        if path.endswith(("/__init__.py", "/__init__.pyi"))
    )


def _shared(path: str, other: str) -> int:
    """Return how many folders two paths share."""
    count = 0
    for left, right in zip(path.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
