import pytest

from tclsp.source.nesting import nests_too_deep


@pytest.mark.parametrize(
    "code",
    [
        "x = " + "(" * 20_000,
        "x = " + "[" * 1_000 + "]" * 1_000,
        "x = a" + " + b" * 10_000,
        "x = a" + ".b" * 10_000,
        "x = " + "lambda: " * 5_000 + "1",
        "x = " + "not " * 20_000 + "y",
    ],
)
def test_code_that_would_end_the_process_is_found(code: str) -> None:
    assert nests_too_deep(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "x = " + "(" * 90 + "1" + ")" * 90,
        "x = '" + "(" * 5_000 + "'",
        "x = [\n" + "    f('a', b[0]),\n" * 2_000 + "]\n",
        "x = a" + " + b" * 300,
        "if a:\n    b()\n" + "elif c:\n    d()\n" * 2_000,
    ],
)
def test_code_that_people_write_is_not(code: str) -> None:
    assert not nests_too_deep(code)
