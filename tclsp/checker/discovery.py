"""Which files a run is about: the paths, globs and folders of the command line.

This module is on the path of a run that finds nothing to check, so it imports nothing heavy.
"""

import os
import stat
from collections.abc import Iterable, Iterator

from tclsp.checker.excludes import is_sdk_file
from tclsp.checker.gitignore import around
from tclsp.checker.notes import Notes, reason_of
from tclsp.checker.project import Project, Projects
from tclsp.source import prefilter

PYTHON_SUFFIXES = (".py", ".pyi")


class SourceFile:
    """A file to check."""

    __slots__ = ("absolute", "data", "named", "path", "project")

    def __init__(
        self,
        path: str,
        absolute: str,
        project: Project,
        *,
        named: bool,
        data: bytes | None = None,
    ) -> None:
        self.path = path
        """As it is shown: the way the command line leads to it."""
        self.absolute = absolute
        self.project = project
        self.named = named
        """Whether the command line names it, rather than a folder above it."""
        self.data = data
        """Its content where it is not on the disk."""

    def read(self) -> bytes:
        """Return the content. Raises OSError."""
        return prefilter.read(self.absolute) if self.data is None else self.data


def find_files(paths: Iterable[str], projects: Projects, notes: Notes) -> Iterator[SourceFile]:
    """Yield the files that `paths` stand for, each once.

    A path that does not exist becomes a failure in `notes`, anything else that cannot be checked
    a note. Raises SettingsError where a settings file cannot be used.
    """
    seen: set[str] = set()
    for path in paths:
        found = False
        for file in _expand(path, projects, notes):
            found = True
            if file.absolute not in seen:
                seen.add(file.absolute)
                yield file
        if not found and os.path.isdir(path):
            notes.add(path, "no Python files found in this folder")


def _expand(path: str, projects: Projects, notes: Notes) -> Iterator[SourceFile]:
    if any(character in path for character in "*?[") and not os.path.lexists(path):
        import glob

        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            notes.fail(path, "no file matches this pattern")
        for match in matches:
            yield from _named(match, projects, notes)
        return
    yield from _named(path, projects, notes)


def _named(path: str, projects: Projects, notes: Notes) -> Iterator[SourceFile]:
    """Yield what a path of the command line stands for; `exclude` applies to it too."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        notes.fail(path, reason_of(error))
        return
    absolute = os.path.abspath(path)
    if stat.S_ISDIR(mode):
        yield from _folder(path, absolute, projects, notes)
        return
    if not stat.S_ISREG(mode):
        notes.fail(path, "not a regular file")
        return
    project = projects.of_folder(os.path.dirname(absolute))
    if not is_left_out(absolute, project):
        yield SourceFile(_tidy(path), absolute, project, named=True)


def is_left_out(absolute: str, project: Project) -> bool:
    """Whether a file that was asked for by name is left out all the same."""
    return project.excludes(absolute, is_folder=False) or is_sdk_file(absolute)


def _folder(path: str, absolute: str, projects: Projects, notes: Notes) -> Iterator[SourceFile]:
    project = projects.of_folder(absolute)
    if project.holds(absolute) and project.excludes(absolute, is_folder=True):
        notes.add(path, "left out by the setting `exclude`")
        return
    tidied = _tidy(path)
    shown = "" if tidied == os.curdir else os.path.join(tidied, "")
    yield from _walk(shown, absolute, projects, notes)


def project_tree(project: Project, projects: Projects) -> Iterator[SourceFile]:
    """Yield the Python files of a project that has a folder, those of projects inside left out."""
    if project.root is not None:
        yield from _walk("", project.root, projects, Notes(), only=project)


def _walk(
    shown: str, absolute: str, projects: Projects, notes: Notes, only: Project | None = None
) -> Iterator[SourceFile]:
    """Yield the Python files below a folder that neither git nor the settings leave out.

    With `only`, folders of other projects are left out as well.
    """
    pending = [(shown, absolute, around(absolute))]
    while pending:
        shown, absolute, outer = pending.pop()
        try:
            with os.scandir(absolute) as entries:
                listed = sorted(entries, key=_name)
        except OSError as error:
            notes.add(shown or os.curdir, reason_of(error))
            continue
        project = projects.of_folder(absolute)
        if only is not None and project is not only:
            continue
        relative = project.relative(absolute)
        ignore = outer.below(absolute)
        for entry in listed:
            is_folder = entry.is_dir(follow_symlinks=False)
            if not is_folder and not entry.name.endswith(PYTHON_SUFFIXES):
                continue
            if project.excludes_entry(relative, entry.name, is_folder=is_folder):
                continue
            if ignore.ignores(entry.path, is_folder=is_folder):
                continue
            if is_folder:
                pending.append((shown + entry.name + os.sep, entry.path, ignore))
            elif not is_sdk_file(entry.path) and _is_file(entry, shown, notes):
                yield SourceFile(shown + entry.name, entry.path, project, named=False)


def _is_file(entry: "os.DirEntry[str]", shown: str, notes: Notes) -> bool:
    """Whether an entry is a file or leads to one; what is neither is noted."""
    if entry.is_file(follow_symlinks=False):
        return True
    try:
        mode = os.stat(entry.path).st_mode
    except OSError as error:
        notes.add(shown + entry.name, reason_of(error))
        return False
    if stat.S_ISDIR(mode):
        return False  # A link to a folder: what it holds is found where it really lies.
    if not stat.S_ISREG(mode):
        notes.add(shown + entry.name, "not a regular file")
        return False
    return True


def _name(entry: "os.DirEntry[str]") -> str:
    return entry.name


def _tidy(path: str) -> str:
    """Cut `./` in front and doubled separators; `..` stays, for a link may stand before it."""
    parts = [part for part in path.split(os.sep) if part not in ("", os.curdir)]
    tidied = os.sep.join(parts)
    return os.sep + tidied if os.path.isabs(path) and os.sep == "/" else tidied or os.curdir
