"""TCL002 not-analysed: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings, whole

VALID = {
    "all parses": "client.DescribeInstances(request)\n",
    "nothing of the broken part matters": "client.DescribeInstances(request)\n\n\ndef other(:\n",
}

INVALID = {
    "a broken function": """
        def find(request):
            return client.DescribeInstances(request)


        «def stop(request):
            client.StopInstances(request
        »""",
    "Python 2": """
        import tencentcloud

        «try:
            tencentcloud.ask()
        except ValueError, e:
            print(e)
        »""",
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL002")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL002")


def test_the_message_says_the_line_of_the_file() -> None:
    code = whole(INVALID["a broken function"]).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL002")
    row = 1 + code[: code.index("StopInstances")].count("\n")
    assert f"near line {row}" in finding.message.en
    assert f"第 {row} 行" in finding.message.zh
