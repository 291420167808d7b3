"""Where the spans of an earlier text lie in a later one."""

from collections.abc import Callable

from attrs import frozen

from tclsp.source.spans import Span


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

    def span(self, span: Span) -> Span | None:
        """Return where a span of the old text lies in the new one; None where it was touched."""
        if span.end <= self.start:
            return span
        if span.start >= self.old_end:
            moved = self.new_end - self.old_end
            return Span(span.start + moved, span.end + moved)
        return None

    def back(self, offset: int) -> int | None:
        """Return where an offset of the new text lay in the old one; None inside the change."""
        if offset <= self.start:
            return offset
        if offset >= self.new_end:
            return offset - self.new_end + self.old_end
        return None


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
