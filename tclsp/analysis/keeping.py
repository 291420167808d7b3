"""What was found out about the units of a project is kept until a unit changes that it rests on.

An edit in one function leaves almost all of a project as it was. What is asked of a unit notes
which other units were looked at for the answer; when some of them change, that answer is
forgotten, and no other.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

from attrs import define, field

from tclsp.analysis.module import Unit

T = TypeVar("T")

_UNUSED = 256
"""Once in so many edits the answers are forgotten that nobody asked for since the last time."""


@define(eq=False, weakref_slot=False)
class Answer(Generic[T]):
    """An answer, with what it rests on."""

    value: T
    at: tuple[Unit, ...] = ()
    """The units that were looked at, but for the one that was asked about."""
    firm: bool = True
    """Whether asking again would give the same, as long as those units do not change."""
    used: int = 0
    """The last edit after which it was asked for."""


_NOTHING: tuple[Answer[Any], ...] = (
    Answer(()),
    Answer(False),
    Answer(True),
    Answer(None),
)
"""What most questions are answered with, whatever changes; of each there is one for all."""


@define(eq=False, weakref_slot=False)
class _Search:
    """The search for an answer, while it goes on."""

    unit: Unit | None = None
    """The unit that is asked about."""
    at: set[Unit] = field(factory=set)
    """The units that are looked at."""
    firm: bool = True

    def ended(self, value: T) -> Answer[T]:
        """Return the answer."""
        if self.unit is not None:
            self.at.discard(self.unit)
        if self.firm and not self.at:
            for known in _NOTHING:
                if known.value is value:
                    return known
        return Answer(value, tuple(self.at), self.firm)


@define(eq=False)
class Keeping:
    """Keeps answers about the units of one project, with the units themselves."""

    _edits: int = 0
    _open: list[_Search] = field(factory=list)
    """Those that go on, each for the one before it."""

    def of(self, unit: Unit, key: Hashable, find: Callable[[], T]) -> T:
        """Return what is known of a unit under a key; found by `find` if it is not known yet.

        `find` may look at anything that keeps still, at `unit`, and at what is reported by `look`.
        """
        answer: Answer[T] | _Search | None = unit.kept.get(key)
        if not isinstance(answer, Answer):
            answer = unit.kept[key] = self._look_for(find, _Search(unit))
            _note(unit, answer)
        answer.used = self._edits
        if not self._open:
            return answer.value
        self._open[-1].at.add(unit)
        return self.recalled(answer)

    def recursive(self, unit: Unit, key: Hashable, meanwhile: T, find: Callable[[], T]) -> T:
        """Do the same as `of`, and return `meanwhile` where `find` comes to ask for it again.

        What depends on such a makeshift is never kept over an edit: it may depend on where one
        started.
        """
        known: Answer[T] | _Search | None = unit.kept.get(key)
        if isinstance(known, _Search):
            for each in self._open[self._open.index(known) :]:
                each.firm = False
            return meanwhile
        if known is None:
            search = unit.kept[key] = _Search(unit)
            try:
                answer = unit.kept[key] = self._look_for(find, search)
            except BaseException:
                del unit.kept[key]
                raise
            _note(unit, answer)
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
        if not isinstance(unit.kept.get(key), Answer):
            return None
        return self.of(unit, key, lambda: None)

    def observed(self, find: Callable[[], T]) -> Answer[T]:
        """Find something that the caller keeps for others, who get it by `recalled`."""
        answer = self._look_for(find, _Search())
        self.recalled(answer)
        return answer

    def recalled(self, answer: Answer[T]) -> T:
        """Return what was found before, and note what it rests on."""
        if self._open:
            around = self._open[-1]
            if answer.at:
                around.at.update(answer.at)
            if not answer.firm:
                around.firm = False
        return answer.value

    def look(self, unit: Unit) -> Unit:
        """Note that a unit was come by, and return it."""
        if self._open:
            self._open[-1].at.add(unit)
        return unit

    def look_everywhere(self) -> None:
        """Note that all units of the project were looked at: any edit may change the answer."""
        if self._open:
            self._open[-1].firm = False

    def _look_for(self, find: Callable[[], T], search: _Search) -> Answer[T]:
        self._open.append(search)
        try:
            return search.ended(find())
        finally:
            self._open.pop()

    def forget(self, changed: set[Unit], units: Iterable[Unit]) -> None:
        """Forget what rests on units that changed, of all `units` of the project."""
        self._edits += 1
        tidies = self._edits % _UNUSED == 0
        for unit in changed:
            # Where it is gone, its answers and it would hold each other; else its code is what it
            # was, but its names stand for something else.
            unit.forget()
        for unit in units:
            if tidies or unit.has_makeshifts or not changed.isdisjoint(unit.rests_on):
                self._sift(unit, changed)

    def _sift(self, unit: Unit, changed: set[Unit]) -> None:
        """Forget the answers about a unit that may be wrong after an edit, or that nobody wants."""
        left = {key: each for key, each in unit.kept.items() if self._holds(each, changed)}
        unit.forget()
        unit.kept.update(left)
        for answer in left.values():
            _note(unit, answer)

    def _holds(self, answer: Answer[Any], changed: set[Unit]) -> bool:
        """Tell whether an answer is right after an edit, and worth keeping."""
        return answer.firm and self._edits - answer.used < _UNUSED and changed.isdisjoint(answer.at)


def _note(unit: Unit, answer: Answer[Any]) -> None:
    """Note what the answers about a unit rest on."""
    if not unit.rests_on.issuperset(answer.at):
        unit.rests_on = unit.rests_on.union(answer.at)
    if not answer.firm:
        unit.has_makeshifts = True
