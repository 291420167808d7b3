"""One run of the checker, from the paths of the command line to the reports.

Most runs find no file that matters; so what reads, parses and judges files is imported only once
one does.
"""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from tclsp.checker.discovery import SourceFile, find_files, is_left_out
from tclsp.checker.excludes import CACHE_FOLDER
from tclsp.checker.notes import Notes
from tclsp.checker.project import Projects, read_project
from tclsp.checker.project_files import ProjectFiles, Relevance, projects_of
from tclsp.checker.settings_error import SettingsError

if TYPE_CHECKING:
    from tclsp.catalog.text import Language
    from tclsp.checker.batch import Batch, Mattering, Progress
    from tclsp.checker.fixing import FixedFile
    from tclsp.checker.result import FileReport
    from tclsp.checker.settings import Overrides

STDIN = "-"


class Request(NamedTuple):
    """What a run shall do."""

    paths: tuple[str, ...]
    """Files, folders and globs; or `-` alone, for the standard input."""
    stdin: bytes = b""
    """What the standard input holds."""
    stdin_filename: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    language: "Language | None" = None
    config: str | None = None
    """A settings file to use for all files."""
    jobs: int | None = None
    """The most processes to use; None for as many as there are processors."""
    cache: bool = True
    cache_folder: str | None = None
    with_fixes: bool = False
    """Whether findings shall carry their fixes."""
    fix: Literal["no", "safe", "unsafe"] = "no"
    """Which fixes to make; nothing is written by the run itself."""
    write: bool = False
    """Whether the files will be written, so that read-only ones must be left as they are."""


class Outcome(NamedTuple):
    """What a run gave."""

    reports: "list[FileReport]"
    """Those of the files that matter, sorted by path."""
    checked: int
    """How many files were read."""
    notes: Notes
    fixed: "Sequence[FixedFile]" = ()
    """The files that the fixes change; the reports are those of the fixed texts."""
    given: Sequence[SourceFile] = ()


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


def run(request: Request, progress: "Progress" = no_progress) -> Outcome:
    """Check what `request` names. Raises SettingsError where settings cannot be used."""
    _check_selectors(request)
    notes = Notes()
    projects = projects_for(request)
    given = list(files_for(request, projects, notes))
    relevance = Relevance(notes)
    relevance.look_at_given(given)
    mattering = [
        (files, paths)
        for files in projects_of(given, projects, walked=_walks_whole_trees(request, given))
        if (paths := [path for path, file in files.files.items() if relevance.matters(file)])
        and not _is_untied(files, paths)
    ]
    if not mattering:
        return Outcome([], relevance.read, notes, (), given)
    batch = _batch(mattering, request, projects, notes, progress)
    reports = batch.check(mattering)
    if request.fix == "no":
        return Outcome(reports, relevance.read, notes, (), given)
    from tclsp.checker.fixing import Fixing

    fixing = Fixing(batch, request.fix == "unsafe", notes)
    fixed = fixing.run(reports, _read_only(given, reports, notes) if request.write else frozenset())
    return Outcome(fixing.reports, relevance.read, notes, fixed, given)


def _read_only(
    given: list[SourceFile], reports: "list[FileReport]", notes: Notes
) -> frozenset[str]:
    """Return the files with findings to fix that cannot be written, and note each."""
    from tclsp.checker.written_files import why_not_writable

    fixable = {r.absolute for r in reports if any(f.fix is not None for f in r.findings)}
    found = set()
    for file in given:
        if file.data is None and file.absolute in fixable:
            reason = why_not_writable(file.absolute)
            if reason is not None:
                found.add(file.absolute)
                notes.trouble(file.path, reason, named=file.named)
    return frozenset(found)


def _is_untied(files: ProjectFiles, mattering: Sequence[str]) -> bool:
    from tclsp.checker.project_links import is_untied

    return is_untied(files, mattering)


def _walks_whole_trees(request: Request, given: list[SourceFile]) -> bool:
    """Tell whether the given paths are folders around all projects, so that nothing is missing."""
    if any(file.named for file in given):
        return False
    folders = [os.path.join(os.path.abspath(path), "") for path in request.paths]
    roots = {os.path.join(file.project.root or "", "") for file in given}
    return all(root.startswith(folder) for root in roots for folder in folders)


def projects_for(request: Request) -> Projects:
    """Return what finds the settings of a file. Raises SettingsError."""
    if request.config is None:
        return Projects()
    project = read_project(request.config, os.getcwd())
    if project is None:
        raise SettingsError(f"{request.config}: has no table [tool.tclsp]")
    return Projects(project)


def files_for(request: Request, projects: Projects, notes: Notes) -> Iterator[SourceFile]:
    """Yield the files that `request` names. Raises SettingsError."""
    if request.paths != (STDIN,):
        return find_files(request.paths, projects, notes)
    return _standard_input(request, projects)


def _standard_input(request: Request, projects: Projects) -> Iterator[SourceFile]:
    path = request.stdin_filename or STDIN
    absolute = os.path.abspath(path)
    project = projects.of_folder(os.path.dirname(absolute))
    if not is_left_out(absolute, project):
        yield SourceFile(path, absolute, project, named=True, data=request.stdin)


def _check_selectors(request: Request) -> None:
    """Raise SettingsError for a rule of the command line that does not exist."""
    selectors = {
        "--select": request.select or (),
        "--ignore": request.ignore,
        "--extend-select": request.extend_select,
    }
    if not any(selectors.values()):
        return
    from tclsp.checker.selection import unknown_selector

    problems = [
        f"{option}: {reason}"
        for option, written in selectors.items()
        for selector in written
        if (reason := unknown_selector(selector)) is not None
    ]
    if problems:
        raise SettingsError(*problems)


def _batch(
    mattering: "Sequence[Mattering]",
    request: Request,
    projects: Projects,
    notes: Notes,
    progress: "Progress",
) -> "Batch":
    from tclsp.catalog.store import Catalog
    from tclsp.checker.action_list_files import action_lists_of
    from tclsp.checker.batch import Batch
    from tclsp.checker.cache import FactsCache
    from tclsp.checker.fingerprint import engine_fingerprint

    for files, _ in mattering:
        if files.project.settings is not None:
            # A damaged file stops the run here.
            action_lists_of(files.project.settings, files.project.root)
    catalog = Catalog.open()
    cache = None
    if request.cache:
        cache = FactsCache(_cache_folder(request, projects), engine_fingerprint())
    processes = request.jobs or _processors()
    return Batch(
        overrides_of(request),
        processes,
        cache,
        catalog,
        notes,
        progress,
        with_fixes=request.with_fixes or request.fix != "no",
        fixing=request.fix != "no",
    )


def overrides_of(request: Request) -> "Overrides":
    """Return what the command line sets over the settings of files."""
    from tclsp.checker.settings import Overrides

    return Overrides(request.select, request.ignore, request.extend_select, request.language)


def _cache_folder(request: Request, projects: Projects) -> str:
    if request.cache_folder is not None:
        return os.path.realpath(request.cache_folder)
    here = os.getcwd()
    return os.path.join(projects.of_folder(here).root or here, CACHE_FOLDER)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
