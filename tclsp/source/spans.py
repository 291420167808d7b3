"""Places in a file."""

from attrs import frozen


@frozen(order=True)
class Span:
    """A half-open range of byte offsets into the UTF-8 form of a file's text without BOM."""

    start: int
    end: int

    def moved(self, by: int) -> "Span":
        """Return the same stretch so many bytes further down."""
        return Span(self.start + by, self.end + by)


@frozen(order=True)
class Position:
    """A place as a person reads it."""

    row: int
    """1-based line."""
    column: int
    """1-based, in characters (code points)."""
