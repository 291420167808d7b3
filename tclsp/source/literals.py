"""The strings and comments of a text, told apart by its letters alone.

That works in the middle of unfinished code, where no parser does. Thousands of lines take
milliseconds, and after an edit only what it touched is read again.
(https://docs.python.org/3/reference/lexical_analysis.html, 2.4)
"""

import re
from array import array
from bisect import bisect_left, bisect_right

from attrs import field, frozen

from tclsp.source.shift import Shift
from tclsp.source.spans import Span

_LONG = rb"%(q)b%(q)b%(q)b(?:[^\\%(q)b]+|\\.|%(q)b(?!%(q)b%(q)b))*(?P<end%(name)b>%(q)b%(q)b%(q)b)?"
_SHORT = rb"%(q)b(?:[^\\\r\n%(q)b]+|\\(?:\r\n|.))*(?P<end%(name)b>%(q)b)?"
_TOKEN = re.compile(
    b"|".join(
        [
            rb"\#[^\r\n]*",
            _LONG % {b"q": b'"', b"name": b"1"},
            _LONG % {b"q": b"'", b"name": b"2"},
            _SHORT % {b"q": b'"', b"name": b"3"},
            _SHORT % {b"q": b"'", b"name": b"4"},
        ]
    ),
    re.DOTALL,
)
"""A comment, or a string without its prefix; what it matches depends on nothing before it."""
_LOOK_AHEAD = 2
"""How many bytes behind a comment or string may have decided where it ends."""
_HASH = ord("#")
_PREFIX = re.compile(rb"(?<![\w\x80-\xff])[rRbBuUfFtT]{1,2}\Z")
_LONGEST_PREFIX = 2


@frozen
class StringLiteral:
    """A string as it stands in the text, finished or not."""

    span: Span
    """From its prefix to its closing quote, where it has one."""
    content: Span
    """What stands between the quotes."""
    prefix: str
    """In lower case: `f`, `rb`, or empty."""
    quote: str
    closed: bool

    @property
    def is_plain(self) -> bool:
        """Whether its content is text as it is written: no bytes, no replacement fields."""
        return not set(self.prefix) & set("bft")


@frozen(eq=False)
class Literals:
    """The strings and comments of a text, in order.

    It keeps two numbers for each; records are made of those that are asked for.
    """

    _utf8: bytes = field(repr=False)
    _starts: "array[int]" = field(repr=False)
    """Where each starts: its first quote, behind the prefix, or its `#`."""
    _ends: "array[int]" = field(repr=False)

    @classmethod
    def of(cls, utf8: bytes) -> "Literals":
        """Find them in the UTF-8 form of a text."""
        starts, ends = array("Q"), array("Q")
        for match in _TOKEN.finditer(utf8):
            starts.append(match.start())
            ends.append(match.end())
        return cls(utf8, starts, ends)

    def after_edit(self, utf8: bytes) -> "Literals":
        """Find them in the next text; only what differs from this one is read."""
        shift = Shift.between(self._utf8, utf8)
        moved = shift.new_end - shift.old_end
        same = bisect_right(self._ends, shift.start - _LOOK_AHEAD)
        starts, ends = self._starts[:same], self._ends[:same]
        again = len(self._starts)
        for match in _TOKEN.finditer(utf8, ends[-1] if ends else 0):
            start, end = match.span()
            if start >= shift.new_end:
                before = bisect_left(self._starts, start - moved)
                if before < len(self._starts) and self._starts[before] == start - moved:
                    # One stood here before, so from here on all are as they were.
                    again = before
                    break
            starts.append(start)
            ends.append(end)
        starts.extend([start + moved for start in self._starts[again:]])
        ends.extend([end + moved for end in self._ends[again:]])
        return Literals(utf8, starts, ends)

    @property
    def strings(self) -> tuple[StringLiteral, ...]:
        """All strings."""
        return self.strings_between(0, len(self._utf8))

    @property
    def comments(self) -> tuple[Span, ...]:
        """All comments."""
        return self.comments_between(0, len(self._utf8))

    def string_at(self, offset: int) -> StringLiteral | None:
        """Return the string between whose quotes a byte offset lies, the ends included."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset > self._ends[index] or self._is_comment(index):
            return None
        string = self._string(index)
        return string if string.content.start <= offset <= string.content.end else None

    def comment_at(self, offset: int) -> Span | None:
        """Return the comment that a byte offset lies in, its end included."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset > self._ends[index] or not self._is_comment(index):
            return None
        return Span(self._starts[index], self._ends[index])

    def strings_between(self, start: int, end: int) -> tuple[StringLiteral, ...]:
        """Return the strings that start, with their prefix, in a range of byte offsets."""
        found = (
            self._string(index)
            for index in self._between(start, end + _LONGEST_PREFIX)
            if not self._is_comment(index)
        )
        return tuple(string for string in found if start <= string.span.start < end)

    def comments_between(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the comments that start in a range of byte offsets."""
        return tuple(
            Span(self._starts[index], self._ends[index])
            for index in self._between(start, end)
            if self._is_comment(index)
        )

    def _between(self, start: int, end: int) -> range:
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def _is_comment(self, index: int) -> bool:
        return self._utf8[self._starts[index]] == _HASH

    def _string(self, index: int) -> StringLiteral:
        utf8, start, end = self._utf8, self._starts[index], self._ends[index]
        width = _quote_width(utf8, start)
        prefix = _PREFIX.search(utf8, max(start - _LONGEST_PREFIX - 1, 0), start)
        closed = _is_closed(utf8, start)
        return StringLiteral(
            span=Span(prefix.start() if prefix else start, end),
            content=Span(start + width, end - width if closed else end),
            prefix=prefix[0].decode().lower() if prefix else "",
            quote=utf8[start : start + width].decode(),
            closed=closed,
        )


def _quote_width(utf8: bytes, start: int) -> int:
    return 3 if utf8.startswith((b'"""', b"'''"), start) else 1


def _is_closed(utf8: bytes, start: int) -> bool:
    match = _TOKEN.match(utf8, start)
    return match is not None and match.lastgroup is not None
