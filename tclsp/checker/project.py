"""Which settings apply to a file: those of the nearest settings file above it.

This module is on the path of a run that finds nothing to check, so it imports nothing heavy:
settings are parsed only where a file holds some, and patterns compiled only where there are any.
"""

import os
from typing import TYPE_CHECKING

from tclsp.checker.excludes import DEFAULT_EXCLUDED_NAMES

if TYPE_CHECKING:
    from tclsp.checker.patterns import Patterns
    from tclsp.checker.settings import Settings


class Project:
    """A folder and the settings for what lies below it."""

    def __init__(
        self,
        root: str | None,
        settings_file: str | None = None,
        settings: "Settings | None" = None,
    ) -> None:
        self.root = root
        """The absolute folder that patterns are relative to; None where nothing marks one."""
        self.settings_file = settings_file
        self.settings = settings
        """None where no settings file applies."""
        self._names = DEFAULT_EXCLUDED_NAMES
        self._patterns: Patterns | None = None
        if settings is not None and (settings.exclude is not None or settings.extend_exclude):
            self._read_excludes(settings)

    def relative(self, path: str) -> str:
        """Return the absolute `path` relative to the project, with forward slashes.

        The project's own folder is the empty text; of a path outside only the name is left.
        """
        if path == self.root:
            return ""
        prefix = os.path.join(self.root if self.root is not None else os.getcwd(), "")
        inner = path[len(prefix) :] if path.startswith(prefix) else os.path.basename(path)
        return inner.replace(os.sep, "/")

    def holds(self, path: str) -> bool:
        """Whether the absolute `path` lies in the project, or in the working folder without one."""
        base = self.root if self.root is not None else os.getcwd()
        return path == base or path.startswith(os.path.join(base, ""))

    def excludes(self, path: str, *, is_folder: bool) -> bool:
        """Whether the absolute `path`, or a folder of the project above it, is excluded."""
        if path == self.root:
            return False
        relative = self.relative(path)
        if not self._names.isdisjoint(relative.split("/")):
            return True
        return self._patterns is not None and self._patterns.match(relative, is_folder=is_folder)

    def excludes_entry(self, folder: str, name: str, *, is_folder: bool) -> bool:
        """Whether `name` in a folder that is not excluded is; `folder` as `relative` gives it."""
        if name in self._names:
            return True
        if self._patterns is None:
            return False
        path = f"{folder}/{name}" if folder else name
        return self._patterns.match(path, is_folder=is_folder)

    def _read_excludes(self, settings: "Settings") -> None:
        from tclsp.checker.patterns import Patterns

        lines = settings.extend_exclude
        if settings.exclude is not None:
            self._names = frozenset()
            lines = settings.exclude + settings.extend_exclude
        self._patterns = Patterns(lines)


class Projects:
    """Finds the project of a folder, and remembers it."""

    def __init__(self, override: Project | None = None) -> None:
        self._override = override
        self._known: dict[str, Project] = {}

    def of_folder(self, folder: str) -> Project:
        """Return the project that the absolute `folder` belongs to.

        Raises SettingsError where its settings cannot be used.
        """
        if self._override is not None:
            return self._override
        project = self._known.get(folder)
        if project is None:
            project = self._known[folder] = self._find(folder)
        return project

    def _find(self, folder: str) -> Project:
        found = _settings_of(folder)
        if found is not None:
            return found
        parent = os.path.dirname(folder)
        above = Project(None) if parent == folder else self.of_folder(parent)
        if above.settings is None and os.path.lexists(os.path.join(folder, ".git")):
            return Project(folder)
        return above


def _settings_of(folder: str) -> Project | None:
    """Read the settings file of one folder; `tclsp.toml` goes before `pyproject.toml`."""
    own = os.path.join(folder, "tclsp.toml")
    if os.path.isfile(own):
        return read_project(own, folder)
    shared = os.path.join(folder, "pyproject.toml")
    if os.path.isfile(shared) and _speaks_of_us(shared):
        return read_project(shared, folder)
    return None


def read_project(path: str, root: str) -> Project | None:
    """Read the settings file `path`; None for a pyproject.toml without a table of ours.

    Raises SettingsError.
    """
    from tclsp.checker.settings_file import read_settings

    settings = read_settings(path)
    return None if settings is None else Project(root, path, settings)


def _speaks_of_us(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return b"tclsp" in file.read()
    except OSError:
        return False
