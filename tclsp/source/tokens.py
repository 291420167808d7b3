"""The tokens of the statement around a place in a text, finished or not."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, cast

from attrs import define, frozen

from tclsp.source.literals import Literals
from tclsp.source.spans import Span

Kind = Literal["name", "string", "number", "operator", "newline"]

_TOKEN = re.compile(
    rb"(?P<name>[A-Za-z_\x80-\xff][\w\x80-\xff]*)|(?P<number>\d[\w.]*)"
    rb"|(?P<operator>==|!=|<=|>=|:=|->|\*\*|//|\+=|[^\w\s\\#])|(?P<newline>\r?\n)"
)
_KEYWORDS = (
    "if|elif|else|for|while|try|except|finally|with|def|class|return|raise|assert|import|from"
    "|case|match|async|del|pass"
)
_START = re.compile(rb"^(?:[ \t]*(%s)\b|[A-Za-z_\x80-\xff@])" % _KEYWORDS.encode(), re.MULTILINE)
_BLANKS = re.compile(rb"[ \t]*")
_MATCH = re.compile(rb"[ \t]*match\b")
_FIRST_LOOK = 2_048
"""How many bytes before a place are looked at first for where its statement starts."""
_CLOSING = {")": "(", "]": "[", "}": "{"}
_NOWHERE = -1


class Token(NamedTuple):
    """A token; newlines count at the end of statements only."""

    kind: Kind
    text: str
    """As it is written; for strings what stands between the quotes."""
    start: int
    """The byte offset that it starts at; of a string, that of its prefix."""


@frozen(eq=False)
class Statement:
    """The tokens from a line that begins a statement to the next such line.

    Simple statements of a block that follow each other may be in one; before those of a `case`
    stand those of the line of its `match`.
    """

    span: Span
    """The lines; for a `case` without those of its `match`."""
    tokens: tuple[Token, ...]
    enclosing: tuple[int, ...]
    """For each token the index of the innermost bracket that is open before it, or -1."""
    closing: Mapping[int, int]
    """The indexes of closing brackets by those of the opening ones."""
    places: Mapping[int, int]
    """The indexes of the tokens by the byte offsets that they start at."""
    pattern: range
    """The indexes of the tokens from `case` to its colon or `if`; empty elsewhere."""


@frozen(eq=False)
class TokenLine:
    """A token in its statement."""

    statement: Statement
    index: int

    def at(self, index: int) -> Token | None:
        """Return a token by its index; None beyond the ends."""
        tokens = self.statement.tokens
        return tokens[index] if 0 <= index < len(tokens) else None

    def texts(self, index: int) -> str:
        """Return what is written there; empty for strings, newlines and beyond the ends."""
        token = self.at(index)
        return token.text if token and token.kind in ("name", "operator") else ""

    def is_string(self, index: int) -> bool:
        """Tell whether a string stands there."""
        token = self.at(index)
        return token is not None and token.kind == "string"

    def is_in_brackets(self, index: int) -> bool:
        """Tell whether a bracket is open before a token."""
        return self.statement.enclosing[index] != _NOWHERE

    def brackets_around(self) -> Iterator[int]:
        """Yield the indexes of the brackets that are open before the token, the innermost first."""
        bracket = self.statement.enclosing[self.index]
        while bracket != _NOWHERE:
            yield bracket
            bracket = self.statement.enclosing[bracket]


@define(eq=False)
class Tokens:
    """The tokens of a text; a statement is read once for all places in it that follow."""

    _utf8: bytes
    _literals: Literals
    _last: Statement | None = None
    _last_case: tuple[int, int] = (0, 0)
    """Where the last `case` that was asked for starts, and its `match`."""

    def around(self, place: Span) -> TokenLine | None:
        """Return the token that starts with a name or a string; None where none does."""
        statement = self._last
        if statement is None or not statement.span.start <= place.start < statement.span.end:
            self._last = statement = self._read(place.start)
        index = statement.places.get(place.start)
        return None if index is None else TokenLine(statement, index)

    def _read(self, offset: int) -> Statement:
        start = self._start_before(offset)
        span = Span(start, self._start_after(offset))
        header = self._header_of_match(start)
        tokens = self._tokens_between(span.start, span.end)
        return _statement(span, header, tokens)

    # ------------------------------------------------------------ where statements start

    def _start_before(self, offset: int) -> int:
        """Return the start of the nearest line up to that of a place that begins a statement."""
        end = self._line_end(offset)
        low, look = offset, _FIRST_LOOK
        while low > 0:
            low = self._utf8.rfind(b"\n", 0, max(low - look, 0)) + 1
            starts = [*_START.finditer(self._utf8, low, end)]
            found = next((each for each in reversed(starts) if self._begins(each)), None)
            if found is not None:
                return found.start()
            end, look = low, look * 2
        return 0

    def _start_after(self, offset: int) -> int:
        """Return the start of the next line that begins a statement, or the end of the text."""
        starts = _START.finditer(self._utf8, self._line_end(offset))
        found = next((each for each in starts if self._begins(each)), None)
        return len(self._utf8) if found is None else found.start()

    def _begins(self, start: "re.Match[bytes]") -> bool:
        if self._literals.string_at(start.start()) is not None:
            return False
        if start[1] != b"for":
            return True
        # That of a comprehension may stand first on its line.
        line = self._utf8[start.start() : self._line_end(start.start())]
        return line.partition(b"#")[0].rstrip().endswith((b":", b"(", b"[", b"{", b","))

    def _line_end(self, offset: int) -> int:
        end = self._utf8.find(b"\n", offset)
        return end if end >= 0 else len(self._utf8)

    def _header_of_match(self, start: int) -> list[Token]:
        """Return the tokens of the `match` line that a `case` line belongs to, if it is one."""
        line = _START.match(self._utf8, start)
        if line is None or line[1] != b"case":
            return []
        found = self._match_above(start)
        self._last_case = start, found
        return self._tokens_between(found, self._line_end(found))

    def _match_above(self, case: int) -> int:
        """Return the start of the line of the `match` that a `case` line belongs to."""
        indent = self._indent(case)
        last_case, last_match = self._last_case
        known = last_case if last_case <= case else 0
        found = self._match_between(known, case, indent)
        if found is None and known and self._indent(last_match) < indent:
            return last_match
        return found or self._match_between(0, known, indent) or 0

    def _match_between(self, low: int, high: int, indent: int) -> int | None:
        """Return the last `match` of less indent in a range of lines."""
        while (high := self._utf8.rfind(b"match", low, high)) >= 0:
            line = self._utf8.rfind(b"\n", 0, high) + 1
            is_match = _MATCH.match(self._utf8, line) and self._indent(line) < indent
            if is_match and self._literals.string_at(line) is None:
                return line
        return None

    def _indent(self, line: int) -> int:
        blanks = _BLANKS.match(self._utf8, line)
        return len(blanks[0]) if blanks else 0

    # ------------------------------------------------------------ tokens

    def _tokens_between(self, start: int, end: int) -> list[Token]:
        strings = self._literals.strings_between(start, end)
        skipped = self._literals.comments_between(start, end)
        marks = sorted(
            [*((string.span, string) for string in strings), *((span, None) for span in skipped)],
            key=lambda mark: mark[0].start,
        )
        found: list[Token] = []
        position = start
        for span, string in marks:
            found += self._plain_tokens(position, span.start)
            if string is not None:
                text = self._utf8[string.content.start : string.content.end]
                found.append(Token("string", text.decode(errors="replace"), span.start))
            position = max(position, span.end)
        found += self._plain_tokens(position, end)
        return found

    def _plain_tokens(self, start: int, end: int) -> list[Token]:
        return [
            Token(cast("Kind", match.lastgroup), match[0].decode(errors="replace"), match.start())
            for match in _TOKEN.finditer(self._utf8, start, end)
        ]


def _statement(span: Span, header: list[Token], tokens: list[Token]) -> Statement:
    kept: list[Token] = []
    enclosing: list[int] = []
    closing: dict[int, int] = {}
    opened: list[int] = []
    for token in (*header, *tokens):
        if token.kind == "newline" and opened:
            continue
        enclosing.append(opened[-1] if opened else _NOWHERE)
        if token.kind == "operator" and token.text in "([{":
            opened.append(len(kept))
        elif token.text in _CLOSING and opened and kept[opened[-1]].text == _CLOSING[token.text]:
            closing[opened.pop()] = len(kept)
        kept.append(token)
    places = {token.start: index for index, token in enumerate(kept)}
    pattern = range(0)
    if header:
        start = places[tokens[0].start]
        pattern = range(start, _pattern_end(kept, enclosing, start))
    return Statement(span, tuple(kept), tuple(enclosing), closing, places, pattern)


def _pattern_end(tokens: list[Token], enclosing: list[int], start: int) -> int:
    for index in range(start, len(tokens)):
        if tokens[index].text in (":", "if") and enclosing[index] == _NOWHERE:
            return index
    return len(tokens)
