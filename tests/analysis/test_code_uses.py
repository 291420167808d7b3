"""Where a text names codes."""

import sys

import pytest

from tclsp.analysis.code_uses import code_uses, matches
from tclsp.catalog.store import Catalog
from tclsp.source.reading import Reading
from tclsp.source.text import SourceText

CODE = '''\
"""AuthFailure.SignatureExpire"""
from tencentcloud.cvm.v20170312 import errorcodes
TABLE = {"AuthFailure.SignatureExpire": 1, "RequestLimitExceeded": 2}
NOTE = "MissingParameter"

def f(e):
    if e.code == "RequestLimitExceeded" or e.code.startswith("AuthFailure."):
        return TABLE[e.code]
    # "AuthFailure.SignatureExpire"
    return e.code == errorcodes.ENINOTALLOWEDCHANGESUBNET or "some.thing"
'''


def test_uses_in_order() -> None:
    reading = Reading(SourceText.of(CODE))
    uses = code_uses(reading, Catalog.open())
    assert [(use.code, use.form) for use in uses] == [
        ("AuthFailure.SignatureExpire", "tested"),
        ("RequestLimitExceeded", "tested"),
        ("RequestLimitExceeded", "tested"),
        ("AuthFailure.", "tested"),
        ("EniNotAllowedChangeSubnet", "constant"),
    ]
    found = [CODE[use.span.start : use.span.end] for use in uses]
    assert found[3:] == ["AuthFailure.", "ENINOTALLOWEDCHANGESUBNET"]
    assert [matches(use, "AuthFailure") for use in uses] == [True, False, False, True, False]
    assert [matches(use, "AuthFailure.SignatureExpire") for use in uses] == [True] + [False] * 4


def _cost(code: str) -> tuple[int, int]:
    """Return how many uses there are, and how many calls of functions it takes to find them."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    reading, known = Reading(SourceText.of(code)), Catalog.open()
    sys.setprofile(count)
    try:
        uses = code_uses(reading, known)
    finally:
        sys.setprofile(None)
    return len(uses), calls


@pytest.mark.parametrize("between", [" ", "\n    "])
@pytest.mark.parametrize(
    "form",
    [
        "CODES = [{}]\ne.code in CODES\n",
        "TABLE = {{{}: 1}}\nTABLE[e.code]\n",
        "if e.code in ({}): pass\n",
        "print({})\n",
        "CODES = {}\n",
    ],
)
def test_many_codes_in_one_statement_take_their_share_each(form: str, between: str) -> None:
    separator = ": 1," if ": 1" in form else ","
    few, many = (
        _cost(form.format(f"{separator}{between}".join(['"AuthFailure.TokenFailure"'] * count)))
        for count in (200, 2_000)
    )
    assert (few[0], many[0]) == (200, 2_000)
    assert many[1] < 11 * few[1]


def test_many_cases_take_their_share_each() -> None:
    case = '    case "AuthFailure.TokenFailure":\n        pass\n'
    few, many = (_cost("match e.code:\n" + case * count) for count in (200, 2_000))
    assert (few[0], many[0]) == (200, 2_000)
    assert many[1] < 11 * few[1]


def test_names_that_are_compared_are_looked_for_once() -> None:
    constant = 'C{0} = "AuthFailure.TokenFailure"\ne.code == C{0}\n'
    few, many = (
        _cost("".join(constant.format(number) for number in range(count))) for count in (200, 2_000)
    )
    assert (few[0], many[0]) == (200, 2_000)
    assert many[1] < 11 * few[1]
