"""A project whose files change while it is looked at: what `check` would say of each right now.

It holds what costs most (which files matter, what they import, their reduced forms) and does anew
only what a change touches.
"""

from collections.abc import Callable, Mapping

from attrs import define, field, frozen

from tclsp.analysis.facts import ModuleFacts
from tclsp.catalog.store import Catalog, CatalogMissing
from tclsp.checker.discovery import SourceFile, is_left_out, project_tree
from tclsp.checker.faults import described_fault
from tclsp.checker.file_check import FileChecker, FileJob, undecodable_report
from tclsp.checker.linking import LeftOut
from tclsp.checker.live_file import LiveFile
from tclsp.checker.live_joins import LiveJoins, Superseded
from tclsp.checker.project import Project, Projects
from tclsp.checker.project_files import module_path
from tclsp.checker.settings import Settings
from tclsp.checker.stamps import stamp_of
from tclsp.rules.finding import Finding
from tclsp.source.spans import Span
from tclsp.source.text import SourceText, Undecodable


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
    _edited: LiveFile | None = None
    """The last one that was opened or changed in the editor."""
    _joins: LiveJoins = field(init=False)

    @_joins.default
    def _nothing_joined(self) -> LiveJoins:
        return LiveJoins(self.project, self.catalog, self.before_parse)

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
            self._joins.forget_files()
            for known in (*self._files.values(), *self._outside.values()):
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
        if self._edited is not known:
            if self._edited is not None:
                self._edited.rest()
            self._edited = known
        known.put(source)
        self._joins.forget_texts()

    def close(self, absolute: str) -> None:
        """Go back to what the disk has."""
        path, known = self._find(absolute)
        if known is None:
            return
        known.close()
        self._outside.pop(path, None)
        self._joins.forget_texts()

    def _find(self, absolute: str) -> tuple[str, LiveFile | None]:
        path = module_path(SourceFile(absolute, absolute, self.project, named=True))
        return path, self._files.get(path) or self._outside.get(path)

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
        joined = self._joins.of(self._files)
        paths = joined.linked | joined.undecodable
        return sorted(self._files[path].file.absolute for path in paths)

    def holds(self, absolute: str) -> bool:
        """Whether a file belongs to the tree."""
        return self._find(absolute)[0] in self._files

    def _report(self, path: str, known: LiveFile, source: SourceText) -> LiveReport:
        outside = None if path in self._files else path
        joined = self._joins.of(self._with(outside), outside)
        if path not in joined.linked:
            return LiveReport(source)
        if path in joined.troubles:
            return LiveReport(source, trouble=joined.troubles[path])
        places = known.pieces.places if known.open is not None and known.pieces else None
        facts = joined.project.facts(path, source, places)
        job = self._job(path, known)
        # Fixes are put together when somebody asks for them: they cost a tree of the whole file.
        checker = FileChecker(self.catalog, with_fixes=False)
        outlined = known.outlined[1] if known.outlined is not None else None
        findings = sorted(checker.findings(job, source, facts, outlined), key=_order)
        return LiveReport(source, tuple(findings), facts)

    def _with(self, outside: str | None) -> Mapping[str, LiveFile]:
        """Return the files of the tree, with one from outside where it is named."""
        return self._files if outside is None else {**self._files, outside: self._outside[outside]}

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


def _order(finding: Finding) -> tuple[int, str, str]:
    return finding.span.start, finding.code, finding.message.en
