"""Where a text names codes."""

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
