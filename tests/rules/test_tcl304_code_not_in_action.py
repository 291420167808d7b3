"""TCL304 code-not-in-action: what it reports and what it leaves alone, and TCL107 with lists."""

import pytest

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tests.rules.examples import assert_invalid, assert_valid, findings, whole

LISTS = ActionLists.of(
    {
        ListedAction("cvm", "2017-03-12", "DescribeInstances"): [
            "InvalidInstanceId.NotFound",
            "InvalidParameterValue",
        ],
        ListedAction("cvm", "2017-03-12", "DescribeZones"): ["InvalidRegion.NotFound"],
        ListedAction("cvm", "2017-03-12", "StopInstances"): [
            "InvalidParameterValue",
            "InvalidParameterValue.LimitExceeded",
        ],
    },
    "1.0.0",
)


def example_of(action: str, condition: str) -> str:
    """Return an example whose handler tests the code so."""
    return (
        f"def find():\n    try:\n        return client.{action}(request)\n"
        f"    except TencentCloudSDKException as e:\n        if {condition}:\n"
        "            return None\n        raise\n"
    )


VALID = {
    "a documented code": example_of("DescribeInstances", 'e.code == "InvalidInstanceId.NotFound"'),
    "a common code": example_of("DescribeZones", 'e.code == "ResourceNotFound"'),
    "a gateway code": example_of(
        "DescribeZones", 'e.code == "RequestLimitExceeded.UinLimitExceeded"'
    ),
    "a family": example_of("DescribeZones", 'e.code.split(".")[0] == "InvalidInstanceId"'),
    "a prefix": example_of("DescribeZones", 'e.code.startswith("InvalidInstanceId.")'),
    "an action without a list": example_of(
        "RunInstances", 'e.code == "InvalidInstanceId.NotFound"'
    ),
    "a code of another service": example_of(
        "DescribeZones", 'e.code == "LimitExceeded.NatGatewayLimitExceeded"'
    ),
    "one of two actions documents it": """
        def find():
            try:
                client.DescribeZones(request)
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "InvalidInstanceId.NotFound":
                    return None
                raise
    """,
}

INVALID = {
    "a code of other actions": example_of(
        "DescribeZones", 'e.code == «"InvalidInstanceId.NotFound"»'
    ),
    "one of several": example_of(
        "DescribeZones", 'e.code in ("InvalidRegion.NotFound", «"InvalidInstanceId.NotFound"»)'
    ),
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL304", lists=LISTS)


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL304", lists=LISTS)


def test_without_lists_nothing_is_reported() -> None:
    for example in INVALID.values():
        assert_valid(example.replace("«", "").replace("»", ""), "TCL304")


def test_the_message_names_who_answers_it() -> None:
    code = whole(INVALID["a code of other actions"]).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL304", lists=LISTS)
    assert "`DescribeZones`" in finding.message.en
    assert "`DescribeInstances`" in finding.remedy.en


def test_a_bare_family_that_is_all_the_actions_document_is_no_trap() -> None:
    example = example_of("DescribeInstances", 'e.code == "InvalidParameterValue"')
    assert_valid(example, "TCL107", lists=LISTS)


def test_the_subcodes_that_the_actions_document_are_named_first() -> None:
    code = whole(example_of("StopInstances", 'e.code == "InvalidParameterValue"'))
    (finding,) = findings(code, "TCL107", lists=LISTS)
    assert "also answers `InvalidParameterValue.LimitExceeded`," in finding.message.en


TWO_ACTIONS = """
    def find():
        try:
            client.DescribeInstances(request)
            return client.{action}(request)
        except TencentCloudSDKException as e:
            if e.code == {literal}:
                return None
            raise
"""


def test_each_of_the_actions_must_document_the_bare_family() -> None:
    other = TWO_ACTIONS.format(action="DescribeZones", literal='«"InvalidParameterValue"»')
    assert_invalid(other, "TCL107", lists=LISTS)
    same = TWO_ACTIONS.format(action="DescribeInstances", literal='"InvalidParameterValue"')
    assert_valid(same, "TCL107", lists=LISTS)


def test_an_action_without_a_list_leaves_the_family_a_trap() -> None:
    other = TWO_ACTIONS.format(action="RunInstances", literal='«"InvalidParameterValue"»')
    assert_invalid(other, "TCL107", lists=LISTS)


def test_a_documented_subcode_that_the_catalogue_lacks_is_named() -> None:
    action = ListedAction("cvm", "2017-03-12", "StopInstances")
    lists = ActionLists.of({action: ["InvalidParameterValue.BrandNew"]}, "1.0.0")
    code = whole(example_of("StopInstances", 'e.code == "InvalidParameterValue"'))
    (finding,) = findings(code, "TCL107", lists=lists)
    assert "also answers `InvalidParameterValue.BrandNew`," in finding.message.en
