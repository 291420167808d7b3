"""Which settings apply to a document: those of files, with the client's on top.

Not every client watches files, so settings files are looked at by their stamps when they are used.
"""

import os
from collections.abc import Sequence

from tclsp.checker.project import Project, Projects
from tclsp.checker.settings import Settings
from tclsp.checker.settings_error import SettingsError
from tclsp.checker.stamps import Stamp, stamp_of
from tclsp.server.options import EditorOptions

_NAMES = ("tclsp.toml", "pyproject.toml")


class EditorProjects(Projects):
    """Finds the project of a folder as `check` does; a folder of the workspace is one, too.

    Of settings that cannot be used there is a problem to tell; those that were good before, in
    `previous`, stay in force.
    """

    def __init__(
        self,
        options: EditorOptions,
        folders: Sequence[str],
        previous: "EditorProjects | None" = None,
    ) -> None:
        super().__init__()
        self._options = options
        self._folders = frozenset(folders)
        self._good: dict[str, Project] = {} if previous is None else dict(previous._good)
        """By their folders, without the client's settings."""
        self._stamps: dict[str, Stamp | None] = {}
        self._problems: list[str] = []

    def take_problems(self) -> list[str]:
        """Return, once, a sentence for each fault in the settings files that were read."""
        problems, self._problems = self._problems, []
        return problems

    def is_fresh(self, folder: str) -> bool:
        """Whether the settings files of `folder` and above are still those that were read."""
        while True:
            for name in _NAMES:
                path = os.path.join(folder, name)
                if path in self._stamps and stamp_of(path) != self._stamps[path]:
                    return False
            parent = os.path.dirname(folder)
            if parent == folder:
                return True
            folder = parent

    def _find(self, folder: str) -> Project:
        for name in _NAMES:
            path = os.path.join(folder, name)
            self._stamps[path] = stamp_of(path)
        try:
            found = super()._find(folder)
        except SettingsError as error:
            self._problems += error.problems
            return self._with_options(self._good.get(folder) or Project(folder))
        if found.root == folder:
            self._good[folder] = found
            return self._with_options(found)
        if found.root is None and folder in self._folders:
            return self._with_options(Project(folder))
        return found

    def _with_options(self, project: Project) -> Project:
        """Return a project with the client's settings on top."""
        settings = project.settings
        if self._options.settings:
            settings = self._options.applied_to(settings or Settings())
        return Project(project.root, project.settings_file, settings)
