"""The facts about a file as the worker sends them.

Few requests ask for facts, and reading those of thousands of lines takes tens of milliseconds, in
which no other thread runs: so they are read when the first one asks.
"""

import pickle
from functools import cached_property

from attrs import define

from tclsp.analysis.facts import ModuleFacts


@define(slots=False, eq=False)
class PackedFacts:
    """The facts about a file, read when they are first asked for."""

    packed: bytes
    """As `packed` has made it, in a process of ours."""

    @classmethod
    def of(cls, facts: ModuleFacts) -> "PackedFacts":
        """Pack facts."""
        return cls(pickle.dumps(facts, pickle.HIGHEST_PROTOCOL))

    @cached_property
    def facts(self) -> ModuleFacts:
        """What was packed."""
        found: ModuleFacts = pickle.loads(self.packed)  # noqa: S301 - our own process wrote it
        return found
