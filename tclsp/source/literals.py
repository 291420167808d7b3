"""The strings and comments of a text, told apart by its letters alone.

That works in the middle of unfinished code, where no parser does, and takes a few milliseconds for
thousands of lines. (https://docs.python.org/3/reference/lexical_analysis.html, 2.4)
"""

import re
from bisect import bisect_left, bisect_right

from attrs import frozen

from tclsp.source.spans import Span

_TOKEN = re.compile(rb"\#[^\r\n]*|\"\"\"|'''|[\"']")
_PREFIX = re.compile(rb"(?<![\w\x80-\xff])[rRbBuUfFtT]{1,2}\Z")
_END = {
    quote: re.compile(
        rb"(?:[^\\" + quote[:1] + rb"]+|\\.|" + quote[:1] + rb"(?!" + quote[1:] + rb"))*"
        rb"(?P<end>" + quote + rb")?"
        if len(quote) == 3
        else rb"(?:[^\\\r\n" + quote + rb"]+|\\(?:\r\n|.))*(?P<end>" + quote + rb")?",
        re.DOTALL,
    )
    for quote in (b'"""', b"'''", b'"', b"'")
}


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


@frozen
class Literals:
    """The strings and comments of a text, in order."""

    strings: tuple[StringLiteral, ...]
    comments: tuple[Span, ...]

    @classmethod
    def of(cls, utf8: bytes) -> "Literals":
        """Find them in the UTF-8 form of a text."""
        strings: list[StringLiteral] = []
        comments: list[Span] = []
        match = _TOKEN.search(utf8)
        while match is not None:
            if match[0].startswith(b"#"):
                comments.append(Span(*match.span()))
                end = match.end()
            else:
                string = _string(utf8, match)
                strings.append(string)
                end = string.span.end
            match = _TOKEN.search(utf8, end)
        return cls(tuple(strings), tuple(comments))

    def string_at(self, offset: int) -> StringLiteral | None:
        """Return the string between whose quotes a byte offset lies, the ends included."""
        index = bisect_right(self.strings, offset, key=_content_start) - 1
        if index < 0 or offset > self.strings[index].content.end:
            return None
        return self.strings[index]

    def comment_at(self, offset: int) -> Span | None:
        """Return the comment that a byte offset lies in, its end included."""
        index = bisect_right(self.comments, offset, key=_start) - 1
        if index < 0 or offset > self.comments[index].end:
            return None
        return self.comments[index]

    def strings_between(self, start: int, end: int) -> tuple[StringLiteral, ...]:
        """Return the strings that start in a range of byte offsets."""
        first = bisect_left(self.strings, start, key=_string_start)
        return self.strings[first : bisect_left(self.strings, end, key=_string_start)]

    def comments_between(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the comments that start in a range of byte offsets."""
        first = bisect_left(self.comments, start, key=_start)
        return self.comments[first : bisect_left(self.comments, end, key=_start)]


def _string(utf8: bytes, opening: re.Match[bytes]) -> StringLiteral:
    start, after = opening.span()
    prefix = _PREFIX.search(utf8, max(start - 3, 0), start)
    body = _END[opening[0]].match(utf8, after)
    closing = body["end"] if body is not None else None
    end = body.end() if body is not None else len(utf8)
    return StringLiteral(
        span=Span(prefix.start() if prefix else start, end),
        content=Span(after, end - len(closing or b"")),
        prefix=prefix[0].decode().lower() if prefix else "",
        quote=opening[0].decode(),
        closed=bool(closing),
    )


def _content_start(string: StringLiteral) -> int:
    return string.content.start


def _start(span: Span) -> int:
    return span.start


def _string_start(string: StringLiteral) -> int:
    return string.span.start
