"""What stands under a place in a text: a string, a comment, or a name with its owner."""

import re

from attrs import frozen

from tclsp.source.literals import Literals, StringLiteral
from tclsp.source.spans import Span

_CHAIN = re.compile(rb"(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:\([^()\n]*\))?[ \t]*\.[ \t]*)*\Z")
_WORD_END = re.compile(rb"[\w\x80-\xff]*")
_WORD_START = re.compile(rb"[\w\x80-\xff]*\Z")
_LONGEST_LINE = 1_000


@frozen
class Word:
    """A name, perhaps empty, with what stands before its dot."""

    span: Span
    text: str
    owner: str
    """`errorcodes` for `errorcodes.X`, `self.client` for `self.client.X`, `` for a plain name."""


@frozen
class Cursor:
    """What a byte offset points at; one of the three is set, or none."""

    string: StringLiteral | None = None
    comment: Span | None = None
    word: Word | None = None


def cursor_at(utf8: bytes, literals: Literals, offset: int) -> Cursor:
    """Return what stands at a byte offset of a text, between two letters."""
    string = literals.string_at(offset)
    if string is not None:
        return Cursor(string=string)
    comment = literals.comment_at(offset)
    if comment is not None:
        return Cursor(comment=comment)
    return Cursor(word=word_at(utf8, offset))


def word_at(utf8: bytes, offset: int) -> Word | None:
    """Return the name around a byte offset; an empty one after a dot, None elsewhere."""
    line = max(utf8.rfind(b"\n", 0, offset) + 1, offset - _LONGEST_LINE)
    before = utf8[line:offset]
    start_match = _WORD_START.search(before)
    end_match = _WORD_END.match(utf8, offset)
    start = line + (start_match.start() if start_match else len(before))
    end = end_match.end() if end_match else offset
    chain = _CHAIN.search(utf8[line:start])
    owner = chain[0] if chain else b""
    if start == end and not owner:
        return None
    return Word(
        span=Span(start, end),
        text=utf8[start:end].decode(errors="replace"),
        owner=re.sub(rb"\s", b"", owner).rstrip(b".").decode(errors="replace"),
    )
