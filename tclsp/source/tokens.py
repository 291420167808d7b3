"""The tokens around a place in a text, finished or not."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, cast

from attrs import frozen

from tclsp.source.literals import Literals
from tclsp.source.spans import Span

Kind = Literal["name", "string", "number", "operator", "newline"]

_TOKEN = re.compile(
    rb"(?P<name>[A-Za-z_\x80-\xff][\w\x80-\xff]*)|(?P<number>\d[\w.]*)"
    rb"|(?P<operator>==|!=|<=|>=|:=|->|\*\*|//|\+=|[^\w\s\\#])|(?P<newline>\r?\n)"
)
_LINES_LOOKED_BACK = 300
_STATEMENT = frozenset(
    {"if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class"}
    | {"return", "raise", "assert", "import", "from", "case", "match", "async", "del", "pass"}
)
_KEYWORD = re.compile(rb"[ \t]*(%s)\b" % "|".join(sorted(_STATEMENT)).encode())
_CLOSING = {")": "(", "]": "[", "}": "{"}


class Token(NamedTuple):
    """A token; newlines count at the end of statements only."""

    kind: Kind
    text: str
    """As it is written; for strings what stands between the quotes."""
    start: int
    """The byte offset that it starts at; of a string, that of its prefix."""


@frozen
class TokenLine:
    """The tokens of the code around a place, with the brackets that are open at it."""

    tokens: tuple[Token, ...]
    index: int
    """That of the token at the place."""
    open_brackets: tuple[int, ...]
    """The indexes of the brackets that are open before it, the innermost last."""

    def at(self, index: int) -> Token | None:
        """Return a token by its index; None beyond the ends."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def texts(self, index: int) -> str:
        """Return what is written there; empty for strings, newlines and beyond the ends."""
        token = self.at(index)
        return token.text if token and token.kind in ("name", "operator") else ""


def tokens_around(utf8: bytes, literals: Literals, place: Span) -> TokenLine | None:
    """Return the tokens from the statement that `place` stands in to the end of its line.

    `place` is the span of a name or a string; None where no token starts there.
    """
    start = _safe_start(utf8, literals, place.start)
    end = utf8.find(b"\n", place.end)
    tokens = _tokens(utf8, literals, start, end if end >= 0 else len(utf8))
    kept: list[Token] = []
    stack: list[int] = []
    index: int | None = None
    opened: tuple[int, ...] = ()
    for token in tokens:
        if token.kind == "newline" and stack:
            continue
        if token.text in _STATEMENT and token.kind == "name" and _starts_line(utf8, token):
            stack.clear()
        if token.start == place.start:
            index, opened = len(kept), tuple(stack)
        if token.kind == "operator":
            _note_bracket(token.text, len(kept), stack, kept)
        kept.append(token)
    return None if index is None else TokenLine(tuple(kept), index, opened)


def _note_bracket(text: str, index: int, stack: list[int], kept: Sequence[Token]) -> None:
    if text in "([{":
        stack.append(index)
    elif text in _CLOSING and stack and kept[stack[-1]].text == _CLOSING[text]:
        stack.pop()


def _starts_line(utf8: bytes, token: Token) -> bool:
    before = utf8[utf8.rfind(b"\n", 0, token.start) + 1 : token.start]
    return not before.strip()


def _safe_start(utf8: bytes, literals: Literals, offset: int) -> int:
    """Return the start of the nearest line that begins a statement: by a keyword, or at column 0.

    A `case` belongs to the statement of its `match`.
    """
    start = utf8.rfind(b"\n", 0, offset) + 1
    in_case = False
    for _ in range(_LINES_LOOKED_BACK):
        first = utf8[start : start + 1]
        at_margin = first.isalpha() or first in (b"_", b"@")
        keyword = _KEYWORD.match(utf8, start)
        if (at_margin or keyword) and literals.string_at(start) is None:
            word = keyword[1] if keyword else b""
            in_case = in_case or word == b"case"
            if at_margin or not in_case or word == b"match":
                return start
        if start == 0:
            return start
        start = utf8.rfind(b"\n", 0, start - 1) + 1
    return start


def _tokens(utf8: bytes, literals: Literals, start: int, end: int) -> list[Token]:
    strings = literals.strings_between(start, end)
    skipped = [*literals.comments_between(start, end)]
    found: list[Token] = []
    position = start
    marks = sorted(
        [*((string.span, string) for string in strings), *((span, None) for span in skipped)],
        key=lambda mark: mark[0].start,
    )
    for span, string in marks:
        found += _plain_tokens(utf8, position, span.start)
        if string is not None:
            text = utf8[string.content.start : string.content.end].decode(errors="replace")
            found.append(Token("string", text, span.start))
        position = max(position, span.end)
    found += _plain_tokens(utf8, position, end)
    return found


def _plain_tokens(utf8: bytes, start: int, end: int) -> list[Token]:
    return [
        Token(cast("Kind", match.lastgroup), match[0].decode(errors="replace"), match.start())
        for match in _TOKEN.finditer(utf8, start, end)
    ]
