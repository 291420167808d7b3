"""Patterns of paths as settings write them, in the syntax of `.gitignore`."""

from collections.abc import Iterable

from pathspec import GitIgnoreSpec


class Patterns:
    """Tells which paths a list of patterns matches; a later pattern goes before an earlier one."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._spec = GitIgnoreSpec.from_lines(line for line in lines if is_pattern(line))

    def match(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether `path` matches: relative to where the patterns stand, with forward slashes."""
        return self.verdict(path, is_folder=is_folder) is True

    def verdict(self, path: str, *, is_folder: bool = False) -> bool | None:
        """Return True for a match, False for one taken back by `!`, None where no pattern says."""
        return self._spec.check_file(path + "/" if is_folder else path).include


def is_pattern(line: str) -> bool:
    """Whether `line` can be read as a pattern."""
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
