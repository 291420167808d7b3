"""In which order codes are offered: what can be answered here first, what is handled last."""

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tclsp.server.completion import Completions, completions
from tests.server.places import at_cursor

TRY = """
try:
    client.RunInstances(request)
except TencentCloudSDKException as e:
    if e.code == "ResourceInsufficient.CloudDiskSoldOut":
        pass
    elif e.code == "│
"""


def found(example: str, lists: ActionLists | None = None) -> Completions:
    result = completions(at_cursor(example, lists=lists))
    assert result is not None
    return result


def test_codes_of_the_service_come_first() -> None:
    result = found(TRY)
    assert result.is_incomplete
    assert {candidate.detail for candidate in result.candidates} == {"code of cvm"}
    assert {candidate.origin for candidate in result.candidates} == {"cvm"}


def test_codes_of_the_action_come_before_them() -> None:
    action = ListedAction("cvm", "2017-03-12", "RunInstances")
    lists = ActionLists.of(
        {action: ["EniNotAllowedChangeSubnet", "ResourceInsufficient.CloudDiskSoldOut"]}, "1"
    )
    first = found(TRY, lists).candidates[0]
    assert (first.label, first.detail) == ("EniNotAllowedChangeSubnet", "answered by the call")


def test_what_is_handled_comes_last() -> None:
    last = found(TRY.replace("│", "ResourceInsufficient.Cloud│")).candidates[-1]
    assert last.label == "ResourceInsufficient.CloudDiskSoldOut"
    assert last.handled
    assert last.detail == "code of cvm, handled already"
    assert last.origin == "cvm, handled"
