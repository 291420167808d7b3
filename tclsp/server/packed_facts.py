"""The facts about a file as the worker sends them.

Few requests ask for facts, and reading those of thousands of lines takes tens of milliseconds, in
which no other thread runs: so they are read when the first one asks.
"""

import io
import pickle
from collections.abc import Callable
from functools import cache, cached_property
from operator import attrgetter
from typing import Any

from attrs import define, fields, has

from tclsp.analysis.facts import ModuleFacts


@define(slots=False, eq=False)
class PackedFacts:
    """The facts about a file, read when they are first asked for."""

    packed: bytes
    """As `packed` has made it, in a process of ours."""

    @classmethod
    def of(cls, facts: ModuleFacts) -> "PackedFacts":
        """Pack facts."""
        stream = io.BytesIO()
        _Packer(stream, pickle.HIGHEST_PROTOCOL).dump(facts)
        return cls(stream.getvalue())

    @cached_property
    def facts(self) -> ModuleFacts:
        """What was packed."""
        found: ModuleFacts = pickle.loads(self.packed)  # noqa: S301 - our own process wrote it
        return found


class _Packer(pickle.Pickler):
    """Packs a record as the call that makes it; what attrs does instead takes twice as long."""

    def reducer_override(self, packed: Any) -> Any:
        """Return how a record is made again."""
        kind: type = type(packed)
        values = _values_of(kind)
        return NotImplemented if values is None else (kind, values(packed))


@cache
def _values_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what gives the arguments that made a record; None for other objects."""
    if not has(kind) or not all(each.init and not each.kw_only for each in fields(kind)):
        return None
    names = [each.name for each in fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)
