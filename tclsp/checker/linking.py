"""Joins the reduced files of a project, and judges each on all of them."""

from collections.abc import Collection, Iterable, Mapping

from attrs import Factory, define

from tclsp.analysis.analyse import ProjectAnalysis
from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.lowered import LoweredFile
from tclsp.analysis.module import Module
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.places import Places
from tclsp.analysis.project import ConsoleScript, Project
from tclsp.catalog.store import Catalog
from tclsp.checker.lowering import described_fault
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

    def facts(self, path: str, source: SourceText) -> ModuleFacts:
        """Return the facts of a file, whose text is `source`.

        Raises LeftOut for a file that fails by itself, and whatever a fault of the analysis raises.
        """
        if self._analysis is None:
            self._analysis = self._joined()
        if path in self._faults:
            raise LeftOut(self._faults[path])
        lowered = self.lowered[path]
        return self._analysis.facts(self._modules[path], lowered.gaps, lowered.places(source))

    def _joined(self) -> ProjectAnalysis:
        """Join the modules; where that fails, without those that fail alone already."""
        for path, lowered in self.lowered.items():
            self._modules[path] = lowered.module(path)
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


def _fault(analysis: ProjectAnalysis) -> Exception | None:
    """Return what the part of the analysis raises that all files share."""
    nothing = Places(SourceText.of(""), ())
    try:
        analysis.facts(Module(), (), nothing)
    except Exception as error:  # One file must never stop the others.
        return error
    return None
