"""What is told on a way through a handler, and what of it makes a difference.

What a rule says of a way depends on little of what was told on it: on the first thing told that
holds a part of the error, else on the first thing told at all; where a code test selected the way,
on the first loud log of a part. So of ways that are alike in all else only these are kept.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

from attrs import frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.carrying import PARTIAL, Parts
from tclsp.analysis.comparisons import Comparison
from tclsp.analysis.module import Unit


@frozen
class Written:
    """A place of a path that holds something of the error but not its RequestId."""

    kind: Literal["log", "call", "return", "store", "exit"]
    parts: Parts
    loud: bool
    unit: Unit
    number: int
    """The statement."""
    cut: s.Expression | None
    """The expression that cuts the RequestId off, where one does."""


@frozen(eq=False, slots=False)
class Told:
    """What is told on a way, and which code tests selected it."""

    written: tuple[Written, ...]
    comparisons: tuple[Comparison, ...]

    @cached_property
    def lead(self) -> Written | None:
        """The first place that holds a part of the error, else the first at all."""
        of_error = (each for each in self.written if each.parts & PARTIAL)
        return next(of_error, None) or next(iter(self.written), None)

    @cached_property
    def loud(self) -> Written | None:
        """The first log call that shows a part of the error at a level that people see."""
        for each in self.written:
            if each.kind == "log" and each.loud and each.parts & PARTIAL:
                return each
        return None

    @cached_property
    def handed(self) -> Written | None:
        """The place that counts for its caller where this is told in a helper."""
        return next((each for each in self.written if each.kind != "return"), None)

    def then(self, after: "Told") -> "Told":
        """Return what is told on a way and behind it, without what makes no difference."""
        if not after.comparisons and self._is_settled(after):
            return self
        return Told(self.written + after.written, self.comparisons + after.comparisons)

    def _is_settled(self, after: "Told") -> bool:
        if not after.written:
            return True
        if self.lead is None or self.handed is None or (self.loud is None and after.loud):
            return False
        return bool(
            self.lead.parts & PARTIAL or after.lead is None or not after.lead.parts & PARTIAL
        )


def distinct(told: Iterable[Told], *, recorded: bool, expected: bool) -> list[Told]:
    """Return what makes a difference of what was told on ways that are alike in all else."""
    if recorded:
        told = (Told((), each.comparisons) for each in told)
    return _of_expected(told) if expected else _of_others(told)


def behind(
    first: Sequence[Told], then: Sequence[Told], *, recorded: bool, expected: bool
) -> list[Told]:
    """Return what is told on ways that go on as others do."""
    told = (before.then(after) for before in first for after in then)
    return distinct(told, recorded=recorded, expected=expected)


def _of_expected(told: Iterable[Told]) -> list[Told]:
    """Of ways that tests selected the first loud log matters, and which codes they name."""
    found: dict[tuple[Written | None, bool], Told] = {}
    handed = False
    for each in told:
        key = each.loud, bool(each.comparisons)
        known = found.get(key)
        if known is None:
            found[key] = _kept(each, each.loud, None if handed else each.handed)
            handed = handed or each.handed is not None
        elif each.comparisons:
            union = dict.fromkeys((*known.comparisons, *each.comparisons))
            found[key] = Told(known.written, tuple(union))
    return list(found.values())


def _of_others(told: Iterable[Told]) -> list[Told]:
    found: list[Told] = []
    leads: set[Written | None] = set()
    louds: set[Written | None] = set()
    handed = False
    for each in told:
        if each.lead in leads and each.loud in louds:
            continue
        leads.add(each.lead)
        louds.add(each.loud)
        found.append(_kept(each, each.lead, each.loud, None if handed else each.handed))
        handed = handed or each.handed is not None
    return found


def _kept(told: Told, *places: Written | None) -> Told:
    """Return what is told at some places alone."""
    if len(told.written) < 2:
        return told
    written = tuple(dict.fromkeys(each for each in told.written if each in places))
    return told if written == told.written else Told(written, told.comparisons)
