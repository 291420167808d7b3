"""One run of the checker, from the paths of the command line to the reports.

Most runs find no file that matters; so what reads, parses and judges files is imported only once
one does.
"""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tclsp.checker.discovery import SourceFile, find_files, is_left_out, reason_of
from tclsp.checker.excludes import CACHE_FOLDER
from tclsp.checker.notes import Notes
from tclsp.checker.project import Project, Projects, read_project
from tclsp.checker.settings_error import SettingsError
from tclsp.source import prefilter

if TYPE_CHECKING:
    from tclsp.catalog.text import Language
    from tclsp.checker.batch import Progress
    from tclsp.checker.result import FileReport
    from tclsp.checker.settings import Overrides

STDIN = "-"


class Request(NamedTuple):
    """What a run shall do."""

    paths: tuple[str, ...]
    """Files, folders and globs; or `-` alone, for the standard input."""
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


class Outcome(NamedTuple):
    """What a run gave."""

    reports: "list[FileReport]"
    """Those of the files that matter, sorted by path."""
    checked: int
    """How many files were read."""
    notes: Notes


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


def run(request: Request, progress: "Progress" = no_progress) -> Outcome:
    """Check what `request` names. Raises SettingsError where settings cannot be used."""
    _check_selectors(request)
    notes = Notes()
    projects = projects_for(request)
    checked = 0
    relevant = []
    for file in files_for(request, projects, notes):
        try:
            matters = prefilter.matters(file.read(), triggers_of(file.project))
        except OSError as error:
            note = notes.fail if file.named else notes.add
            note(file.path, reason_of(error))
            continue
        checked += 1
        if matters:
            relevant.append(file)
    reports = _check_relevant(relevant, request, projects, notes, progress) if relevant else []
    return Outcome(reports, checked, notes)


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
    data = sys.stdin.buffer.read()
    path = request.stdin_filename or STDIN
    absolute = os.path.abspath(path)
    project = projects.of_folder(os.path.dirname(absolute))
    if not is_left_out(absolute, project):
        yield SourceFile(path, absolute, project, named=True, data=data)


def triggers_of(project: Project) -> tuple[bytes, ...]:
    """Return the words that make a file matter besides the API's own."""
    if project.settings is None:
        return ()
    return tuple(word.encode() for word in project.settings.words_that_matter)


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


def _check_relevant(
    files: list[SourceFile],
    request: Request,
    projects: Projects,
    notes: Notes,
    progress: "Progress",
) -> "list[FileReport]":
    from tclsp.checker.action_list_files import action_lists_of
    from tclsp.checker.batch import Batch
    from tclsp.checker.cache import FactsCache
    from tclsp.checker.file_check import FileChecker

    for project in {file.project for file in files}:
        if project.settings is not None:
            action_lists_of(project.settings, project.root)  # A damaged file stops the run here.
    checker = FileChecker()
    cache = None
    if request.cache:
        cache = FactsCache(_cache_folder(request, projects), checker.fingerprint)
    processes = request.jobs or _processors()
    batch = Batch(overrides_of(request), processes, cache, notes, progress)
    return batch.check(files, checker)


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
