"""The facts about a file as the worker sends them.

Few requests ask for facts, and reading those of thousands of lines takes tens of milliseconds, in
which no other thread runs: so they are read when the first one asks.
"""

import io
import pickle
from collections.abc import Callable
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias

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
        pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = _REDUCTIONS
        pickler.dump(facts)
        return cls(stream.getvalue())

    @cached_property
    def facts(self) -> ModuleFacts:
        """What was packed."""
        found: ModuleFacts = pickle.loads(self.packed)  # noqa: S301 - our own process wrote it
        return found


_Reduced: TypeAlias = tuple[type, tuple[Any, ...]]


class _Reductions(dict[type, Callable[[Any], _Reduced]]):
    """How records are packed: as the call that makes them; attrs' own way takes twice as long."""

    def __missing__(self, kind: type) -> Callable[[Any], _Reduced]:
        """Return that of a class. Raises KeyError for what is packed as Python does."""
        if not has(kind) or not all(each.init and not each.kw_only for each in fields(kind)):
            raise KeyError(kind)
        values = _values_of([each.name for each in fields(kind)])

        def reduce(record: Any) -> _Reduced:
            return kind, values(record)

        self[kind] = reduce
        return reduce


_REDUCTIONS = _Reductions()


def _values_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of so many attributes of a record."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)
