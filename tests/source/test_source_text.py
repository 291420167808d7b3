import codecs
import contextlib
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.source.spans import Position
from tclsp.source.text import SourceText, Undecodable, Unencodable

text_without_nul = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
line_ends = st.sampled_from(["\n", "\r\n", "\r", "\f", "\v", "\x85", "\u2028", "中", "🎉", "a"])
many_lines = st.lists(line_ends).map("".join)


def test_utf8_is_the_default() -> None:
    source = SourceText.decode("x = '中文'\r\n".encode())
    assert source.text == "x = '中文'\r\n"
    assert source.utf8 == "x = '中文'\r\n".encode()
    assert (source.encoding, source.has_bom) == ("utf-8", False)


@pytest.mark.parametrize(
    ("cookie", "encoding"),
    [
        ("# -*- coding: gbk -*-", "gbk"),
        ("# vim: set fileencoding=gb18030 :", "gb18030"),
        ("#!/usr/bin/python\n# coding=gb2312", "gb2312"),
        ("# coding: utf-8-unix", "utf-8"),
        ("\f\n# coding: big5", "big5"),
        ("# 说明\n# 编码 coding: gbk 中文", "gbk"),
    ],
)
def test_the_coding_comment_names_the_encoding(cookie: str, encoding: str) -> None:
    text = f"{cookie}\nx = '中文'\n"
    data = text.encode(encoding)
    source = SourceText.decode(data)
    assert (source.text, source.encoding) == (text, encoding)
    assert source.encode(source.utf8) == data


def test_a_coding_comment_below_code_or_on_line_three_means_nothing() -> None:
    for start in ("x = 1\n# coding: gbk\n", "\n\n# coding: gbk\n", "x = 1\r# coding: gbk\r"):
        assert SourceText.decode(start.encode()).encoding == "utf-8"


def test_latin_1_is_read_and_written() -> None:
    data = b"# coding: latin-1\nx = '\xe9'\n"
    source = SourceText.decode(data)
    assert source.text.endswith("'é'\n")
    assert source.encode(source.utf8.replace("é".encode(), "ü".encode())).endswith(b"'\xfc'\n")
    with pytest.raises(Unencodable, match="'中'"):
        source.encode("中".encode())


@pytest.mark.parametrize("cookie", ["", "# coding: utf-8\n", "# coding: utf-8-sig\n"])
def test_the_byte_order_mark_is_cut_and_written_again(cookie: str) -> None:
    data = codecs.BOM_UTF8 + f"{cookie}x = 1\n".encode()
    source = SourceText.decode(data)
    assert (source.text, source.has_bom) == (f"{cookie}x = 1\n", True)
    assert source.position(0) == Position(1, 1)
    assert source.encode(source.utf8) == data


@pytest.mark.parametrize(
    ("data", "row", "reason"),
    [
        (b"x = 1\n\ny = '\xff'\n", 3, "byte 0xff is not utf-8"),
        (b"# coding: gbk\ny = '\xff\xff'\n", 2, "byte 0xff is not gbk"),
        (b"x = 1\r\ny = \0\n", 2, "NUL"),
        (b"# coding: nonsense\n", 1, "unknown encoding: nonsense"),
        (b"\n# coding: nonsense\n", 2, "unknown encoding: nonsense"),
        (b"# coding: rot13\n", 1, "rot13 is no encoding of text"),
        (b"# coding: base64\n", 1, "base64 is no encoding of text"),
        (b"# coding: undefined\n", 1, "undefined is no encoding of text"),
        (codecs.BOM_UTF8 + b"# coding: gbk\n", 1, "mark of UTF-8"),
        ("x = 1".encode("utf-16"), 1, "UTF-16"),
        ("x = 1".encode("utf-32"), 1, "UTF-16 or UTF-32"),
        (b"x = 1\n# coding: gbk \xff\n", 2, "byte 0xff is not utf-8"),
    ],
)
def test_what_cannot_be_decoded_says_where_and_why(data: bytes, row: int, reason: str) -> None:
    with pytest.raises(Undecodable, match=reason) as caught:
        SourceText.decode(data)
    assert caught.value.row == row
    assert reason in caught.value.reason


@given(st.binary(), st.sampled_from(["", *sorted({*aliases, *aliases.values()})]))
def test_bytes_decode_or_are_undecodable(data: bytes, encoding: str) -> None:
    cookie = f"# coding: {encoding}\n".encode() if encoding else b""
    with contextlib.suppress(Undecodable):
        source = SourceText.decode(cookie + data)
        assert source.utf8.decode() == source.text


@given(text_without_nul, st.booleans())
def test_what_is_read_is_written_unchanged(text: str, with_bom: bool) -> None:
    data = (codecs.BOM_UTF8 if with_bom else b"") + ("x\n" + text).encode()
    source = SourceText.decode(data)
    assert source.encode(source.utf8) == data


@given(many_lines | text_without_nul)
def test_lines_end_where_the_tokenizer_ends_them(text: str) -> None:
    source = SourceText.of(text)
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert source.rows == len(expected)
    assert [source.line(row + 1) for row in range(len(expected))] == expected
    assert source.line(0) == source.line(len(expected) + 1) == ""


@given(many_lines | text_without_nul, st.data())
def test_every_character_has_its_row_and_column(text: str, data: st.DataObject) -> None:
    source = SourceText.of(text)
    index = data.draw(st.integers(0, len(text)))
    offset = len(text[:index].encode())
    position = source.position(offset)
    start = source.line_start(position.row)
    assert source.utf8[start:offset].decode() == text[index - position.column + 1 : index]
    if text[index - 1 : index + 1] != "\r\n":
        assert source.line(position.row)[position.column - 1 : position.column] == (
            "" if text[index : index + 1] in ("\r", "\n") else text[index : index + 1]
        )
    assert source.line(position.row).encode() == source.utf8[start : source.line_end(position.row)]


def test_columns_count_characters() -> None:
    source = SourceText.of("a = '中🎉' + b\n")
    assert source.position(source.utf8.index(b"b")) == Position(1, 12)


def test_the_text_of_an_editor_may_hold_lone_surrogates() -> None:
    assert SourceText.of("x = '\ud800'").text == "x = '?'"
