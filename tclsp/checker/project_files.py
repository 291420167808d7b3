"""The projects that a run is about: which files belong to each, and which of them matter.

What is found in a file depends on its whole project, so that is looked through even where a single
file is asked for. This module is on the path of a run that finds nothing to check, so it imports
nothing heavy.
"""

from collections.abc import Iterable, Iterator, Sequence

from tclsp.checker.discovery import SourceFile, project_tree
from tclsp.checker.notes import Notes
from tclsp.checker.project import Project, Projects
from tclsp.source import prefilter


class ProjectFiles:
    """The files that a part of the given ones is judged on together."""

    __slots__ = ("files", "given", "project")

    def __init__(
        self, project: Project, files: Iterable[SourceFile], given: Sequence[SourceFile]
    ) -> None:
        self.project = project
        self.files = {module_path(file): file for file in files}
        """All of them, by the paths that their modules have in the analysis."""
        self.given = given
        """Those that findings are reported of."""

    def read(self, path: str, notes: Notes) -> bytes | None:
        """Return the content of a file by its path; None where it cannot be read.

        That is noted for a given file.
        """
        file = self.files[path]
        try:
            return file.read()
        except OSError as error:
            if file in self.given:
                notes.unreadable(file.path, error, named=file.named)
            return None


def module_path(file: SourceFile) -> str:
    """Return the path of a file in its project; of a file outside, where it lies."""
    if file.project.holds(file.absolute):
        return file.project.relative(file.absolute)
    return file.absolute.replace("\\", "/").lstrip("/")


def projects_of(
    given: Sequence[SourceFile], projects: Projects, *, walked: bool
) -> Iterator[ProjectFiles]:
    """Yield the projects of the given files.

    A project is the tree of its folder; where nothing marks one, the given files are the project.
    A given file that is not in the tree, because git ignores it, is judged on the tree and the
    other such files, and does not count for those of the tree. `walked` says that the given files
    are all of the trees already.
    """
    by_project: dict[Project, list[SourceFile]] = {}
    for file in given:
        by_project.setdefault(file.project, []).append(file)
    for project, own in by_project.items():
        if project.root is None or walked:
            yield ProjectFiles(project, own, own)
        else:
            yield from _in_and_outside(project, own, projects)


def _in_and_outside(
    project: Project, given: list[SourceFile], projects: Projects
) -> Iterator[ProjectFiles]:
    tree = {file.absolute: file for file in project_tree(project, projects)}
    inside = [file for file in given if file.absolute in tree]
    outside = [file for file in given if file.absolute not in tree]
    # A given file may have another content than the one on the disk.
    tree.update((file.absolute, file) for file in inside)
    if inside:
        yield ProjectFiles(project, tree.values(), inside)
    if outside:
        yield ProjectFiles(project, [*tree.values(), *outside], outside)


class Relevance:
    """Tells which files matter by themselves, and reads each once for it."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._known: dict[str, bool] = {}
        self.read = 0
        """How many of the given files could be read."""

    def look_at_given(self, files: Iterable[SourceFile]) -> None:
        """Read the given files; what cannot be read is noted."""
        for file in files:
            if self._look(file, self._notes):
                self.read += 1

    def matters(self, file: SourceFile) -> bool:
        """Tell whether a file matters by itself; one that cannot be read does not."""
        if file.absolute not in self._known:
            self._look(file, None)
        return self._known[file.absolute]

    def _look(self, file: SourceFile, notes: Notes | None) -> bool:
        try:
            self._known[file.absolute] = prefilter.matters(file.read(), triggers_of(file.project))
        except OSError as error:
            self._known[file.absolute] = False
            if notes is not None:
                notes.unreadable(file.path, error, named=file.named)
            return False
        return True


def triggers_of(project: Project) -> tuple[bytes, ...]:
    """Return the words that make a file matter besides the API's own."""
    if project.settings is None:
        return ()
    return tuple(word.encode() for word in project.settings.words_that_matter)
