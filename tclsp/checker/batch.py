"""Checks the files that matter: from the cache where it can, in several processes where it pays."""

from collections.abc import Callable, Iterator, Sequence

from attrs import Factory, define

from tclsp.checker.cache import FactsCache
from tclsp.checker.discovery import SourceFile, reason_of
from tclsp.checker.file_check import FileCheck, FileChecker, FileJob, analysis_options
from tclsp.checker.notes import Notes
from tclsp.checker.result import FileReport
from tclsp.checker.settings import Overrides, Settings

PARALLEL_BYTES = 150_000
"""So many bytes must be analysed before it pays to start processes."""

Progress = Callable[[int, int], None]
"""Is told how many files are done, and of how many."""


@define
class Batch:
    """The check of the files that matter in one run."""

    overrides: Overrides
    processes: int
    cache: FactsCache | None
    notes: Notes
    progress: Progress
    _reports: list[FileReport] = Factory(list)
    _keys: dict[str, bytes] = Factory(dict)
    """The keys in the cache of the contents last read, by absolute path."""

    def check(self, files: Sequence[SourceFile], checker: FileChecker) -> list[FileReport]:
        """Return the reports of `files`, sorted by path; those that fail are noted instead."""
        named = {file.absolute for file in files if file.named}
        pending, size = self._check_cached(files, checker, named)
        for done, check in enumerate(self._checks(pending, size, checker), start=1):
            self._take(check, named)
            self.progress(done, len(pending))
        self._save_cache()
        return sorted(self._reports, key=lambda report: report.path)

    def _check_cached(
        self, files: Sequence[SourceFile], checker: FileChecker, named: set[str]
    ) -> tuple[list[SourceFile], int]:
        """Check the files whose facts are known; return the others and their size in bytes."""
        pending = []
        size = 0
        for file in files:
            job = self._job(file)
            if job is None:
                continue
            if job.facts is not None:
                self._take(checker.check(job), named)
            else:
                pending.append(file)
                size += len(job.data)
        return pending, size

    def _checks(
        self, pending: Sequence[SourceFile], size: int, checker: FileChecker
    ) -> Iterator[FileCheck]:
        # Files are read again here, so that their contents are not all held at once.
        jobs = (job for job in map(self._job, pending) if job is not None)
        processes = min(self.processes, len(pending))
        if processes < 2 or size < PARALLEL_BYTES:
            return map(checker.check, jobs)
        from tclsp.checker.pool import check_in_processes

        return check_in_processes(jobs, processes)

    def _job(self, file: SourceFile) -> FileJob | None:
        try:
            data = file.read()
        except OSError as error:
            self._trouble(file.path, reason_of(error), named=file.named)
            return None
        settings = self.overrides.applied_to(file.project.settings or Settings())
        facts = None
        if self.cache is not None:
            key = self.cache.key(data, repr(analysis_options(settings)))
            self._keys[file.absolute] = key
            facts = self.cache.get(key)
        relative = file.project.relative(file.absolute)
        root = file.project.root
        return FileJob(file.path, file.absolute, relative, data, settings, root, facts)

    def _take(self, check: FileCheck, named: set[str]) -> None:
        report = check.report
        if report.trouble is not None:
            self._trouble(report.path, report.trouble, named=report.absolute in named)
            return
        self._reports.append(report)
        if check.facts is not None and self.cache is not None:
            self.cache.put(self._keys[report.absolute], check.facts)

    def _trouble(self, path: str, reason: str, *, named: bool) -> None:
        if named:
            self.notes.fail(path, reason)
        else:
            self.notes.add(path, reason)

    def _save_cache(self) -> None:
        if self.cache is None:
            return
        self.cache.save()
        if self.cache.trouble is not None:
            self.notes.add(self.cache.folder, self.cache.trouble)
