"""What helpers do with what they are given, found once for each way to call them.

A function that is being followed is not followed again, nor is one that is called too deep. So
what a helper does depends on which functions around it are being followed, but only on those that
it comes to meet: where the same of them are, it does the same.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import define, field

from tclsp.analysis.carrying import Held, Parts
from tclsp.analysis.keeping import Answer
from tclsp.analysis.module import Unit
from tclsp.analysis.trails import Helped

_Called: TypeAlias = tuple[Unit, int, frozenset[tuple[str, Parts]]]
"""A function, how deep it is called, and what its parameters hold."""
_Around: TypeAlias = tuple[frozenset[Unit], bool]
"""The functions met that were being followed, and whether the outermost one was met."""


@define(eq=False)
class _Met:
    """The functions that a helper calls, itself or through others."""

    all: set[Unit] = field(factory=set)
    refused: set[Unit] = field(factory=set)
    """Those of which it was asked whether they are being followed."""

    def around(self, running: Sequence[Unit]) -> _Around:
        """Return which of them are being followed."""
        return frozenset(self.refused.intersection(running)), running[0] in self.all

    def add(self, other: "_Met") -> None:
        """Add what was met through another function."""
        self.all |= other.all
        self.refused |= other.refused


@define(eq=False)
class _Known:
    """What one helper does, by what is being followed around it."""

    met: _Met
    helped: dict[_Around, Answer[Helped]] = field(factory=dict)


@define(eq=False)
class KnownHelpers:
    """Keeps what has been found of the functions of one project."""

    _known: dict[_Called, list[_Known]] = field(factory=dict)
    _met: list[_Met] = field(factory=lambda: [_Met()])
    """Of the functions that are being followed, the innermost last."""

    def meets(self, callee: Unit, *, may_follow: bool) -> None:
        """Note that the function that is followed calls another; `may_follow` if not too deep."""
        met = self._met[-1]
        met.all.add(callee)
        if may_follow:
            met.refused.add(callee)

    def of(
        self,
        callee: Unit,
        held: Held,
        running: Sequence[Unit],
        follow: Callable[[], Answer[Helped]],
    ) -> Answer[Helped]:
        """Return what a function does; `follow` finds it where it is not known yet.

        `running` are the functions that are being followed, the outermost first.
        """
        variants = self._known.setdefault((callee, len(running), frozenset(held.items())), [])
        for known in variants:
            helped = known.helped.get(known.met.around(running))
            if helped is not None:
                self._met[-1].add(known.met)
                return helped
        self._met.append(_Met())
        helped = follow()
        met = self._met.pop()
        self._met[-1].add(met)
        for known in variants:
            if known.met.all == met.all and known.met.refused == met.refused:
                known.helped[met.around(running)] = helped
                return helped
        variants.append(_Known(met, {met.around(running): helped}))
        return helped
