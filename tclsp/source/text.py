"""The text of a source file: how it is decoded, where its lines start, how it is written back.

`SourceText.decode(data)` reads the bytes of a file, `SourceText.of(text)` takes the text that an
editor holds. All spans index `SourceText.utf8`.
"""

import codecs
import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from tokenize import detect_encoding

from attrs import field, frozen

from tclsp.source.spans import Position

_LINE_END = re.compile(rb"\r\n|\n|\r")
"""Python's tokenizer ends lines at these only, unlike `str.splitlines`."""

_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Undecodable(Exception):
    """The bytes of a file are not the text that they claim to be."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(f"line {row}: {reason}")
        self.row = row
        """1-based line."""
        self.reason = reason


class Unencodable(Exception):
    """A text holds a character that the file's own encoding lacks."""


@frozen
class SourceText:
    """A decoded source file."""

    utf8: bytes = field(repr=False)
    """The text in UTF-8, without byte order mark; line ends as in the file."""
    encoding: str
    """Python's name of the codec: `utf-8`, `gbk`."""
    has_bom: bool
    """Whether the file starts with the byte order mark of UTF-8."""
    _known_starts: Sequence[int] | None = field(default=None, repr=False, eq=False)
    """Where its lines start, if that is known already."""

    @classmethod
    def of(cls, text: str) -> "SourceText":
        """Take a text that is decoded already; lone surrogates become question marks."""
        text = _LONE_SURROGATE.sub("?", text)
        return cls(text.encode(), "utf-8", has_bom=False)

    @classmethod
    def edited(cls, utf8: bytes, line_starts: Sequence[int]) -> "SourceText":
        """Take a text that an editor has changed, with the offsets at which its lines start."""
        return cls(utf8, "utf-8", has_bom=False, known_starts=line_starts)

    @classmethod
    def decode(cls, data: bytes) -> "SourceText":
        """Decode a file as Python does: by its byte order mark or coding comment (PEP 263).

        Raises `Undecodable`.
        """
        if data.startswith(_WIDE_MARKS):
            raise Undecodable(1, "the file is UTF-16 or UTF-32, which Python does not read")
        has_bom = data.startswith(codecs.BOM_UTF8)
        body = data[len(codecs.BOM_UTF8) :] if has_bom else data
        encoding = _declared_encoding(body)
        if has_bom and encoding != "utf-8":
            raise Undecodable(1, f"the file has the mark of UTF-8, its coding comment {encoding}")
        text = _decoded(body, encoding)
        if "\0" in text:
            raise Undecodable(_row(text.partition("\0")[0].encode()), "the file holds a NUL byte")
        utf8 = body if encoding == "utf-8" else text.encode()
        return cls(utf8, encoding, has_bom)

    @property
    def text(self) -> str:
        """The text itself, decoded anew each time: few ask for it."""
        return self.utf8.decode()

    def encode(self, utf8: bytes) -> bytes:
        """Return the bytes to write for a changed form of `utf8`, in the file's own encoding.

        Raises `Unencodable`. A few encodings can write one text in several ways; who must keep
        untouched lines as they are compares `encode(source.utf8)` with the file first.
        """
        text = utf8.decode()
        try:
            body = text.encode(self.encoding)
        except UnicodeEncodeError as error:
            wanted = text[error.start : error.end]
            raise Unencodable(f"the file's encoding {self.encoding} lacks {wanted!r}") from error
        return codecs.BOM_UTF8 + body if self.has_bom else body

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        if self._known_starts is not None:
            return self._known_starts
        lines = self.utf8.splitlines(keepends=True)
        starts = array("I", [0, *accumulate(map(len, lines))])
        if self.utf8 and not self.utf8.endswith((b"\n", b"\r")):
            starts.pop()
        return starts

    @property
    def rows(self) -> int:
        """The number of lines; a line end at the end of the file starts an empty one."""
        return len(self._line_starts)

    def row_of(self, offset: int) -> int:
        """Return the 1-based line that a byte offset into `utf8` lies in."""
        return bisect_right(self._line_starts, offset)

    def position(self, offset: int) -> Position:
        """Return the place of a byte offset into `utf8`."""
        row = self.row_of(offset)
        start = self._line_starts[row - 1]
        column = len(self.utf8[start:offset].decode(errors="ignore"))
        return Position(row, column + 1)

    def line_start(self, row: int) -> int:
        """Return the byte offset into `utf8` at which the 1-based line `row` starts."""
        return self._line_starts[row - 1]

    def line_end(self, row: int) -> int:
        """Return the byte offset at which the text of the 1-based line `row` ends."""
        end = self._line_starts[row] if row < self.rows else len(self.utf8)
        found = _LINE_END.search(self.utf8, self.line_start(row), end)
        return end if found is None else found.start()

    def line(self, row: int) -> str:
        """Return the 1-based line `row` without its line end; empty where there is none."""
        if not 1 <= row <= self.rows:
            return ""
        return self.utf8[self.line_start(row) : self.line_end(row)].decode()


def _declared_encoding(body: bytes) -> str:
    # Python finds the comment whatever else stands on its line; `detect_encoding` wants UTF-8.
    lines = [_NOT_ASCII.sub(b"?", line) for line in _LINE_END.split(body, maxsplit=2)[:2]]
    try:
        declared, _ = detect_encoding(iter([line + b"\n" for line in lines]).__next__)
    except SyntaxError as error:
        raise Undecodable(1 if b"coding" in lines[0] else 2, error.msg) from None
    # `utf-8-sig` would write a byte order mark, which `has_bom` speaks of.
    return "utf-8" if declared == "utf-8-sig" else declared


def _decoded(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"byte 0x{body[error.start]:02x} is not {encoding}"
        raise Undecodable(_row(body[: error.start]), reason) from None
    except (LookupError, ValueError):
        raise Undecodable(1, f"{encoding} is no encoding of text") from None


def _row(before: bytes) -> int:
    """Return the line on which the text after `before` starts."""
    return len(_LINE_END.findall(before)) + 1
