"""What stands around a place: the `try` that it belongs to, and the services that a file imports.

It reads letters and indents alone, so that it works in the middle of unfinished code and takes
microseconds; what it says decides about help only, never about findings.
"""

import re
from collections.abc import Iterator

from attrs import frozen

from tclsp.source.literals import Literals
from tclsp.source.spans import Span

_IMPORTED = re.compile(
    rb"tencentcloud\.(\w+)(?:\.v(\d{4})(\d\d)(\d\d)|[ \t]+import[ \t]+v(\d{4})(\d\d)(\d\d))"
)
_IN_NAME = re.compile(rb"\w")
_LINE = re.compile(rb"^([ \t]*)(\S[^\r\n]*)", re.MULTILINE)
_CALLED = re.compile(rb"\.\s*([A-Z]\w*)\s*\(|[\"']([A-Z]\w+)[\"']")
_CLAUSE = re.compile(rb"(?:except|else|finally)\b")
_SCOPE = re.compile(rb"(?:async[ \t]+)?(?:def|class)\b")
_TRY = re.compile(rb"try[ \t]*:")
_LINES_LOOKED_BACK = 2_000


@frozen
class TryStatement:
    """A `try` as its indents show it."""

    body: Span
    handlers: tuple[Span, ...]
    """Its `except` clauses with their lines, as far as they are written."""


def imported_services(utf8: bytes) -> tuple[tuple[str, str], ...]:
    """Return the services whose SDK modules a text names, with their versions (`2017-03-12`)."""
    # That a name begins is looked at here: patterns that begin with letters are searched fast.
    found = dict.fromkeys(
        match.groups()
        for match in _IMPORTED.finditer(utf8)
        if not _IN_NAME.match(utf8[match.start() - 1 : match.start()])
    )
    return tuple(
        (service.decode(), b"-".join(filter(None, dates)).decode()) for service, *dates in found
    )


def enclosing_try(utf8: bytes, literals: Literals, offset: int) -> TryStatement | None:
    """Return the innermost `try` in whose body or handlers a byte offset lies."""
    place = _Line.at(utf8, offset)
    # Of interest are lines with at most this indent: those that the place stands inside of.
    deepest = place.indent if place.is_clause else place.indent - 1
    after_clause = place.is_clause
    for line in _lines_above(utf8, literals, place.start):
        if line.indent > deepest or (after_clause and line.indent == deepest and line.is_clause):
            continue
        if _TRY.match(line.text):
            return _statement(utf8, literals, line)
        if _SCOPE.match(line.text):
            return None
        # The `try` of a clause has the same indent, other statements around have less.
        after_clause = line.is_clause
        deepest = line.indent if after_clause else line.indent - 1
    return None


def actions_named(utf8: bytes, span: Span) -> tuple[str, ...]:
    """Return the words in a span that are called or quoted like actions: `DescribeInstances`."""
    found = _CALLED.findall(utf8, span.start, span.end)
    return tuple(dict.fromkeys((called or quoted).decode() for called, quoted in found))


@frozen
class _Line:
    """A line that is not empty."""

    start: int
    indent: int
    text: bytes

    @classmethod
    def at(cls, utf8: bytes, offset: int) -> "_Line":
        start = utf8.rfind(b"\n", 0, offset) + 1
        end = utf8.find(b"\n", start)
        text = utf8[start : end if end >= 0 else len(utf8)]
        stripped = text.lstrip(b" \t")
        # On an empty line the cursor says how deep the code will be.
        indent = len(text) - len(stripped) if stripped.strip() else offset - start
        return cls(start, _width(text[:indent]), stripped)

    @property
    def is_clause(self) -> bool:
        return _CLAUSE.match(self.text) is not None


def _width(blanks: bytes) -> int:
    return len(blanks.expandtabs(8))


def _lines_above(utf8: bytes, literals: Literals, start: int) -> Iterator[_Line]:
    """Yield the lines above a line's start, the nearest first; those in strings are left out."""
    for _ in range(_LINES_LOOKED_BACK):
        if start == 0:
            return
        start = utf8.rfind(b"\n", 0, start - 1) + 1
        line = _Line.at(utf8, start)
        if line.text.strip() and not line.text.startswith(b"#") and not _in_string(literals, start):
            yield line


def _in_string(literals: Literals, offset: int) -> bool:
    string = literals.string_at(offset)
    return string is not None and string.span.start < offset


def _statement(utf8: bytes, literals: Literals, head: _Line) -> TryStatement:
    """Return the `try` that starts with a line, by the lines below it."""
    parts: list[tuple[_Line, int]] = []
    end = len(utf8)
    first = utf8.find(b"\n", head.start) + 1 or len(utf8)
    for match in _LINE.finditer(utf8, first):
        line = _Line(match.start(), _width(match[1]), match[2])
        if line.indent > head.indent or line.text.startswith((b"#", b")", b"]", b"}")):
            continue
        if _in_string(literals, line.start):
            continue
        if line.indent < head.indent or not line.is_clause:
            end = line.start
            break
        parts.append((line, line.start))
    starts = [start for _, start in parts]
    ends = [*starts[1:], end]
    handlers = tuple(
        Span(line.start, stop)
        for (line, _), stop in zip(parts, ends, strict=True)
        if line.text.startswith(b"except")
    )
    return TryStatement(Span(first, starts[0] if starts else end), handlers)
