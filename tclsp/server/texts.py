"""Texts under edits, as the server and its worker keep them."""

import re
from array import array
from bisect import bisect_right

from attrs import define, field, frozen

from tclsp.source.spans import Span
from tclsp.source.text import SourceText

try:
    # `hashlib` loads OpenSSL besides, which takes 4 MB; `random` takes its hash like this, too.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

_LINE_END = re.compile(rb"\r\n|\n|\r")
"""As LSP has them, and Python."""


def digest_of(utf8: bytes) -> bytes:
    """Return what tells a text from another one."""
    return blake2b(utf8, digest_size=16).digest()


@frozen
class Splice:
    """Puts `replacement` in the place of a span of the UTF-8 text before it."""

    span: Span
    replacement: bytes

    def applied_to(self, utf8: bytes) -> bytes:
        """Return the text after it."""
        return b"".join((utf8[: self.span.start], self.replacement, utf8[self.span.end :]))


@define(eq=False)
class EditedText:
    """A UTF-8 text with its lines, changed in place."""

    utf8: bytearray
    _starts: "array[int]" = field(init=False)

    @_starts.default
    def _all_starts(self) -> "array[int]":
        ends = (match.end() for match in _LINE_END.finditer(self.utf8))
        return array("I", [0, *ends])

    @property
    def rows(self) -> int:
        """The number of lines."""
        return len(self._starts)

    def line_start(self, row: int) -> int:
        """Return the byte offset at which the 1-based line `row` starts."""
        return self._starts[row - 1]

    def row_of(self, offset: int) -> int:
        """Return the 1-based line that a byte offset lies in."""
        return bisect_right(self._starts, offset)

    def source(self) -> SourceText:
        """Return the text as it stands, which further changes leave alone."""
        return SourceText.edited(bytes(self.utf8), self._starts[:])

    def apply(self, splice: Splice) -> None:
        """Change the text; only the lines around the change are looked for anew."""
        start, end = splice.span.start, splice.span.end
        self.utf8[start:end] = splice.replacement
        new_end = start + len(splice.replacement)
        # A line that starts at `start` may owe that to a `\r` before it that has now got a `\n`.
        first = max(bisect_right(self._starts, start - 1), 1)
        last = bisect_right(self._starts, end)
        found = (
            match.end()
            for match in _LINE_END.finditer(self.utf8, max(start - 1, 0), new_end + 1)
            if start <= match.end() <= new_end
        )
        moved = new_end - end
        rest = map(moved.__add__, self._starts[last:])
        self._starts[first:] = array("I", [*found, *rest])
