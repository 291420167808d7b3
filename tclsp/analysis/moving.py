"""Facts of a function keep their places while it moves: an edit further up changes nothing else."""

from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import define, evolve

from tclsp.analysis.facts import CodeLiteral, CodeTest, Path, Raised, Record, Taken

T = TypeVar("T")
Placed = TypeVar("Placed", Record, Raised)


@define(eq=False)
class Movable(Generic[T]):
    """Facts that all stand in one piece, with their places for where it starts."""

    _facts: tuple[T, ...]
    _start: int
    """A byte offset."""
    _moved: Callable[[T, int], T]
    """Returns a fact so many bytes further down."""

    def at(self, start: int) -> tuple[T, ...]:
        """Return them with their places for a piece that starts at another offset."""
        if start != self._start:
            by = start - self._start
            self._facts = tuple([self._moved(each, by) for each in self._facts])
            self._start = start
        return self._facts


def moved_test(test: CodeTest, by: int) -> CodeTest:
    """Return a test, all of which stands in one piece, `by` bytes further down."""
    # No `evolve`, which takes three times as long: there are hundreds in a file.
    return CodeTest(
        test.operator,
        tuple([CodeLiteral(x.value, x.span.moved(by), x.constant) for x in test.literals]),
        test.services,
        test.actions,
        test.group,
        test.elsewhere,
        test.folded,
        test.other_errors,
        test.credential_may_call,
        test.family_only,
        test.span and test.span.moved(by),
        tuple([_moved_taken(each, by) for each in test.taken]),
    )


def _moved_taken(taken: Taken, by: int) -> Taken:
    return Taken(taken.value, taken.by, taken.operator, taken.span and taken.span.moved(by))


def moved_path(path: Path, by: int) -> Path:
    """Return a path, all of which stands in one piece, `by` bytes further down."""
    if not path.records and path.raised is None:
        return path
    records = tuple([_moved(each, by) for each in path.records])
    return evolve(path, records=records, raised=path.raised and _moved(path.raised, by))


def _moved(fact: Placed, by: int) -> Placed:
    return evolve(fact, span=fact.span.moved(by))
