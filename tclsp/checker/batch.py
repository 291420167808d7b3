"""Checks projects in which something matters: from the cache where it can, in several processes
where it pays.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import Factory, define, evolve, frozen

from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.lowered import LoweredFile
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.project import ConsoleScript
from tclsp.catalog.store import Catalog
from tclsp.checker import lowered_json
from tclsp.checker.cache import FactsCache
from tclsp.checker.console_scripts import console_scripts
from tclsp.checker.discovery import SourceFile
from tclsp.checker.file_check import FileChecker, FileJob, analysis_options
from tclsp.checker.known_facts import KnownFacts, state_of
from tclsp.checker.linking import LinkedProject
from tclsp.checker.lowering import LowerJob, LowerResult, lower, with_text
from tclsp.checker.notes import Notes
from tclsp.checker.project_files import ProjectFiles, module_path
from tclsp.checker.project_links import linked_in
from tclsp.checker.result import FileReport
from tclsp.checker.settings import Overrides, Settings
from tclsp.source.text import SourceText

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
    mattering: Sequence[str]
    settings: Settings
    options: AnalysisOptions
    scripts: tuple[ConsoleScript, ...]
    known: KnownFacts | None
    facts: dict[str, ModuleFacts] | None
    """Those of its given files that are linked, where the cache holds them all."""
    data: dict[str, bytes] = Factory(dict)
    """The contents of the linked files, by path, in order."""
    lowered: dict[str, LoweredFile] = Factory(dict)
    troubles: dict[str, str] = Factory(dict)
    jobs: dict[str, LowerJob] = Factory(dict)


@define
class Batch:
    """The check of the projects of one run."""

    overrides: Overrides
    processes: int
    cache: FactsCache | None
    catalog: Catalog
    notes: Notes
    progress: Progress
    with_fixes: bool = True
    """Whether findings shall carry their fixes."""
    fixing: bool = False
    """Whether files will be checked again with other contents."""
    parts: list[_Part] = Factory(list)

    def check(self, mattering: Sequence[Mattering]) -> list[FileReport]:
        """Return the reports of the given files, sorted by path; those that fail are noted."""
        self.parts = [self._part(files, paths) for files, paths in mattering]
        jobs = [
            (part, job) for part in self.parts if part.facts is None for job in self._jobs(part)
        ]
        self._lower(jobs)
        reports = [report for part in self.parts for report in self._judge(part)]
        self._save_cache()
        return sorted(reports, key=lambda report: report.path)

    def content(self, absolute: str) -> bytes | None:
        """Return the content of a given file as it was checked."""
        found = (part.data.get(path) for part, path in self._places(absolute))
        return next(found, None)

    def check_again(self, contents: Mapping[str, bytes]) -> list[FileReport]:
        """Return the reports of the files of the projects in which some have other contents.

        `contents` are those of files that were given and checked, by absolute path. The links
        between files are taken to be as they were.
        """
        changed: list[_Part] = []
        for absolute, data in contents.items():
            for part, path in self._places(absolute):
                part.data[path] = data
                part.jobs[path] = evolve(part.jobs[path], data=data)
                part.troubles.pop(path, None)
                self._take(lower(part.jobs[path]), part, part.jobs[path], b"")
                changed.append(part)
        unique = {id(part): part for part in changed}
        return [report for part in unique.values() for report in self._judge(part)]

    def _places(self, absolute: str) -> Iterator[tuple[_Part, str]]:
        """Yield the projects in which a file is given, with its path there."""
        for part in self.parts:
            for file in part.files.given:
                if file.absolute == absolute and (path := module_path(file)) in part.data:
                    yield part, path

    # ------------------------------------------------------------ reading

    def _part(self, files: ProjectFiles, mattering: Sequence[str]) -> _Part:
        settings = self.overrides.applied_to(files.project.settings or Settings())
        options = analysis_options(settings)
        scripts = console_scripts((path, file.absolute) for path, file in files.files.items())
        known = self._known(files, options, scripts)
        facts = None if known is None else _facts_in(known, files)
        return _Part(files, mattering, settings, options, scripts, known, facts)

    def _known(
        self, files: ProjectFiles, options: AnalysisOptions, scripts: tuple[ConsoleScript, ...]
    ) -> KnownFacts | None:
        if self.cache is None or self.fixing:
            return None
        state = state_of((path, files.read(path, self.notes)) for path in sorted(files.files))
        fingerprint = self.catalog.fingerprint()
        project = f"{files.project.root} {options!r} {scripts!r} {fingerprint}"
        return KnownFacts(self.cache, project, state)

    def _jobs(self, part: _Part) -> Iterator[LowerJob]:
        """Yield what is to be reduced of a project, and keep the contents.

        Nothing where no given file is tied to what matters: there is nothing to say of it.
        """
        linked = linked_in(part.files, part.mattering, self.notes)
        if part.known is not None:
            part.known.keep_linked(linked)
        if not any(module_path(file) in linked for file in part.files.given):
            return
        for path, ties in linked.items():
            data = part.files.read(path, self.notes)
            if data is not None:
                part.data[path] = data
                part.jobs[path] = LowerJob(path, data, part.options, ties)
                yield part.jobs[path]

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
        elif part.known is not None:
            part.known.keep(job.path, ModuleFacts())
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
        facts_of = self._facts_of(part)
        checker = FileChecker(self.catalog, with_fixes=self.with_fixes)
        for file in part.files.given:
            path = module_path(file)
            job = self._file_job(file, path, part)
            if job is None:
                continue
            trouble = part.troubles.get(path)
            if trouble is None:
                report = checker.check(job, facts_of)
                trouble = report.trouble
            if trouble is None:
                yield report
            else:
                self.notes.trouble(file.path, trouble, named=file.named)

    def _facts_of(self, part: _Part) -> Callable[[str, SourceText], ModuleFacts]:
        """Return what gives the facts of a linked file."""
        facts = part.facts
        if facts is not None:
            return lambda path, _: facts[path]
        lowered = {path: part.lowered[path] for path in sorted(part.lowered)}
        linked = LinkedProject.of(
            lowered, part.files.files, part.options, self.catalog, part.scripts
        )

        def found(path: str, source: SourceText) -> ModuleFacts:
            facts = linked.facts(path, source)
            if part.known is not None:
                part.known.keep(path, facts)
            return facts

        return found

    def _file_job(self, file: SourceFile, path: str, part: _Part) -> FileJob | None:
        if part.facts is None:
            data = part.data.get(path)
        else:
            data = part.files.read(path, self.notes) if path in part.facts else None
        if data is None:
            return None
        relative = file.project.relative(file.absolute)
        return FileJob(
            file.path, file.absolute, relative, path, data, part.settings, file.project.root
        )


def _facts_in(known: KnownFacts, files: ProjectFiles) -> dict[str, ModuleFacts] | None:
    """Return the facts of the given files that are linked; None where some are not known."""
    found: dict[str, ModuleFacts] = {}
    for path in map(module_path, files.given):
        linked = known.is_linked(path)
        facts = known.facts(path) if linked else None
        if linked is None or (linked and facts is None):
            return None
        if facts is not None:
            found[path] = facts
    return found
