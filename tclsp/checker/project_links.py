"""Which files of a project are tied to those that matter, read from the disk.

This module is on the path of a run that finds nothing to check, so it imports nothing heavy.
"""

from collections.abc import Collection, Iterator, Sequence

from tclsp.checker.linked_files import Links, find_ties
from tclsp.checker.notes import Notes
from tclsp.checker.project_files import ProjectFiles, module_path, triggers_of
from tclsp.source.prefilter import may_handle_for_all
from tclsp.source.ties import Ties

_LARGE = 3_000
"""From so many files on the ties are not sought twice."""


def linked_in(project: ProjectFiles, mattering: Collection[str], notes: Notes) -> dict[str, Ties]:
    """Return the files of a project to analyse, sorted by path, with their ties to each other.

    `mattering` are the paths of those that matter by themselves; what cannot be read is noted.
    """
    # Read file by file, again where need be: a large project is not held in memory.
    handling: set[str] = set()
    ties = find_ties(_contents(project, notes, handling), project.files)
    triggers = tuple(word.lower() for word in triggers_of(project.project))
    links = Links(ties, lambda path: project.read(path, notes), triggers)
    return links.find([path for path in mattering if path in ties], handling)


def _contents(
    project: ProjectFiles, notes: Notes, handling: set[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield all files, and note those that may handle errors for a whole application."""
    for path in project.files:
        data = project.read(path, notes)
        if data is not None:
            if may_handle_for_all(data):
                handling.add(path)
            yield path, data


def is_untied(project: ProjectFiles, mattering: Sequence[str]) -> bool:
    """Tell whether it is easily seen that no given file of a project is tied to what matters."""
    given = [module_path(file) for file in project.given]
    if len(project.files) > _LARGE or not set(given).isdisjoint(mattering):
        return False
    linked = linked_in(project, mattering, Notes())
    return not any(path in linked for path in given)
