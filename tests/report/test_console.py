"""What the console can show."""

import io

import pytest

from tclsp.report.console import is_utf8, make_output_safe, wants_colour, width_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_on_a_terminal(environment: dict[str, str], coloured: bool) -> None:
    assert wants_colour(Terminal(), environment) is coloured


def test_no_colours_in_a_pipe_unless_forced() -> None:
    assert not wants_colour(io.StringIO(), {"TERM": "xterm"})
    assert wants_colour(io.StringIO(), {"FORCE_COLOR": "1"})
    assert not wants_colour(io.StringIO(), {"FORCE_COLOR": "0"})


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-8"])
def test_no_text_fails_on_the_encoding(encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    make_output_safe(stream)
    stream.write("失败 🚀 \udce9 é")
    stream.flush()
    assert b"\\udce9" in raw.getvalue()
    assert is_utf8(stream) is (encoding == "utf-8")


def test_what_is_no_terminal_has_no_width() -> None:
    assert width_of(io.StringIO()) is None
