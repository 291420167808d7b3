"""What is offered where, in finished and unfinished code."""

import pytest

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tclsp.server.completion import Completions, completions
from tests.server.places import at_cursor, text_of


def offered(example: str) -> tuple[list[str], str]:
    """Return the labels, and the text that they would replace."""
    place = at_cursor(example)
    found = completions(place)
    if found is None:
        return [], ""
    labels = [candidate.label for candidate in found.candidates]
    return labels, text_of(place, found.replaced.start, found.replaced.end)


@pytest.mark.parametrize(
    ("example", "first", "replaced"),
    [
        ('if e.code == "AuthFailure.Sig│', "AuthFailure.SignatureExpire", "AuthFailure.Sig"),
        ('if e.code == "AuthFailure.Sig│"', "AuthFailure.SignatureExpire", "AuthFailure.Sig"),
        ("if e.code == 'RequestLimit│Exceeded':", "RequestLimitExceeded", "RequestLimitExceeded"),
        ('if e.code in ("A", "MissingPar│', "MissingParameter", "MissingPar"),
        ('if e.code.startswith("AuthF│', "AuthFailure", "AuthF"),
        ('if e.code == "UinLimit│" and x:', "RequestLimitExceeded.UinLimitExceeded", "UinLimit"),
        ('match e.code:\n    case "MissingP│', "MissingParameter", "MissingP"),
        ("x = errorcodes.AUTHFAILURE_CAM│", "AUTHFAILURE_CAMROLENAMEAUTHENTICATEFAILED",
         "AUTHFAILURE_CAM"),
        ("x = 1  # tclsp: ignore[TCL10│", "TCL101", "TCL10"),
        ("x = 1  # tclsp: ignore[TCL201,TCL20│]", "TCL202", "TCL20"),
        ('错 = "😀"; x = e.code == "MissingP│"', "MissingParameter", "MissingP"),
        ('if e.code == "Missing│\n    pass\n', "MissingParameter", "Missing"),
    ],
)  # fmt: skip
def test_the_first_offer_and_what_it_replaces(example: str, first: str, replaced: str) -> None:
    labels, text = offered(example)
    assert labels[0] == first
    assert text == replaced


@pytest.mark.parametrize(
    "example",
    [
        'print("│")',
        'if e.message == "│"',
        "x = errors.│",
        "# ignore[│",
        'if e.code == f"{x}│"',
        "│",
        "x = │",
    ],
)
def test_nothing_is_offered_elsewhere(example: str) -> None:
    assert completions(at_cursor(example)) is None


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
