"""How times are distributed: what half of them, and nearly all of them, stay below."""

from collections.abc import Sequence
from math import ceil

from attrs import frozen


@frozen
class Quantiles:
    """The times that 50, 95 and 99 of 100 stay at or below, in milliseconds."""

    p50: float
    p95: float
    p99: float

    def __str__(self) -> str:
        """Return them for the table."""
        return f"p50 {self.p50:.1f}, p95 {self.p95:.1f}, p99 {self.p99:.1f} ms"


def of(times: Sequence[float]) -> Quantiles:
    """Return the quantiles of times in milliseconds; each is one of the times."""
    ordered = sorted(times)
    return Quantiles(*(ordered[ceil(len(ordered) * part) - 1] for part in (0.5, 0.95, 0.99)))
