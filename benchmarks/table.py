"""The table of what was measured beside what it may cost."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from attrs import asdict, frozen


@frozen
class Row:
    """One line of the table."""

    what: str
    measured: float | None
    """In `unit`; None where it was not run."""
    budget: float
    unit: str
    at_least: bool = False
    """Whether more is better, as of "times faster"."""
    detail: str = ""
    """The figures behind it, or why it was not run."""

    @property
    def verdict(self) -> str:
        """Return `met`, `missed` or `not run`."""
        if self.measured is None:
            return "not run"
        met = self.measured >= self.budget if self.at_least else self.measured <= self.budget
        return "met" if met else "missed"


def text(rows: Sequence[Row]) -> str:
    """Return the table for a terminal, in Markdown."""
    cells = [("what", "measured", "budget", "", "detail"), *map(_cells, rows)]
    widths = [max(_width(row[place]) for row in cells) for place in range(5)]
    lines = [_line(row, widths) for row in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    limit = "at least" if row.at_least else "at most"
    measured = "" if row.measured is None else f"{row.measured:.3g} {row.unit}"
    return row.what, measured, f"{limit} {row.budget:g} {row.unit}", row.verdict, row.detail


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    ]
    return f"| {' | '.join(padded)} |"


def _width(cell: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in cell)


def as_json(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return the rows for JSON, each with its verdict."""
    return [{**asdict(row), "verdict": row.verdict} for row in rows]
