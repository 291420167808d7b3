"""Places as LSP has them, in all three encodings, and the text under incremental edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from tclsp.server.documents import Document, OutOfStep
from tclsp.server.positions import Encoding, Positions
from tclsp.server.texts import EditedText, Splice
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

LINE = 's = "错误😀" + x\r\ny'

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
TEXTS = st.text(st.sampled_from("aé错😀\n\r\f\u2028\x85"))


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 19), ("utf-16", 13), ("utf-32", 12)])
def test_characters_count_as_the_encoding_has_them(encoding: Encoding, column: int) -> None:
    source, positions = SourceText.of(LINE), Positions(encoding)
    offset = source.utf8.index(b"x")
    assert positions.position(source, offset) == types.Position(0, column)
    assert positions.offset(source, types.Position(0, column)) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("line", "character", "offset"),
    [(0, 99, 20), (9, 9, 23), (1, 1, 23)],
    ids=["behind the line", "below the text", "at its end"],
)
def test_places_outside_mean_the_nearest_one_inside(
    encoding: Encoding, line: int, character: int, offset: int
) -> None:
    source = SourceText.of(LINE)
    assert Positions(encoding).offset(source, types.Position(line, character)) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_every_offset_of_a_character_comes_back(encoding: Encoding, text: str) -> None:
    source, positions = SourceText.of(text), Positions(encoding)
    for end in range(len(text) + 1):
        if text[end - 1 : end + 1] == "\r\n":
            continue  # Between the two there is no place.
        offset = len(text[:end].encode())
        assert positions.offset(source, positions.position(source, offset)) == offset


@given(text=TEXTS, edits=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9), TEXTS)))
def test_lines_stay_right_under_edits(text: str, edits: list[tuple[int, int, str]]) -> None:
    edited = EditedText(bytearray(text.encode()))
    for start, length, replacement in edits:
        now = edited.utf8.decode()
        first, last = min(start, len(now)), min(start + length, len(now))
        span = Span(len(now[:first].encode()), len(now[:last].encode()))
        edited.apply(Splice(span, replacement.encode()))
        expected = EditedText(bytearray((now[:first] + replacement + now[last:]).encode()))
        assert edited.utf8 == expected.utf8
        assert [edited.line_start(row + 1) for row in range(edited.rows)] == [
            expected.line_start(row + 1) for row in range(expected.rows)
        ]


def opened(text: str) -> Document:
    return Document.of(types.TextDocumentItem("file:///a.py", "python", 1, text))


def change(
    start: tuple[int, int], end: tuple[int, int], text: str
) -> types.TextDocumentContentChangePartial:
    return types.TextDocumentContentChangePartial(
        types.Range(types.Position(*start), types.Position(*end)), text
    )


def test_a_form_feed_ends_no_line() -> None:
    document = opened("a = 1\n\fb = 2\nc = 3\n")
    document.change(2, [change((2, 0), (2, 1), "d")], Positions("utf-16"))
    assert document.source.text == "a = 1\n\fb = 2\nd = 3\n"


def test_changes_of_one_message_build_upon_each_other() -> None:
    document = opened("ab\n")
    before = document.source
    changes = [change((0, 0), (0, 1), "错\n"), change((1, 0), (1, 1), "😀")]
    splices = document.change(2, changes, Positions("utf-16"))
    assert document.source.text == "错\n😀\n"
    assert [splice.span for splice in splices] == [Span(0, 1), Span(4, 5)]
    assert (before.text, document.version) == ("ab\n", 2)


def test_a_change_out_of_order_is_refused_until_the_text_comes_whole() -> None:
    document = opened("a\n")
    document.change(5, [change((0, 0), (0, 1), "b")], Positions("utf-8"))
    with pytest.raises(OutOfStep, match="version 3 came after version 5"):
        document.change(3, [change((0, 0), (0, 0), "x")], Positions("utf-8"))
    with pytest.raises(OutOfStep):
        document.change(6, [change((0, 0), (0, 0), "x")], Positions("utf-8"))
    assert document.source.text == "b\n"
    document.change(7, [types.TextDocumentContentChangeWholeDocument("c\n")], Positions("utf-8"))
    assert (document.source.text, document.out_of_step) == ("c\n", False)
