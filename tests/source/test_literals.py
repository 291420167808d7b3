"""Strings and comments of finished and unfinished code."""

import io
import tokenize
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tclsp.source.literals import Literals

REFUSED = ("half_edited.py", "legacy_report.py")
"""No Python 3, which the tokenizer of later versions says."""
SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "fixtures").rglob("*.py")
    if path.name not in REFUSED
)


def contents(code: str) -> list[str]:
    utf8 = code.encode()
    return [
        utf8[each.content.start : each.content.end].decode() for each in Literals.of(utf8).strings
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('x == "a.b"', ["a.b"]),
        ("f'{a}' + rb'x'", ["{a}", "x"]),
        ('"""one\n"two" # three\n"""', ['one\n"two" # three\n']),
        (r'"a\"b" + "c\\"', [r"a\"b", r"c\\"]),
        ('# "no"\n"yes"', ["yes"]),
        ('"# no comment"', ["# no comment"]),
        ('""', [""]),
        ('"错误" + "😀"', ["错误", "😀"]),
        ('"a\\\nb"', ["a\\\nb"]),
        ('"a\\\r\nb"', ["a\\\r\nb"]),
    ],
)
def test_finished_strings(code: str, expected: list[str]) -> None:
    assert contents(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('if e.code == "Auth\nprint("x")', ["Auth", "x"]),
        ('if e.code in ("A", "B\r\n    pass', ["A", "B"]),
        ('x = """one\ntwo', ["one\ntwo"]),
        ('x = "', [""]),
        ('x = "a\\', ["a"]),
    ],
)
def test_unfinished_strings_end_with_their_line(code: str, expected: list[str]) -> None:
    found = Literals.of(code.encode())
    assert contents(code) == expected
    assert not all(each.closed for each in found.strings)


def test_the_cursor_is_in_a_string_at_both_its_ends() -> None:
    found = Literals.of(b'a = "bc" # d')
    assert [found.string_at(offset) is not None for offset in range(12)] == [
        False, False, False, False, False, True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert [found.comment_at(offset) is not None for offset in range(13)] == [False] * 9 + [
        True
    ] * 4


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_python_finds_the_same_strings(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    tokens = list(tokenize.generate_tokens(io.StringIO(code, newline="").readline))
    utf8 = code.encode()
    found = [utf8[s.span.start : s.span.end].decode() for s in Literals.of(utf8).strings]
    expected = [token.string for token in tokens if token.type == tokenize.STRING]
    # From 3.12 on f-strings are several tokens; the plain ones are the same in all versions.
    plain = [text for text in found if text[:1] in "\"'rRbBuU"]
    assert plain == [text for text in expected if text[:1] in "\"'rRbBuU"]


@given(st.text(alphabet="ab\"'\\#\n\r frb\x0c错", max_size=40))
def test_any_text_is_read_to_its_end(text: str) -> None:
    utf8 = text.encode()
    found = Literals.of(utf8)
    for string in found.strings:
        assert string.span.start <= string.content.start <= string.content.end <= string.span.end
        assert string.span.end <= len(utf8)
    ends = [string.span.end for string in found.strings]
    starts = [string.span.start for string in found.strings]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


PARTS = st.sampled_from(
    [
        *"\"'#\\\n\r \t(){}[]:=",
        '"""',
        "'''",
        "\r\n",
        "\\\n",
        "\\\r\n",
        "f",
        "rb",
        'f"{x!r:>{"}',
        "'}'",
        "a.b",
        "def f(",
        "错误",
        "é",
        "\x0c",
        '"x"',
        "# c\n",
        '"""doc\n"""\n',
    ]
)
TEXTS = st.lists(PARTS, max_size=20).map("".join)


@settings(max_examples=500, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6), TEXTS), max_size=6))
def test_an_edit_is_read_as_the_whole_text_would_be(
    text: str, edits: list[tuple[int, int, str]]
) -> None:
    found = Literals.of(text.encode())
    for start, removed, typed in edits:
        text = text[:start] + typed + text[start + removed :]
        found = found.after_edit(text.encode())
        anew = Literals.of(text.encode())
        assert found.strings == anew.strings
        assert found.comments == anew.comments


@given(TEXTS, st.integers(0, 80))
def test_what_stands_at_an_offset_is_one_of_all(text: str, offset: int) -> None:
    found = Literals.of(text.encode())
    around = [each for each in found.strings if each.content.start <= offset <= each.content.end]
    assert found.string_at(offset) == (around[0] if around else None)
    comments = [each for each in found.comments if each.start <= offset <= each.end]
    assert found.comment_at(offset) == (comments[0] if comments else None)
