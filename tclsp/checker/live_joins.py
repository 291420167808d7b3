"""Joins the files of a project whose files change: which are linked, and what they are together.

What the last join did is taken over as far as it still holds.
"""

from collections.abc import Callable, Mapping

from attrs import Factory, define, frozen

from tclsp.analysis.lowered import LoweredFile, lower_file
from tclsp.analysis.project import ConsoleScript
from tclsp.analysis.relevance import names_of_pieces
from tclsp.catalog.store import Catalog
from tclsp.checker.console_scripts import console_scripts
from tclsp.checker.faults import described_fault
from tclsp.checker.file_check import analysis_options
from tclsp.checker.kept_pieces import KeptPieces
from tclsp.checker.linked_files import Links, Tie, ties_of
from tclsp.checker.linking import LinkedProject
from tclsp.checker.live_file import LiveFile
from tclsp.checker.project import Project
from tclsp.checker.project_files import triggers_of
from tclsp.checker.settings import Settings
from tclsp.source.module_paths import ModulePaths, packages_of
from tclsp.source.text import SourceText, Undecodable
from tclsp.source.ties import Ties


class Superseded(Exception):
    """The work was given up because its answer is not wanted any more."""


@frozen(eq=False)
class Joined:
    """The linked files of one state of the project."""

    project: LinkedProject
    linked: frozenset[str]
    """Their paths."""
    undecodable: frozenset[str]
    """The paths of those that would be linked if they were text."""
    troubles: Mapping[str, str]
    """Why one of them could not be reduced, by its path."""


@define(eq=False)
class LiveJoins:
    """The joined files of one project: of its tree, and of the tree with one file from outside."""

    project: Project
    catalog: Catalog
    before_parse: Callable[[], None]
    """Called between pieces; it may raise Superseded."""
    _modules: ModulePaths | None = None
    _scripts: tuple[ConsoleScript, ...] | None = None
    _joined: dict[str | None, Joined] = Factory(dict)
    """Those of the present state, by the path of the file from outside."""
    _last: dict[str | None, LinkedProject] = Factory(dict)
    """The last ones, of whatever state."""

    def forget_files(self) -> None:
        """Take note that the tree has other files, or that files have changed on the disk."""
        self._modules = self._scripts = None
        self._joined.clear()

    def forget_texts(self) -> None:
        """Take note that a file has another text."""
        self._joined.clear()

    def of(self, files: Mapping[str, LiveFile], outside: str | None = None) -> Joined:
        """Return the linked ones of `files`, of which `outside` is not of the tree.

        Raises Superseded.
        """
        if outside not in self._joined:
            tree = {path: known for path, known in files.items() if path != outside}
            self._joined[outside] = self._join(files, tree, outside)
            self._last[outside] = self._joined[outside].project
        return self._joined[outside]

    def _join(
        self,
        files: Mapping[str, LiveFile],
        tree: Mapping[str, LiveFile],
        outside: str | None,
    ) -> Joined:
        lowered: dict[str, LoweredFile] = {}
        linked: set[str] = set()
        undecodable: set[str] = set()
        troubles: dict[str, str] = {}
        for path, ties in self._linked(files, tree).items():
            known = files[path]
            known.data = known.read() if known.open is None else None
            try:
                source = known.source()
            except Undecodable:
                undecodable.add(path)
                continue
            if source is None:
                continue
            linked.add(path)
            try:
                lowered[path] = self._lower(known, source, ties)
            except Superseded:
                raise
            except Exception as error:  # One file must never stop the others.
                troubles[path] = described_fault(error)
        if self._scripts is None:
            self._scripts = console_scripts(
                (path, known.file.absolute) for path, known in tree.items()
            )
        # Not before all is lowered: who gives that up begins with the last join once more.
        last = self._last.pop(outside, None)
        options = analysis_options(self.project.settings or Settings())
        project = LinkedProject.of(lowered, files, options, self.catalog, self._scripts)
        if last is not None:
            project.take_over(last)
        return Joined(project, frozenset(linked), frozenset(undecodable), troubles)

    def _linked(
        self, files: Mapping[str, LiveFile], tree: Mapping[str, LiveFile]
    ) -> dict[str, Ties]:
        words = triggers_of(self.project)
        mattering = [path for path, known in files.items() if known.names(words)]
        if not mattering:
            return {}
        if self._modules is None:
            self._modules = ModulePaths(tree, packages_of(tree))
        modules = self._modules
        ties = {path: _ties(path, known, modules) for path, known in files.items()}
        triggers = tuple(word.lower() for word in words)
        handling = [path for path, known in files.items() if known.may_handle_for_all()]
        links = Links(
            ties,
            lambda path: files[path].read(),
            triggers,
            lambda path, data, seeds: files[path].chunks.of(data, seeds),
        )
        return links.find(mattering, handling)

    def _lower(self, known: LiveFile, source: SourceText, ties: Ties) -> LoweredFile:
        if known.lowered is not None and known.lowered[0] == ties:
            return known.lowered[1]
        options = analysis_options(self.project.settings or Settings())
        if known.pieces is None:
            known.pieces = KeptPieces(self.before_parse)
        known.pieces.start()
        outlined = known.outline_of(source)
        names = names_of_pieces if known.open is None else known.pieces.names.of
        lowered = lower_file(source, outlined, options, ties, known.pieces.parse, names)
        known.pieces.finish()
        known.lowered = ties, lowered
        return lowered


def _ties(path: str, known: LiveFile, modules: ModulePaths) -> tuple[Tie, ...]:
    if known.ties is None:
        data = known.read()
        known.ties = () if data is None else tuple(dict.fromkeys(ties_of(path, data, modules)))
    return known.ties
