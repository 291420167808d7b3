"""Between places as LSP has them and byte offsets into the UTF-8 form of a text.

An LSP position counts lines from 0 and, in a line, the units of the encoding that client and
server agreed upon: bytes (`utf-8`), UTF-16 code units (`utf-16`) or characters (`utf-32`). A place
outside the text means the nearest one inside, as the protocol has it.
"""

import re
from typing import Literal, Protocol

from attrs import frozen
from lsprotocol import types

from tclsp.source.spans import Span

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(rb"[\r\n]")


class Lines(Protocol):
    """A text with lines: `SourceText` is one, and the text of a document while it is edited."""

    @property
    def utf8(self) -> bytes | bytearray:
        """The UTF-8 form of the text."""

    @property
    def rows(self) -> int:
        """The number of lines, at least 1."""

    def line_start(self, row: int) -> int:
        """Return the byte offset at which the 1-based line `row` starts."""

    def row_of(self, offset: int) -> int:
        """Return the 1-based line that a byte offset lies in."""


@frozen
class Positions:
    """Converts places between the two forms in one encoding."""

    encoding: Encoding

    def offset(self, lines: Lines, position: types.Position) -> int:
        """Return the byte offset of a position; outside the text, the nearest one inside."""
        if position.line >= lines.rows:
            return len(lines.utf8)
        start = lines.line_start(position.line + 1)
        line = _line(lines, start, position.line + 1)
        return start + self._bytes_of(line, position.character)

    def position(self, lines: Lines, offset: int) -> types.Position:
        """Return the position of a byte offset; outside the text, the nearest one inside."""
        offset = min(max(offset, 0), len(lines.utf8))
        row = lines.row_of(offset)
        before = bytes(lines.utf8[lines.line_start(row) : offset])
        return types.Position(row - 1, self._units_of(before))

    def span(self, lines: Lines, place: types.Range) -> Span:
        """Return the span of a range; one that ends before it starts is taken the other way."""
        start, end = self.offset(lines, place.start), self.offset(lines, place.end)
        return Span(min(start, end), max(start, end))

    def range(self, lines: Lines, span: Span) -> types.Range:
        """Return the range of a span."""
        return types.Range(self.position(lines, span.start), self.position(lines, span.end))

    def _bytes_of(self, line: bytes, units: int) -> int:
        """Return how many bytes the first `units` of a line take, whole characters only."""
        if line.isascii():
            return min(units, len(line))
        if self.encoding == "utf-8":
            return len(line[:units].decode(errors="ignore").encode())
        if self.encoding == "utf-32":
            return len(line.decode()[:units].encode())
        wide = line.decode().encode("utf-16-le")[: 2 * units]
        return len(wide.decode("utf-16-le", errors="ignore").encode())

    def _units_of(self, before: bytes) -> int:
        if self.encoding == "utf-8" or before.isascii():
            return len(before)
        text = before.decode(errors="ignore")
        return len(text) if self.encoding == "utf-32" else len(text.encode("utf-16-le")) // 2


def _line(lines: Lines, start: int, row: int) -> bytes:
    """Return the 1-based line `row`, which starts at `start`, without its line end."""
    end = lines.line_start(row + 1) if row < lines.rows else len(lines.utf8)
    line = bytes(lines.utf8[start:end])
    found = _LINE_END.search(line)
    return line if found is None else line[: found.start()]
