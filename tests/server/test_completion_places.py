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
        'e.code == """Auth│"""',
        'e.code == """Auth│',
        'any(x in e.code for x in ("Auth│",))',
        'any(e.code.startswith(x) for x in ["Auth│"])',
        'any(\n    e.code.startswith(each)\n    for each in ("Auth│",)\n)',
        'for each in ("A", "Auth│"):\n    if each in e.code:',
        'e.code == r"Auth│"',
        'e.code == U"Auth│"',
        'e.code == f"Auth│"',
        'e.code == ("Auth│")',
        '(e.code) == "Auth│"',
        'if (found := e.code) == "Auth│":',
        'match e.code:\n    case "A" | "Auth│":',
        'match e.code:\n    case ("A" | "Auth│"):',
        'match e.code:\n    case "A":\n        pass\n    case "B" | "Auth│',
        'X = frozenset({"A", "Auth│"})\nif e.code in X: pass',
        'X = frozenset(["A", "Auth│"])\nif e.code not in X: pass',
        'X = ["Auth│"]\nif e.code in X: pass',
        'X = "A", "Auth│"\nif e.code in X: pass',
        'X = Y | {"Auth│"}\nif e.code in X: pass',
        'X: set[str] = {"Auth│"}\nif e.code in self.X: pass',
        'X = {"Auth│": 1}\nif e.code in X: pass',
        'X = {"A": 1, "Auth│\nX[e.code]',
        'X = {"Auth│": 1}\nX.get(\n    e.code,\n)',
        'X = "Auth│" if y else "B"\nif e.code == X: pass',
        'X = "B" if y else "Auth│"\nif e.code == X: pass',
        'e.code == ("A" if x else "Auth│")',
        'e.code.startswith(("A", "Auth│"))',
        'e.code.startswith(("A", "Auth│',
        '"Auth│" == e.code',
        '"Auth│" != error["Code"]',
        'e.code in {"Auth│"}',
        'e.code not in {"A", "Auth│"}',
        '1 if e.code == "Auth│" else 2',
        'body["Response"]["Error"]["Code"] == "Auth│"',
        'body.get("Error", {}).get("Code") == "Auth│"',
        'if body.get("Error", {}).get("Code") in ("Auth│',
        'def f(e, wanted="Auth│"):\n    return e.code == wanted',
        'raise TencentCloudSDKException("Auth│", "text")',
        'raise TencentCloudSDKException(code="Auth│")',
        'self.assertEqual(e.code, "Auth│")',
        'self.assertIn("Auth│", e.code)',
        'e.code.split(".")[0] == "Auth│"',
        'x = foo(\nif e.code == "Auth│":\n    pass',
        'except E as e\n    if e.code == "Auth│',
        'if e.code == "Auth│\nelse:\n    pass',
    ],
)  # fmt: skip
def test_codes_that_begin_with_what_is_typed_are_offered(example: str) -> None:
    labels, text = offered(example)
    assert labels[0].startswith("AuthFailure")
    assert text == "Auth"


def test_where_a_family_is_compared_families_are_offered() -> None:
    labels, _ = offered('e.code.split(".")[0] in ("Resource│",)')
    assert "ResourceNotFound" in labels
    assert not [label for label in labels if "." in label]


def test_names_say_how_they_are_compared() -> None:
    prefixes, _ = offered('PREFIXES = ("Auth│",)\nif e.code.startswith(PREFIXES): pass')
    assert prefixes[0] == "AuthFailure"


@pytest.mark.parametrize(
    "example",
    [
        'e.code == f"Auth{x}│"',
        'e.code == b"Auth│"',
        'e.code == "Auth" "Fail│"',
        'e.code == "Auth│" "Fail"',
        'e.code == """\nAuth│"""',
        'match e.code:\n    case "A":\n        print("Auth│")',
        'match e.code:\n    case x if f("Auth│"):',
        'for each in ("A", "Auth│"):\n    print(each)',
        'raise TencentCloudSDKException("A", "Auth│")',
        'e.status_code == "Auth│"',
        'send(code="Auth│")',
        'if status.Code != "O│"',
        'if e.get_error_code() == "Auth│"',
        'x = {"Auth│": 1}\nx = request.x.get("code")',
        'raise TencentCloudSDKException("Auth│ failed for %s" % name)',
        'self.assertEqual(args[0], "Auth│")',
        'X = {"Auth│": 1}\nX[e.status_code]',
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
