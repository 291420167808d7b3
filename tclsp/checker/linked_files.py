"""Which files of a project are tied to those that matter, and by which names.

A name matters where its statement names the SDK or uses a name that matters, across files; files
with such names are linked. So are those that define what such statements need: all names that
those which name the SDK use, and of the others the names that decide what becomes of an error.
Both go a few files far: from hubs like a registry of plug-ins everything leads everywhere.

This module is on the path of a run that finds nothing to check, so it imports nothing heavy.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from tclsp.checker.chunks import Chunk, chunks
from tclsp.source.imports import STAR, imports
from tclsp.source.module_paths import ModulePaths, absolute_name, packages_of
from tclsp.source.ties import Ties

_SDK = "tencentcloud"
_SEEDS = (b"tencentcloudapi", b"tencentcloud.common")
"""The API's hosts, and the SDK's modules by their dotted names."""

_UPWARDS = 4
"""How many files far names that matter are followed to those that use them: a client is made in
one file, called in a second, guarded in a third, scheduled in a fourth, started in a fifth."""
_DOWNWARDS = 2
"""How many files far the names that such code uses are followed to their definitions."""


Cut = Callable[[str, bytes, tuple[bytes, ...]], Iterable[Chunk]]
"""Does what `tclsp.checker.chunks.chunks` does, for the file of a path."""


class Tie(NamedTuple):
    """A name that a file takes from another file of its project."""

    target: str
    name: str | None
    """None for the module itself, `*` for all its names."""
    bound: str


def find_ties(
    contents: Iterable[tuple[str, bytes]], paths: Collection[str]
) -> dict[str, tuple[Tie, ...]]:
    """Return what files import from the files `paths` of the project, by their paths."""
    modules = ModulePaths(paths, packages_of(paths))
    return {path: tuple(dict.fromkeys(ties_of(path, data, modules))) for path, data in contents}


def ties_of(path: str, data: bytes, modules: ModulePaths) -> Iterable[Tie]:
    """Yield what one file imports from the files of its project."""
    for each in imports(data):
        module = absolute_name(each.module, path)
        target = modules.find(module, path)
        if target is not None and target != path:
            yield Tie(target, each.name, each.bound)
        if each.name is not None and each.name != STAR:
            inner = modules.find(f"{module}.{each.name}" if module else each.name, path)
            if inner is not None and inner != path:
                yield Tie(inner, None, each.bound)


def _cut(_: str, data: bytes, seeds: tuple[bytes, ...]) -> Iterable[Chunk]:
    return chunks(data, seeds)


class _Names:
    """What the bytes of a file say of its names, and which of them matter."""

    def __init__(
        self,
        path: str,
        data: bytes,
        triggers: tuple[bytes, ...],
        ties: Collection[Tie],
        cut: Cut,
    ) -> None:
        self.path = path
        self.data = data
        self.triggers = triggers
        self.ties = ties
        self.cut = cut
        self.matter: set[str] = set()
        self.wanted: set[str] = set()
        """The names that other files use."""
        self.chosen: set[int] = set()
        """The places of the chunks that matter or are used."""

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        return tuple(self.cut(self.path, self.data, (*_SEEDS, *self.triggers)))

    @cached_property
    def defined(self) -> frozenset[str]:
        bound = frozenset(tie.bound for tie in self.ties)
        return bound.union(*(chunk.defined for chunk in self.chunks))

    @cached_property
    def of_sdk(self) -> frozenset[str]:
        """The names that imports of the SDK bind."""
        return frozenset(
            each.bound
            for each in imports(self.data)
            if any(name.startswith(_SDK) for name in each.module.split("."))
        )


class Links:
    """The search for linked files; its result does not depend on the order of files."""

    def __init__(
        self,
        ties: Mapping[str, Collection[Tie]],
        read: Callable[[str], bytes | None],
        triggers: tuple[bytes, ...] = (),
        cut: Cut = _cut,
    ) -> None:
        """Take what each file imports from others, what gives the content of a file by its path,
        and words in lower case that make a statement matter besides the SDK's name.

        `cut` cuts a content into chunks; it may keep what it gave before.
        """
        self.ties = ties
        self.read = read
        self.triggers = triggers
        self.cut = cut
        self._names: dict[str, _Names] = {}
        """By path, of the files that were looked into."""

    def find(self, mattering: Collection[str], handling: Collection[str] = ()) -> dict[str, Ties]:
        """Return the files to analyse, sorted by path, with their ties to each other.

        `mattering` are the files that name the SDK or another word that matters, `handling` those
        that may handle errors for a whole application.
        """
        mattering = frozenset(mattering)
        self._spread(mattering)
        self._look_below()
        for path in handling:
            self._of(path)
        linked = {
            path: self._ties_of(names)
            for path, names in self._names.items()
            if path in mattering or path in handling or names.matter or names.chosen or names.wanted
        }
        return dict(sorted(linked.items()))

    def _of(self, path: str) -> _Names:
        if path not in self._names:
            data = self.read(path) or b""
            ties = self.ties.get(path, ())
            self._names[path] = _Names(path, data, self.triggers, ties, self.cut)
        return self._names[path]

    def _matter_in(self, path: str) -> Collection[str]:
        return self._names[path].matter if path in self._names else ()

    # ------------------------------------------------------------ names that matter

    def _spread(self, mattering: Collection[str]) -> None:
        importers: dict[str, set[str]] = {}
        for path, own in self.ties.items():
            for tie in own:
                importers.setdefault(tie.target, set()).add(path)
        grown = [path for path in sorted(mattering) if self._grow(path, set(), {}, seeded=True)]
        for _ in range(_UPWARDS):
            # What this step finds must not depend on the order of files: look first, then add.
            users = sorted({user for path in grown for user in importers.get(path, ())})
            brought = [(user, *self._brought(user)) for user in users]
            grown = [
                user
                for user, names, modules in brought
                if self._grow(user, names, modules, seeded=user in mattering)
            ]

    def _grow(
        self, path: str, brought: set[str], modules: Mapping[str, set[str]], *, seeded: bool
    ) -> bool:
        """Find the names of a file that matter; tell whether there are more than before.

        `brought` are the names that its imports bring and that matter, `modules` those that the
        modules hold which it imports; `seeded` if it names the SDK itself.
        """
        if not (brought or modules or seeded):
            return False
        own = self._of(path)
        names = own.matter | brought
        if seeded:
            names |= own.of_sdk
        grown = True
        while grown:
            grown = False
            for place, chunk in enumerate(own.chunks):
                if place not in own.chosen and (
                    (seeded and chunk.seed)
                    or not names.isdisjoint(chunk.words)
                    or _uses_a_module(chunk, modules)
                ):
                    own.chosen.add(place)
                    names.update(chunk.defined)
                    grown = True
        if names == own.matter:
            return False
        own.matter = names
        return True

    def _brought(self, path: str) -> tuple[set[str], dict[str, set[str]]]:
        """Return the names that imports bring and that matter, and those that modules hold."""
        brought: set[str] = set()
        modules: dict[str, set[str]] = {}
        for tie in self.ties.get(path, ()):
            there = self._matter_in(tie.target)
            if tie.name == STAR:
                brought.update(there)
            elif tie.name is None and there:
                modules.setdefault(tie.bound, set()).update(there)
            elif tie.name in there:
                brought.add(tie.bound)
        return brought, modules

    # ------------------------------------------------------------ what they use

    def _look_below(self) -> None:
        """Follow the names that chosen statements use to where they are defined."""
        uses: dict[str, set[str]] = {
            path: set().union(*(_needed(names.chunks[place], names) for place in names.chosen))
            for path, names in self._names.items()
        }
        for _ in range(_DOWNWARDS):
            wanted: dict[str, set[str]] = {}
            for path, words in uses.items():
                self._follow(path, words, wanted)
            uses = {path: self._want(path, names) for path, names in wanted.items()}

    def _follow(self, path: str, words: Collection[str], wanted: dict[str, set[str]]) -> None:
        for tie in self.ties.get(path, ()):
            if tie.name in (None, STAR):
                if tie.name == STAR or tie.bound in words:
                    found = self._of(tie.target).defined.intersection(words)
                    wanted.setdefault(tie.target, set()).update(found)
            elif tie.bound in words and tie.name is not None:
                wanted.setdefault(tie.target, set()).add(tie.name)

    def _want(self, path: str, names: Collection[str]) -> set[str]:
        """Choose what defines `names` in a file, and return the names that this needs."""
        own = self._of(path)
        needed = set(names) - own.wanted
        own.wanted |= needed
        grown = bool(needed)
        while grown:
            grown = False
            for place, chunk in enumerate(own.chunks):
                if place not in own.chosen and not needed.isdisjoint(chunk.defined):
                    own.chosen.add(place)
                    needed.update(chunk.outward)
                    grown = True
        return needed

    # ------------------------------------------------------------ the result

    def _ties_of(self, names: _Names) -> Ties:
        known: set[str] = set()
        for tie in names.ties:
            there = self._matter_in(tie.target)
            if tie.name == STAR:
                known.update(there)
            elif tie.name in there or (tie.name is None and there):
                known.add(tie.bound)
        return Ties(wanted=frozenset(names.wanted), known=frozenset(known))


def _needed(chunk: Chunk, names: _Names) -> tuple[str, ...]:
    """Return the names that a chunk needs from elsewhere."""
    names_the_sdk = chunk.seed or not names.of_sdk.isdisjoint(chunk.words)
    return chunk.words if names_the_sdk else chunk.outward


def _uses_a_module(chunk: Chunk, modules: Mapping[str, set[str]]) -> bool:
    return any(
        bound in chunk.words and not names.isdisjoint(chunk.words)
        for bound, names in modules.items()
    )
