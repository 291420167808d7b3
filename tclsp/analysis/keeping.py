"""What was found out about the units of a project is kept until a unit changes that it rests on.

An edit in one function leaves almost all of a project as it was. What is asked of a unit notes
which other units were looked at for the answer; when some of them change, that answer is
forgotten, and no other.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar, cast

from attrs import define, field, frozen

from tclsp.analysis.module import Unit

T = TypeVar("T")

_UNUSED = 256
"""Answers that nobody asked for during so many edits are forgotten."""

_NOTHING: frozenset[Unit] = frozenset()


@frozen(eq=False)
class Observed(Generic[T]):
    """A value that is kept elsewhere, with what it rests on."""

    value: T
    at: frozenset[Unit]
    firm: bool


@define(eq=False)
class _Looking:
    """A question that is being answered."""

    at: set[Unit] = field(factory=set)
    """The units that were looked at so far."""
    firm: bool = True
    """Whether asking again would give the same answer, as long as those units do not change."""


@define(eq=False)
class _Answer:
    value: object
    at: frozenset[Unit]
    """The other units that it rests on."""
    firm: bool
    used: int
    """The last edit after which it was asked for."""


@define(eq=False)
class Keeping:
    """Keeps answers about the units of one project, with the units themselves."""

    _edits: int = 0
    _open: list[_Looking] = field(factory=list)
    """The questions that are being answered, each asked for the one before it."""

    def of(self, unit: Unit, key: Hashable, find: Callable[[], T]) -> T:
        """Return what is known of a unit under a key; found by `find` if it is not known yet.

        `find` may look at anything that keeps still, at `unit`, and at what is reported by `look`.
        """
        known = unit.kept.get(key)
        if isinstance(known, _Answer):
            self._note(unit, known)
            return cast("T", known.value)
        found = self._looked(find)
        at = found.at - {unit} if found.at else _NOTHING
        answer = unit.kept[key] = _Answer(found.value, at, found.firm, self._edits)
        self._note(unit, answer)
        return found.value

    def recursive(self, unit: Unit, key: Hashable, meanwhile: T, find: Callable[[], T]) -> T:
        """Do the same as `of`, and return `meanwhile` where `find` comes to ask for it again.

        What depends on such a makeshift is never kept over an edit: it may depend on where one
        started.
        """
        known = unit.kept.get(key)
        if isinstance(known, _Looking):
            for looking in self._open[self._open.index(known) :]:
                looking.firm = False
            return meanwhile
        if isinstance(known, _Answer):
            return self.of(unit, key, find)

        def find_openly() -> T:
            unit.kept[key] = self._open[-1]
            try:
                return find()
            finally:
                del unit.kept[key]

        return self.of(unit, key, find_openly)

    def given(self, unit: Unit, key: Hashable, given: Hashable, find: Callable[[], T]) -> T:
        """Do the same as `of` for an answer that depends on what is `given` besides.

        Only the last such answer is kept.
        """
        asked, value = self.of(unit, key, lambda: (given, find()))
        if asked == given:
            return value
        del unit.kept[key]
        return self.of(unit, key, lambda: (given, find()))[1]

    def known(self, unit: Unit, key: Hashable) -> object:
        """Return what is known already of a unit under a key, or None."""
        answer = unit.kept.get(key)
        if not isinstance(answer, _Answer):
            return None
        self._note(unit, answer)
        return answer.value

    def observed(self, find: Callable[[], T]) -> Observed[T]:
        """Find something that the caller keeps for others, who get it by `recalled`."""
        found = self._looked(find)
        self.recalled(found)
        return found

    def recalled(self, observed: Observed[T]) -> T:
        """Return what was found before, and note what it rests on."""
        if self._open:
            looking = self._open[-1]
            looking.at |= observed.at
            looking.firm = looking.firm and observed.firm
        return observed.value

    def look(self, unit: Unit) -> Unit:
        """Note that a unit was come by, and return it."""
        if self._open:
            self._open[-1].at.add(unit)
        return unit

    def look_everywhere(self) -> None:
        """Note that all units of the project were looked at: any edit may change the answer."""
        if self._open:
            self._open[-1].firm = False

    def _looked(self, find: Callable[[], T]) -> Observed[T]:
        looking = _Looking()
        self._open.append(looking)
        try:
            value = find()
        finally:
            self._open.pop()
        return Observed(value, frozenset(looking.at) if looking.at else _NOTHING, looking.firm)

    def _note(self, unit: Unit, answer: _Answer) -> None:
        answer.used = self._edits
        if self._open:
            looking = self._open[-1]
            looking.at.add(unit)
            looking.at |= answer.at
            looking.firm = looking.firm and answer.firm

    def forget(self, changed: set[Unit], units: Iterable[Unit]) -> None:
        """Forget what rests on units that changed, of all `units` of the project."""
        self._edits += 1
        for unit in units:
            gone = [key for key, answer in unit.kept.items() if not self._holds(answer, changed)]
            for key in gone:
                del unit.kept[key]

    def _holds(self, answer: object, changed: set[Unit]) -> bool:
        """Tell whether an answer is right after an edit, and worth keeping."""
        return (
            isinstance(answer, _Answer)
            and answer.firm
            and self._edits - answer.used < _UNUSED
            and (not answer.at or answer.at.isdisjoint(changed))
        )
