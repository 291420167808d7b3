"""A project whose files change while it is looked at: what `check` would say of each right now.

It holds what costs most (which files matter, what they import, their reduced forms) and does anew
only what a change touches.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from attrs import Factory, define, field, frozen

from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.lowered import LoweredFile, lower_file
from tclsp.analysis.project import ConsoleScript
from tclsp.catalog.store import Catalog, CatalogMissing
from tclsp.checker.chunks import Chunk, chunk, cut
from tclsp.checker.console_scripts import console_scripts
from tclsp.checker.discovery import SourceFile, is_left_out, project_tree
from tclsp.checker.file_check import FileChecker, FileJob, analysis_options, undecodable_report
from tclsp.checker.kept_pieces import KeptPieces
from tclsp.checker.linked_files import Links, Tie, ties_of
from tclsp.checker.linking import LeftOut, LinkedProject
from tclsp.checker.live_file import LiveFile, stamp_of
from tclsp.checker.lowering import described_fault
from tclsp.checker.project import Project, Projects
from tclsp.checker.project_files import module_path, triggers_of
from tclsp.checker.settings import Settings
from tclsp.rules.finding import Finding
from tclsp.source.module_paths import ModulePaths, packages_of
from tclsp.source.spans import Span
from tclsp.source.text import SourceText, Undecodable
from tclsp.source.ties import Ties


class Superseded(Exception):
    """The work was given up because its answer is not wanted any more."""


@frozen(eq=False)
class LiveReport:
    """What is to say of one file."""

    source: SourceText
    """The text that all spans are of."""
    findings: tuple[Finding, ...] = ()
    facts: ModuleFacts | None = None
    """None for a file that does not matter, or could not be analysed."""
    trouble: str | None = None
    """Why it could not be checked, where it could not."""


@define(eq=False)
class _Joined:
    """The linked files of one state of the project."""

    project: LinkedProject
    sources: dict[str, SourceText]
    undecodable: list[str]
    troubles: dict[str, str]


@define(eq=False)
class LiveProject:
    """The files of one project."""

    project: Project
    projects: Projects
    catalog: Catalog
    before_parse: Callable[[], None]
    """Called between pieces; it may raise Superseded."""
    _files: dict[str, LiveFile] = field(factory=dict)
    """Those of the tree, by their module paths."""
    _outside: dict[str, LiveFile] = field(factory=dict)
    """Open ones that are not in the tree, because git ignores them or they are in no file."""
    _modules: ModulePaths | None = None
    _scripts: tuple[ConsoleScript, ...] | None = None
    _joined: dict[str | None, _Joined] = Factory(dict)
    """The present joins: of the tree, and of the tree with one file from outside."""
    _last: dict[str | None, LinkedProject] = Factory(dict)
    """The last joins, of whatever state."""

    @property
    def settings(self) -> Settings:
        """The settings of the project."""
        return self.project.settings or Settings()

    # ------------------------------------------------------------ what changes

    def scan(self) -> None:
        """Look which files there are on the disk, and which have changed."""
        found = {module_path(file): file for file in project_tree(self.project, self.projects)}
        changed = found.keys() != self._files.keys()
        for path, file in found.items():
            changed |= self._note(path, file)
        for path in self._files.keys() - found.keys():
            gone = self._files.pop(path)
            if gone.open is not None:
                # Deleted under the editor, or ignored by git from now on.
                self._outside[path] = gone
        if changed:
            self._modules = self._scripts = None
            self._joined.clear()
            for known in self._all():
                known.ties = None

    def _note(self, path: str, file: SourceFile) -> bool:
        """Take up a file of the tree; tell whether its content may be another than before."""
        known = self._files.get(path)
        stamp = stamp_of(file.absolute)
        if known is None:
            # An open document may have been there before its file.
            known = self._files[path] = self._outside.pop(path, LiveFile(file))
        elif known.stamp == stamp:
            return False
        known.stamp = stamp
        if known.open is None:
            known.forget()
        return True

    def put(self, absolute: str, source: SourceText) -> None:
        """Take the text of an open document; `absolute` need not exist."""
        path, known = self._find(absolute)
        if known is None:
            file = SourceFile(absolute, absolute, self.project, named=True)
            known = self._outside[path] = LiveFile(file)
        ties = known.ties
        known.forget()
        known.open = source
        if ties is not None and self._modules is not None:
            known.ties = tuple(dict.fromkeys(ties_of(path, source.utf8, self._modules)))
        self._joined.clear()

    def close(self, absolute: str) -> None:
        """Go back to what the disk has."""
        path, known = self._find(absolute)
        if known is None:
            return
        known.forget()
        known.open = known.pieces = known.outlined = None
        self._outside.pop(path, None)
        self._joined.clear()

    def _find(self, absolute: str) -> tuple[str, LiveFile | None]:
        path = module_path(SourceFile(absolute, absolute, self.project, named=True))
        return path, self._files.get(path) or self._outside.get(path)

    def _all(self) -> Iterable[LiveFile]:
        return (*self._files.values(), *self._outside.values())

    # ------------------------------------------------------------ what is asked

    def report(self, absolute: str) -> LiveReport | None:
        """Return what is to say of a file; None where it is left out or cannot be read.

        Raises Superseded.
        """
        path, known = self._find(absolute)
        if known is None or is_left_out(absolute, self.project):
            return None
        try:
            source = known.source()
        except Undecodable as error:
            return self._undecodable(known, error)
        if source is None:
            return None
        try:
            return self._report(path, known, source)
        except Superseded:
            raise
        except (LeftOut, CatalogMissing) as error:
            return LiveReport(source, trouble=str(error))
        except Exception as error:  # One file must never stop the others.
            return LiveReport(source, trouble=described_fault(error))

    def mattering(self) -> list[str]:
        """Return the absolute paths of the files that are linked, or would be if they were text."""
        joined = self._join(None)
        paths = (*joined.sources, *joined.undecodable)
        return sorted(self._files[path].file.absolute for path in paths)

    def holds(self, absolute: str) -> bool:
        """Whether a file belongs to the tree."""
        return self._find(absolute)[0] in self._files

    def _report(self, path: str, known: LiveFile, source: SourceText) -> LiveReport:
        joined = self._join(None if path in self._files else path)
        if path not in joined.sources:
            return LiveReport(source)
        if path in joined.troubles:
            return LiveReport(source, trouble=joined.troubles[path])
        facts = joined.project.facts(path, source)
        job = self._job(path, known)
        # Fixes are put together when somebody asks for them: they cost a tree of the whole file.
        checker = FileChecker(self.catalog, with_fixes=False)
        outlined = known.outlined[1] if known.outlined is not None else None
        findings = sorted(checker.findings(job, source, facts, outlined), key=_order)
        return LiveReport(source, tuple(findings), facts)

    def _job(self, path: str, known: LiveFile) -> FileJob:
        absolute = known.file.absolute
        relative = self.project.relative(absolute)
        return FileJob(absolute, absolute, relative, path, b"", self.settings, self.project.root)

    def _undecodable(self, known: LiveFile, error: Undecodable) -> LiveReport:
        """Return the report of a file that is no text, on what can be read of it."""
        data = known.read() or b""
        source = SourceText.of(data.decode(errors="replace"))
        start = source.line_start(min(error.row, source.rows))
        findings = (
            Finding(
                found.code,
                Span(start, start),
                found.message,
                found.remedy,
                severity=found.severity,
            )
            for found in undecodable_report(self._job("", known), data, error).findings
        )
        return LiveReport(source, tuple(findings))

    # ------------------------------------------------------------ joining

    def _join(self, extra: str | None) -> _Joined:
        """Return the linked files of the tree, with one from outside where `extra` names it."""
        if extra not in self._joined:
            files = dict(self._files)
            if extra is not None:
                files[extra] = self._outside[extra]
            self._joined[extra] = self._join_files(files, self._last.pop(extra, None))
            self._last[extra] = self._joined[extra].project
        return self._joined[extra]

    def _join_files(self, files: Mapping[str, LiveFile], last: LinkedProject | None) -> _Joined:
        options = analysis_options(self.settings)
        lowered: dict[str, LoweredFile] = {}
        sources: dict[str, SourceText] = {}
        undecodable: list[str] = []
        troubles: dict[str, str] = {}
        for path, ties in self._linked(files).items():
            known = files[path]
            known.data = known.read() if known.open is None else None
            try:
                source = known.source()
            except Undecodable:
                undecodable.append(path)
                continue
            if source is None:
                continue
            sources[path] = source
            try:
                lowered[path] = self._lower(known, source, ties)
            except Superseded:
                raise
            except Exception as error:  # One file must never stop the others.
                troubles[path] = described_fault(error)
        if self._scripts is None:
            self._scripts = console_scripts(
                (path, known.file.absolute) for path, known in self._files.items()
            )
        join = LinkedProject.of if last is None else last.after
        project = join(lowered, files, options, self.catalog, self._scripts)
        return _Joined(project, sources, undecodable, troubles)

    def _linked(self, files: Mapping[str, LiveFile]) -> dict[str, Ties]:
        words = triggers_of(self.project)
        mattering = [path for path, known in files.items() if known.names(words)]
        if not mattering:
            return {}
        if self._modules is None:
            self._modules = ModulePaths(self._files, packages_of(self._files))
        modules = self._modules
        ties = {path: self._ties(path, known, modules) for path, known in files.items()}
        triggers = tuple(word.lower() for word in words)
        handling = [path for path, known in files.items() if known.may_handle_for_all()]
        links = Links(ties, lambda path: files[path].read(), triggers, _chunks)
        return links.find(mattering, handling)

    def _ties(self, path: str, known: LiveFile, modules: ModulePaths) -> tuple[Tie, ...]:
        if known.ties is None:
            data = known.read()
            known.ties = () if data is None else tuple(dict.fromkeys(ties_of(path, data, modules)))
        return known.ties

    def _lower(self, known: LiveFile, source: SourceText, ties: Ties) -> LoweredFile:
        if known.lowered is not None and known.lowered[0] == ties:
            return known.lowered[1]
        options = analysis_options(self.settings)
        if known.pieces is None:
            known.pieces = KeptPieces(self.before_parse)
        known.pieces.start()
        outlined = known.outline_of(source)
        lowered = lower_file(source, outlined, options, ties, known.pieces.parse)
        known.pieces.finish()
        known.lowered = ties, lowered
        return lowered


@lru_cache(maxsize=1024)
def _chunks(data: bytes, seeds: tuple[bytes, ...]) -> tuple[Chunk, ...]:
    """Cut a content, which of most files is the same each time."""
    return tuple(_chunk(text, seeds) for text in cut(data))


@lru_cache(maxsize=4096)
def _chunk(text: bytes, seeds: tuple[bytes, ...]) -> Chunk:
    """Look into a chunk; of a file that is edited most stay as they are."""
    return chunk(text, seeds)


def _order(finding: Finding) -> tuple[int, str, str]:
    return finding.span.start, finding.code, finding.message.en
