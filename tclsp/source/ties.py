"""How a file is tied to other files of its project that matter. Imports nothing heavy."""

from typing import NamedTuple


class Ties(NamedTuple):
    """The names that lead from one file to others and back."""

    wanted: frozenset[str] | None = frozenset()
    """The names of it that they import; `None` where that may be any."""
    known: frozenset[str] = frozenset()
    """The names in it that stand for something of theirs."""


ALONE = Ties()
