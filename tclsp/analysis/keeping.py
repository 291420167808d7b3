"""What was found out about the units of a project is kept until a unit changes that it rests on.

An edit in one function leaves almost all of a project as it was. What is asked of a unit notes
which other units were looked at for the answer; when some of them change, that answer is
forgotten, and no other.
"""

from collections.abc import Callable, Hashable, Iterable, Set
from typing import Any, Generic, TypeVar

from attrs import define, field

from tclsp.analysis.module import Unit

T = TypeVar("T")

_NOTHING: Set[Unit] = frozenset()
_UNUSED = 256
"""Answers that nobody asked for during so many edits are forgotten."""


@define(eq=False)
class Answer(Generic[T]):
    """An answer, with what it rests on."""

    value: T = field(init=False)
    """Not there while it is looked for."""
    unit: Unit | None = None
    """The unit that was asked about."""
    at: Set[Unit] = _NOTHING
    """The other units that were looked at."""
    firm: bool = True
    """Whether asking again would give the same, as long as those units do not change."""
    found: bool = False
    used: int = 0
    """The last edit after which it was asked for."""

    def rest_on(self, unit: Unit) -> None:
        """Note a unit that was looked at for it."""
        if unit is not self.unit and unit not in self.at:
            self.at = {*self.at, unit}


@define(eq=False)
class Keeping:
    """Keeps answers about the units of one project, with the units themselves."""

    _edits: int = 0
    _open: list[Answer[Any]] = field(factory=list)
    """Those that are being looked for, each for the one before it."""

    def of(self, unit: Unit, key: Hashable, find: Callable[[], T]) -> T:
        """Return what is known of a unit under a key; found by `find` if it is not known yet.

        `find` may look at anything that keeps still, at `unit`, and at what is reported by `look`.
        """
        answer: Answer[T] | None = unit.kept.get(key)
        if answer is None or not answer.found:
            answer = unit.kept[key] = self._look_for(find, Answer(unit))
        answer.used = self._edits
        if not self._open:
            return answer.value
        if unit is not self._open[-1].unit:
            self._open[-1].rest_on(unit)
        return self.recalled(answer)

    def recursive(self, unit: Unit, key: Hashable, meanwhile: T, find: Callable[[], T]) -> T:
        """Do the same as `of`, and return `meanwhile` where `find` comes to ask for it again.

        What depends on such a makeshift is never kept over an edit: it may depend on where one
        started.
        """
        answer: Answer[T] | None = unit.kept.get(key)
        if answer is None:
            answer = unit.kept[key] = Answer(unit)
            try:
                self._look_for(find, answer)
            finally:
                if not answer.found:
                    del unit.kept[key]
        elif not answer.found:
            for each in self._open[self._open.index(answer) :]:
                each.firm = False
            return meanwhile
        return self.of(unit, key, find)

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
        answer: Answer[object] | None = unit.kept.get(key)
        if answer is None or not answer.found:
            return None
        return self.of(unit, key, lambda: None)

    def observed(self, find: Callable[[], T]) -> Answer[T]:
        """Find something that the caller keeps for others, who get it by `recalled`."""
        answer = self._look_for(find, Answer())
        self.recalled(answer)
        return answer

    def recalled(self, answer: Answer[T]) -> T:
        """Return what was found before, and note what it rests on."""
        if self._open:
            around = self._open[-1]
            if answer.at:
                around.at = around.at | answer.at
            if not answer.firm:
                around.firm = False
        return answer.value

    def look(self, unit: Unit) -> Unit:
        """Note that a unit was come by, and return it."""
        if self._open:
            self._open[-1].rest_on(unit)
        return unit

    def look_everywhere(self) -> None:
        """Note that all units of the project were looked at: any edit may change the answer."""
        if self._open:
            self._open[-1].firm = False

    def _look_for(self, find: Callable[[], T], answer: Answer[T]) -> Answer[T]:
        self._open.append(answer)
        try:
            answer.value = find()
            answer.found = True
        finally:
            self._open.pop()
        return answer

    def forget(self, changed: set[Unit], units: Iterable[Unit]) -> None:
        """Forget what rests on units that changed, of all `units` of the project."""
        self._edits += 1
        for unit in units:
            gone = [key for key, answer in unit.kept.items() if not self._holds(answer, changed)]
            for key in gone:
                del unit.kept[key]

    def _holds(self, answer: Answer[Any], changed: set[Unit]) -> bool:
        """Tell whether an answer is right after an edit, and worth keeping."""
        return (
            answer.firm
            and self._edits - answer.used < _UNUSED
            and (not answer.at or answer.at.isdisjoint(changed))
        )
