"""Places in a file."""

from attrs import frozen


@frozen(order=True)
class Span:
    """A half-open range of byte offsets into the UTF-8 form of a file's text without BOM."""

    start: int
    end: int


@frozen(order=True)
class Position:
    """A place as a person reads it."""

    row: int
    """1-based line."""
    column: int
    """1-based, in characters (code points)."""
