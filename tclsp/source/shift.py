"""What differs between an earlier text and a later one."""

from collections.abc import Callable

from attrs import frozen


@frozen
class Shift:
    """The one stretch that differs between two texts, found by their common ends."""

    start: int
    """Where it starts in both."""
    old_end: int
    new_end: int

    @classmethod
    def between(cls, old: bytes, new: bytes) -> "Shift":
        """Compare two texts."""
        if old == new:
            return cls(len(new), len(old), len(new))
        shorter = min(len(old), len(new))
        start = _shared(lambda count: old[:count] == new[:count], shorter)
        end = _shared(
            lambda count: old[len(old) - count :] == new[len(new) - count :], shorter - start
        )
        return cls(start, len(old) - end, len(new) - end)


def _shared(is_same: Callable[[int], bool], most: int) -> int:
    """Return the greatest count up to `most` for which `is_same` holds.

    By halving: comparing slices is a hundred times faster than comparing bytes one by one.
    """
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if is_same(middle):
            low = middle
        else:
            high = middle - 1
    return low
