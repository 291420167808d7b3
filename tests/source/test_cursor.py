"""What the cursor `│` points at."""

import pytest

from tclsp.source.cursor import Cursor, cursor_at
from tclsp.source.literals import Literals


def at_cursor(code: str) -> Cursor:
    utf8 = code.encode()
    offset = utf8.index("│".encode())
    utf8 = utf8.replace("│".encode(), b"", 1)
    return cursor_at(utf8, Literals.of(utf8), offset)


@pytest.mark.parametrize(
    ("code", "text", "owner"),
    [
        ("errorcodes.│", "", "errorcodes"),
        ("if e.code == errorcodes.AUTH│FAILURE:", "AUTHFAILURE", "errorcodes"),
        ("client.Describe│Instances(req)", "DescribeInstances", "client"),
        ("self.client.A│(req)", "A", "self.client"),
        ("get_client().A│(req)", "A", "get_client()"),
        ("│name", "name", ""),
        ("错误.code│", "code", "错误"),
        ("x = e . code│", "code", "e"),
    ],
)
def test_names(code: str, text: str, owner: str) -> None:
    word = at_cursor(code).word
    assert word is not None
    assert (word.text, word.owner) == (text, owner)


def test_nothing() -> None:
    assert at_cursor("x = │ + 1") == Cursor()
    assert at_cursor("│") == Cursor()


def test_strings_and_comments_hold_no_names() -> None:
    assert at_cursor('x = "e.co│de"').string is not None
    assert at_cursor("x  # e.co│de").comment is not None
    assert at_cursor("x  # e.co│de").word is None
