"""Joins the reduced files of a project, and judges each on all of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import Factory, define

from tclsp.analysis import syntax as s
from tclsp.analysis.analyse import ProjectAnalysis
from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.lowered import LoweredFile
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.places import Places
from tclsp.analysis.project import ConsoleScript, Project
from tclsp.analysis.swapping import swap
from tclsp.catalog.store import Catalog
from tclsp.checker.faults import described_fault
from tclsp.source.locations import KnownPlaces
from tclsp.source.module_paths import packages_of
from tclsp.source.text import SourceText


class LeftOut(Exception):
    """A file is not among those that were joined; the text says why."""


@define(eq=False)
class LinkedProject:
    """The files of a project that matter, joined."""

    lowered: Mapping[str, LoweredFile]
    """By their paths in the project, sorted."""
    packages: frozenset[str]
    scripts: tuple[ConsoleScript, ...]
    options: AnalysisOptions
    catalog: Catalog
    _faults: dict[str, str] = Factory(dict)
    """Why a file had to be left out, by its path."""
    _modules: dict[str, Module] = Factory(dict)
    _analysis: ProjectAnalysis | None = None

    @classmethod
    def of(
        cls,
        lowered: Mapping[str, LoweredFile],
        paths: Collection[str],
        options: AnalysisOptions,
        catalog: Catalog,
        scripts: tuple[ConsoleScript, ...] = (),
    ) -> "LinkedProject":
        """Join reduced files; `paths` are those of all files of the project."""
        return cls(lowered, packages_of(paths), scripts, options, catalog)

    def take_over(self, last: "LinkedProject") -> None:
        """Use what was found out about an earlier state and is not touched by what has changed.

        `last` must not be asked any more.
        """
        if last._analysis is None or last._faults or last.options != self.options:
            return
        changed = last._swapped(self.lowered) if self._differs_in_code_alone(last) else None
        if changed is None:
            self._modules = last._modules_of_same(self.lowered)
            return
        last._analysis.project.keeping.forget(changed, last._units())
        self._modules = last._modules
        self._analysis = ProjectAnalysis.of(last._analysis.project, self.options, self.catalog)

    def _differs_in_code_alone(self, other: "LinkedProject") -> bool:
        return (
            list(self.lowered) == list(other.lowered)
            and self.packages == other.packages
            and self.scripts == other.scripts
        )

    def _swapped(self, lowered: Mapping[str, LoweredFile]) -> set[Unit] | None:
        """Put changed functions into the modules; return the units that see a difference.

        None where something else has changed, and what is known of the modules may be wrong.
        """
        changed: set[Unit] = set()
        names: set[str] = set()
        for path, new in lowered.items():
            old = self.lowered[path]
            if new is old:
                continue
            if new.notebook != old.notebook:
                return None
            for index, scope, block in _differences(old, new):
                swapped = swap(self._modules[path], index, scope, block)
                if swapped is None:
                    return None
                changed.update(swapped.gone)
                names |= swapped.names
        return changed.union(self._naming(names)) if names else changed

    def _units(self) -> Iterator[Unit]:
        return (unit for module in self._modules.values() for unit in module.units)

    def _naming(self, names: set[str]) -> Iterator[Unit]:
        """Yield the units that name one of these, by the name that it is imported by, too."""
        bound = {
            alias
            for unit in self._units()
            for alias, dotted in unit.imports.items()
            if dotted.rpartition(".")[2] in names
        }
        wanted = names | bound
        return (unit for unit in self._units() if not wanted.isdisjoint(unit.named))

    def _modules_of_same(self, lowered: Mapping[str, LoweredFile]) -> dict[str, Module]:
        """Return the modules of the files that have not changed, with nothing known of them."""
        same = {
            path: self._modules[path]
            for path, new in lowered.items()
            if self.lowered.get(path) is new
        }
        for module in same.values():
            for unit in module.units:
                unit.forget()
        return same

    def facts(self, path: str, source: SourceText, known: KnownPlaces | None = None) -> ModuleFacts:
        """Return the facts of a file, whose text is `source`.

        `known` is what was found in earlier texts of it.

        Raises LeftOut for a file that fails by itself, and whatever a fault of the analysis raises.
        """
        if self._analysis is None:
            self._analysis = self._joined()
        if path in self._faults:
            raise LeftOut(self._faults[path])
        lowered = self.lowered[path]
        return self._analysis.facts(
            self._modules[path], lowered.gaps, lowered.places(source, known)
        )

    def _joined(self) -> ProjectAnalysis:
        """Join the modules; where that fails, without those that fail alone already."""
        known = self._modules
        self._modules = {
            path: known[path] if path in known else lowered.module(path)
            for path, lowered in self.lowered.items()
        }
        whole = self._analysis_of(self._modules.values())
        if _fault(whole) is None:
            return whole
        for path, module in list(self._modules.items()):
            fault = _fault(self._analysis_of([module]))
            if fault is not None:
                self._faults[path] = described_fault(fault)
                del self._modules[path]
        return self._analysis_of(self._modules.values())

    def _analysis_of(self, modules: Iterable[Module]) -> ProjectAnalysis:
        project = Project(tuple(modules), self.packages, self.scripts)
        return ProjectAnalysis.of(project, self.options, self.catalog)


def _differences(
    old: LoweredFile, new: LoweredFile
) -> Iterator[tuple[int, tuple[str, ...], s.Block | None]]:
    """Yield what has changed: the index of a piece, the classes around it, its statements now."""
    before = {(each.index, each.piece.scope): each.block for each in old.pieces}
    after = {(each.index, each.piece.scope): each.block for each in new.pieces}
    for place in sorted({*before, *after}):
        if before.get(place) is not after.get(place):
            yield *place, after.get(place)


def _fault(analysis: ProjectAnalysis) -> Exception | None:
    """Return what the part of the analysis raises that all files share."""
    nothing = Places(SourceText.of(""), ())
    try:
        analysis.facts(Module(), (), nothing)
    except Exception as error:  # One file must never stop the others.
        return error
    return None
