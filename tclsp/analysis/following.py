"""What is known of a function while its ways are followed."""

from collections.abc import Callable
from functools import cached_property

from attrs import define, field

from tclsp.analysis.carrying import Held, Parts
from tclsp.analysis.live_names import LiveNames
from tclsp.analysis.module import Unit
from tclsp.analysis.trails import Trail


@define(eq=False, slots=False)
class Following:
    """A function whose ways are followed."""

    unit: Unit
    find_live: Callable[[], LiveNames]
    ways: dict[tuple[int, int], list[Trail]] = field(factory=dict)
    """The ways through its statements, by the ids of a statement and of what names hold there."""
    _same: dict[frozenset[tuple[str, Parts]], Held] = field(factory=dict)
    _seen: dict[int, tuple[Held, Held]] = field(factory=dict)
    """The one object for what names hold, by the id of another one that holds the same."""

    @cached_property
    def live(self) -> LiveNames:
        """The names that matter at its points; most functions never need them."""
        return self.find_live()

    def same(self, held: Held) -> Held:
        """Return the one object that stands for what names hold."""
        known = self._seen.get(id(held))
        if known is None:
            same = self._same.setdefault(frozenset(held.items()), held)
            # Both are kept alive, for another object could get the id of one that is gone.
            known = self._seen[id(held)] = held, same
        return known[1]
