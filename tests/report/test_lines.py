import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.catalog.text import Text
from tclsp.report.cells import cells_of, shown
from tclsp.report.lines import cut, marked, on_one_line, padded, wrapped


def test_a_missing_language_is_marked() -> None:
    assert marked(Text(en="late", zh="过期"), "en") == "late"
    assert marked(Text(en="", zh="过期"), "en") == "[zh] 过期"
    assert marked(Text(en="late", zh=""), "zh") == "[en] late"
    assert marked(Text(en="", zh=""), "zh") == ""


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("expired", 7, "expired"),
        ("expired", 6, "exp..."),
        ("签名过期", 8, "签名过期"),
        ("签名过期", 7, "签名..."),
        ("签名过期", 6, "签..."),
    ],
)
def test_cut_counts_cells(text: str, cells: int, expected: str) -> None:
    assert cut(text, cells) == expected


def test_padding_counts_cells() -> None:
    assert padded("公共", 6) == "公共  "


def test_chinese_breaks_anywhere_but_before_a_closing_mark() -> None:
    assert list(wrapped("签名已经过期，请重新签名。", 12)) == ["签名已经过", "期，请重新签", "名。"]


def test_words_stay_whole() -> None:
    assert list(wrapped("调用 DescribeInstances 失败", 12)) == [
        "调用",
        "DescribeInstances",
        "失败",
    ]


@given(st.text(), st.integers(1, 40))
def test_wrapping_loses_nothing_but_blanks(text: str, cells: int) -> None:
    line = shown(on_one_line(text))
    lines = list(wrapped(line, cells))

    assert "".join(lines).replace(" ", "") == line.replace(" ", "")


@given(st.text(alphabet="签名ab ，"), st.integers(8, 40))
def test_lines_of_short_words_fit(text: str, cells: int) -> None:
    words = [word[:4] for word in on_one_line(text).split()]

    assert all(cells_of(line) <= cells for line in wrapped(" ".join(words), cells))
