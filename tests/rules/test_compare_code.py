"""The fix of TCL404: the code where it was looked for in a text."""

import pytest

from tests.rules.examples import findings, whole
from tests.rules.test_fixes import first_fixed

NAMED = "TencentCloudSDKException"


def example_of(condition: str, clause: str = NAMED) -> str:
    return whole(f"""
        def find():
            try:
                return client.DescribeInstances(request)
            except {clause} as e:
                if {condition}:
                    return None
                raise
    """)


@pytest.mark.parametrize(
    ("condition", "clause", "expected"),
    [
        ('"ResourceInUse.X" in str(e)', NAMED, None),
        ('"not exist" in str(e)', NAMED, None),
        (
            '"InvalidInstanceId.NotFound" in str(e)',
            NAMED,
            'e.code == "InvalidInstanceId.NotFound"',
        ),
        ("'DryRunOperation' not in e.message", NAMED, "e.code != 'DryRunOperation'"),
        (
            "not 'DryRunOperation' in (e.message or '')",
            NAMED,
            "not e.code == 'DryRunOperation'",
        ),
        ("'AuthFailure' in str(e)", NAMED, "e.code.split('.')[0] == 'AuthFailure'"),
        (
            '"InvalidInstanceId.NotFound" in str(e)',
            "Exception",
            'getattr(e, "code", None) == "InvalidInstanceId.NotFound"',
        ),
        ('"AuthFailure" in str(e)', "Exception", None),
    ],
)
def test_a_code_is_compared(condition: str, clause: str, expected: str | None) -> None:
    code = example_of(condition, clause)
    found = first_fixed(code, "TCL404")
    assert (None if found is None else found[0]) == (expected and example_of(expected, clause))
    if expected is not None:
        assert findings(example_of(expected, clause), "TCL404") == []


def test_a_helper_asks_whether_there_is_a_code() -> None:
    code = whole("""
        def is_gone(error):
            return "InvalidInstanceId.NotFound" in str(error)

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if is_gone(e):
                    return None
                raise
    """)
    found = first_fixed(code, "TCL404")
    assert found is not None
    asked = 'getattr(error, "code", None) == "InvalidInstanceId.NotFound"'
    assert found[0] == code.replace('"InvalidInstanceId.NotFound" in str(error)', asked)
