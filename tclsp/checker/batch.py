"""Checks projects in which something matters: from the cache where it can, in several processes
where it pays.
"""

from collections.abc import Callable, Iterator, Sequence

from attrs import Factory, define, frozen

from tclsp.analysis.lowered import LoweredFile
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.relevance import Ties
from tclsp.catalog.store import Catalog
from tclsp.checker import lowered_json
from tclsp.checker.cache import FactsCache
from tclsp.checker.discovery import SourceFile
from tclsp.checker.file_check import FileChecker, FileJob, analysis_options
from tclsp.checker.linked_files import Links, find_ties
from tclsp.checker.linking import LinkedProject
from tclsp.checker.lowering import LowerJob, LowerResult, lower, with_text
from tclsp.checker.notes import Notes
from tclsp.checker.project_files import ProjectFiles, module_path, triggers_of
from tclsp.checker.result import FileReport
from tclsp.checker.settings import Overrides, Settings

PARALLEL_BYTES = 150_000
"""So many bytes must be analysed before it pays to start processes."""

Mattering = tuple[ProjectFiles, Sequence[str]]
"""A project, and the paths of its files that matter by themselves."""

Progress = Callable[[int, int], None]
"""Is told how many files are done, and of how many."""


@frozen(eq=False)
class _Part:
    """A project on its way through the batch."""

    files: ProjectFiles
    settings: Settings
    options: AnalysisOptions
    data: dict[str, bytes] = Factory(dict)
    """The contents of the linked files, by path, in order."""
    lowered: dict[str, LoweredFile] = Factory(dict)
    troubles: dict[str, str] = Factory(dict)


@define
class Batch:
    """The check of the projects of one run."""

    overrides: Overrides
    processes: int
    cache: FactsCache | None
    catalog: Catalog
    notes: Notes
    progress: Progress

    def check(self, mattering: Sequence[Mattering]) -> list[FileReport]:
        """Return the reports of the given files, sorted by path; those that fail are noted."""
        parts: list[_Part] = []
        jobs: list[tuple[_Part, LowerJob]] = []
        for files, paths in mattering:
            settings = self.overrides.applied_to(files.project.settings or Settings())
            part = _Part(files, settings, analysis_options(settings))
            parts.append(part)
            jobs += ((part, job) for job in self._jobs(part, paths))
        self._lower(jobs)
        self._save_cache()
        reports = [report for part in parts for report in self._judge(part)]
        return sorted(reports, key=lambda report: report.path)

    # ------------------------------------------------------------ reading

    def _jobs(self, part: _Part, mattering: Sequence[str]) -> Iterator[LowerJob]:
        """Yield what is to be reduced of a project, and keep the contents."""
        files = part.files.files
        for path, ties in self._linked(part.files, mattering).items():
            data = self._read(files[path], part.files)
            if data is not None:
                part.data[path] = data
                yield LowerJob(path, data, part.options, ties)

    def _linked(self, project: ProjectFiles, mattering: Sequence[str]) -> dict[str, Ties]:
        # Read again, file by file: a large project is not held in memory.
        contents = (
            (path, data)
            for path, file in project.files.items()
            if (data := self._read(file, project)) is not None
        )
        ties = find_ties(contents, project.files)
        triggers = tuple(word.lower() for word in triggers_of(project.project))
        links = Links(ties, lambda path: self._read(project.files[path], project), triggers)
        return links.find([path for path in mattering if path in ties])

    def _read(self, file: SourceFile, project: ProjectFiles) -> bytes | None:
        try:
            return file.read()
        except OSError as error:
            if file in project.given:
                self.notes.unreadable(file.path, error, named=file.named)
            return None

    # ------------------------------------------------------------ reducing

    def _lower(self, jobs: Sequence[tuple[_Part, LowerJob]]) -> None:
        pending: dict[int, tuple[_Part, LowerJob, bytes]] = {}
        for number, (part, job) in enumerate(jobs):
            key = self.cache.key(job.data, job.asks()) if self.cache is not None else b""
            lowered = self._cached(key)
            if lowered is not None:
                part.lowered[job.path] = lowered
            else:
                pending[number] = part, job.numbered(number), key
        for done, result in enumerate(self._results([job for _, job, _ in pending.values()]), 1):
            part, job, key = pending[result.number]
            self._take(result, part, job, key)
            self.progress(done, len(pending))

    def _cached(self, key: bytes) -> LoweredFile | None:
        if self.cache is None:
            return None
        text = self.cache.get(key)
        return None if text is None else lowered_json.read(text)

    def _results(self, jobs: Sequence[LowerJob]) -> Iterator[LowerResult]:
        processes = min(self.processes, len(jobs))
        if processes < 2 or sum(len(job.data) for job in jobs) < PARALLEL_BYTES:
            return map(lower, jobs) if self.cache is None else map(with_text, map(lower, jobs))
        from tclsp.checker.pool import lower_in_processes

        return lower_in_processes(jobs, processes)

    def _take(self, result: LowerResult, part: _Part, job: LowerJob, key: bytes) -> None:
        if result.trouble is not None:
            part.troubles[job.path] = result.trouble
            return
        lowered = result.lowered
        if lowered is None and result.text is not None:
            lowered = lowered_json.read(result.text)
        if lowered is None:
            # No text, as the checks of such files say, or code too deep to be sent back.
            lowered = lower(job).lowered
        if lowered is not None:
            part.lowered[job.path] = lowered
        if result.text is not None and self.cache is not None:
            self.cache.put(key, result.text)

    def _save_cache(self) -> None:
        if self.cache is None:
            return
        self.cache.save()
        if self.cache.trouble is not None:
            self.notes.add(self.cache.folder, self.cache.trouble)

    # ------------------------------------------------------------ judging

    def _judge(self, part: _Part) -> Iterator[FileReport]:
        """Yield the reports of the given files of a project that are linked."""
        lowered = {path: part.lowered[path] for path in sorted(part.lowered)}
        linked = LinkedProject.of(lowered, part.files.files, part.options, self.catalog)
        checker = FileChecker(self.catalog)
        for file in part.files.given:
            path = module_path(file)
            if path not in part.data:
                continue
            trouble = part.troubles.get(path)
            if trouble is None:
                report = checker.check(_file_job(file, path, part), linked)
                trouble = report.trouble
            if trouble is None:
                yield report
            else:
                self.notes.trouble(file.path, trouble, named=file.named)


def _file_job(file: SourceFile, path: str, part: _Part) -> FileJob:
    relative = file.project.relative(file.absolute)
    data, root = part.data[path], file.project.root
    return FileJob(file.path, file.absolute, relative, path, data, part.settings, root)
