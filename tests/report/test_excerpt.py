"""Source lines as the terminal shows them, with a range underlined."""

from hypothesis import given
from hypothesis import strategies as st

from tclsp.report.cells import cells_of, shown
from tclsp.report.excerpt import excerpt


def underlined(line: str, start: int, end: int, width: int = 80, encoding: str = "utf-8") -> str:
    return "\n".join(excerpt(line, start, end, width, encoding))


def test_a_range_is_underlined() -> None:
    assert underlined("    raise X(e.code)", 10, 19) == (
        "    raise X(e.code)\n"
        "          ^^^^^^^^^"
    )  # fmt: skip


def test_chinese_takes_two_cells_a_character() -> None:
    assert underlined('log("失败", code)', 4, 8) == (
        'log("失败", code)\n'
        "    ^^^^^^"
    )  # fmt: skip


def test_emoji_take_two_cells_and_accents_none() -> None:
    line = "x = '🚀e\u0301' + y"
    assert underlined(line, line.index("y"), len(line)) == (
        f"{line}\n"
        "            ^"
    )  # fmt: skip


def test_tabs_reach_to_the_next_stop() -> None:
    assert underlined("\tif\tx:", 4, 5) == (
        "    if  x:\n"
        "        ^"
    )  # fmt: skip


def test_an_empty_range_gets_one_mark() -> None:
    assert underlined("x = 1", 5, 5) == (
        "x = 1\n"
        "     ^"
    )  # fmt: skip


def test_control_characters_and_marks_of_direction_are_escaped() -> None:
    assert underlined("a\x1b[31m\u202eb", 6, 8) == (
        "a\\x1b[31m\\u202eb\n"
        "         ^^^^^^^"
    )  # fmt: skip


def test_what_the_encoding_lacks_is_escaped_before_the_marks_are_placed() -> None:
    assert underlined("失 x", 2, 3, encoding="ascii") == (
        "\\u5931 x\n"
        "       ^"
    )  # fmt: skip


def test_a_long_line_is_cut_around_the_range() -> None:
    line = "x" * 300 + "FAULT" + "y" * 300
    text, marks = excerpt(line, 300, 305, 60, "utf-8")
    assert text.startswith("...x")
    assert text.endswith("y...")
    assert text[marks.index("^") : marks.rindex("^") + 1] == "FAULT"
    assert len(text) <= 60


def test_a_range_longer_than_the_line_is_cut() -> None:
    text, marks = excerpt("f(" + "a" * 500 + ")", 0, 503, 40, "utf-8")
    assert text == "f(" + "a" * 32 + "..."
    assert marks == "^" * 34


@given(
    line=st.text(st.characters(exclude_characters="\r\n"), max_size=200),
    start=st.integers(0, 210),
    length=st.integers(0, 210),
    width=st.integers(20, 120),
)
def test_any_line_is_shown_within_its_room(line: str, start: int, length: int, width: int) -> None:
    text, marks = excerpt(line, start, start + length, width, "utf-8")
    assert cells_of(text) <= width + 10  # One character that is escaped takes up to ten cells.
    assert shown(text) == text
    assert marks.strip(" ") == "^" * len(marks.strip(" "))
    assert "^" in marks
