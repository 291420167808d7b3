"""What git ignores below a folder: every `.gitignore` on the way, and `.git/info/exclude`."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tclsp.checker.patterns import Patterns


class GitIgnore:
    """The ignore files that count in one folder, the innermost last."""

    def __init__(self, layers: "tuple[tuple[str, Patterns], ...]" = ()) -> None:
        self._layers = layers

    def below(self, folder: str) -> "GitIgnore":
        """Return what counts inside `folder`, given what counts around it."""
        outer = self._layers
        git = os.path.join(folder, ".git")
        if os.path.lexists(git):
            outer = _layer(folder, os.path.join(_git_folder(git), "info", "exclude"))
        own = _layer(folder, os.path.join(folder, ".gitignore"))
        return GitIgnore(outer + own) if own or outer is not self._layers else self

    def ignores(self, path: str, *, is_folder: bool) -> bool:
        """Whether git ignores the absolute `path`, given that no folder above it is ignored."""
        for prefix, patterns in reversed(self._layers):
            relative = path[len(prefix) :].replace(os.sep, "/")
            verdict = patterns.verdict(relative, is_folder=is_folder)
            if verdict is not None:
                return verdict
        return False


def around(folder: str) -> GitIgnore:
    """Return what counts in the folder that holds `folder`: the files from its work tree's root."""
    above = []
    current = folder
    while not os.path.lexists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            return GitIgnore()
        above.append(parent)
        current = parent
    ignore = GitIgnore()
    for outer in reversed(above):
        ignore = ignore.below(outer)
    return ignore


def _layer(folder: str, path: str) -> "tuple[tuple[str, Patterns], ...]":
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().splitlines()
    except OSError:
        return ()
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return ()
    from tclsp.checker.patterns import Patterns

    prefix = folder if folder.endswith(os.sep) else folder + os.sep
    return ((prefix, Patterns(lines)),)


def _git_folder(path: str) -> str:
    """Follow the `.git` file of a linked work tree or a submodule to the common git folder."""
    if os.path.isdir(path):
        return path
    folder = _content(path).removeprefix("gitdir:").strip()
    folder = os.path.join(os.path.dirname(path), folder)
    common = _content(os.path.join(folder, "commondir")).strip()
    return os.path.join(folder, common) if common else folder


def _content(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""
