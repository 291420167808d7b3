"""Code actions through the real process: fixes, silencing comments, what is done on saving."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import Client, RpcError, codes

CONTENT_MODIFIED = -32801
INVALID_PARAMS = -32602
UNUSED = "x = 1  # tclsp: ignore[TCL104]\ny = 2\nz = 3  # tclsp: ignore[TCL201]\n"
SWALLOWED = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException:  # noqa
        pass
"""


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    with Client.start(folder) as client:
        client.initialize(folder)
        yield client


def uri(folder: Path) -> str:
    return (folder / "a.py").as_uri()


def actions(
    client: Client, name: str, line: int, only: list[str] | None = None
) -> dict[str, dict[str, Any]]:
    """Return the actions that are offered on a line (from 0), by their titles."""
    place = {"line": line, "character": 0}
    context: dict[str, Any] = {"diagnostics": []}
    if only is not None:
        context["only"] = only
    params = {
        "textDocument": {"uri": name},
        "range": {"start": place, "end": place},
        "context": context,
    }
    return {each["title"]: each for each in client.request("textDocument/codeAction", params)}


def chosen(client: Client, action: dict[str, Any]) -> dict[str, Any]:
    """Return an action with its edit, as a client that resolves gets it."""
    if "edit" in action:
        return action
    resolved: dict[str, Any] = client.request("codeAction/resolve", action)
    return resolved


def applied(client: Client, text: str, action: dict[str, Any], name: str, version: int = 1) -> str:
    """Return a text of ASCII with the edits of an action that is chosen."""
    (change,) = chosen(client, action)["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": name, "version": version}
    lines = text.split("\n")

    def offset(place: dict[str, int]) -> int:
        return sum(len(line) + 1 for line in lines[: place["line"]]) + place["character"]

    for edit in sorted(change["edits"], key=lambda each: offset(each["range"]["start"]))[::-1]:
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


def test_a_fix_is_offered_where_its_finding_stands(client: Client, folder: Path) -> None:
    client.open(uri(folder), "import tencentcloud\n" + UNUSED)
    fix = actions(client, uri(folder), 1)["Remove what suppresses nothing"]
    assert fix["kind"] == "quickfix"
    assert fix["isPreferred"] is True
    assert [each["code"] for each in fix["diagnostics"]] == ["TCL001"]
    fixed = applied(client, "import tencentcloud\n" + UNUSED, fix, uri(folder))
    assert fixed == "import tencentcloud\nx = 1\ny = 2\nz = 3  # tclsp: ignore[TCL201]\n"
    assert actions(client, uri(folder), 2) == {}


def test_all_findings_of_a_rule_can_be_fixed_at_once(client: Client, folder: Path) -> None:
    text = "import tencentcloud\n" + UNUSED
    client.open(uri(folder), text)
    fix = actions(client, uri(folder), 3)["Fix all of TCL001 in this file"]
    assert applied(client, text, fix, uri(folder)) == "import tencentcloud\nx = 1\ny = 2\nz = 3\n"


@pytest.mark.parametrize("only", ["source.fixAll.tclsp", "source.fixAll", "source"])
def test_what_is_safe_can_be_fixed_on_saving(client: Client, folder: Path, only: str) -> None:
    text = "import tencentcloud\n" + UNUSED
    client.open(uri(folder), text)
    (fix,) = actions(client, uri(folder), 0, [only]).values()
    assert fix["kind"] == "source.fixAll.tclsp"
    assert "edit" in fix, "there are clients that apply it without another question"
    assert applied(client, text, fix, uri(folder)) == "import tencentcloud\nx = 1\ny = 2\nz = 3\n"


def test_a_finding_can_be_silenced_where_it_stands(client: Client, folder: Path) -> None:
    client.open(uri(folder), SWALLOWED)
    silence = actions(client, uri(folder), 6)["Ignore TCL104 here"]
    silenced = applied(client, SWALLOWED, silence, uri(folder))
    assert "TencentCloudSDKException:  # noqa  # tclsp: ignore[TCL104]\n" in silenced
    client.change(uri(folder), 2, silenced)
    assert codes(client.pull(uri(folder))) == []


def test_a_comment_that_silences_another_rule_gets_this_one_too(
    client: Client, folder: Path
) -> None:
    text = SWALLOWED.replace("# noqa", "# tclsp: ignore[TCL102] as ever")
    client.open(uri(folder), text)
    silence = actions(client, uri(folder), 6)["Ignore TCL104 here"]
    assert "# tclsp: ignore[TCL102, TCL104] as ever" in applied(client, text, silence, uri(folder))


def test_actions_are_about_the_text_that_is_shown(client: Client, folder: Path) -> None:
    client.open(uri(folder), "import tencentcloud\n" + UNUSED)
    client.pull(uri(folder))
    client.change(uri(folder), 2, "\n\n", (0, 0, 0, 0))
    fix = actions(client, uri(folder), 3)["Remove what suppresses nothing"]
    text = "\n\nimport tencentcloud\n" + UNUSED
    assert applied(client, text, fix, uri(folder), version=2).startswith(
        "\n\nimport tencentcloud\nx = 1\n"
    )


def test_a_client_without_versions_gets_plain_changes(folder: Path) -> None:
    literals = {"codeActionKind": {"valueSet": ["quickfix"]}}
    capabilities = {"textDocument": {"codeAction": {"codeActionLiteralSupport": literals}}}
    with Client.start(folder) as client:
        client.initialize(folder, capabilities)
        client.open(uri(folder), "import tencentcloud\n" + UNUSED)
        fix = actions(client, uri(folder), 1)["Remove what suppresses nothing"]
        assert list(fix["edit"]) == ["changes"]
        assert list(fix["edit"]["changes"]) == [uri(folder)]


def test_the_edit_comes_when_an_action_is_chosen(client: Client, folder: Path) -> None:
    client.open(uri(folder), SWALLOWED)
    silence = actions(client, uri(folder), 6)["Ignore TCL104 here"]
    assert "edit" not in silence
    resolved = client.request("codeAction/resolve", silence)
    assert resolved["edit"]["documentChanges"][0]["edits"]
    assert {**resolved, "edit": None} == {**silence, "edit": None}
    assert client.request("codeAction/resolve", resolved) == resolved


def test_an_action_of_an_older_text_has_no_edit_any_more(client: Client, folder: Path) -> None:
    client.open(uri(folder), SWALLOWED)
    silence = actions(client, uri(folder), 6)["Ignore TCL104 here"]
    client.change(uri(folder), 2, "\n", (0, 0, 0, 0))
    with pytest.raises(RpcError, match="ask again") as caught:
        client.request("codeAction/resolve", silence)
    assert caught.value.code == CONTENT_MODIFIED
    client.change(uri(folder), 3, "", (0, 0, 1, 0))
    assert "# tclsp: ignore[TCL104]" in applied(client, SWALLOWED, silence, uri(folder), version=3)
    settings = {"tclsp": {"ignore": ["TCL104"]}}
    client.notify("workspace/didChangeConfiguration", {"settings": settings})
    with pytest.raises(RpcError) as caught:
        client.request("codeAction/resolve", silence)
    assert caught.value.code == CONTENT_MODIFIED
    client.close(uri(folder))
    with pytest.raises(RpcError, match="is not open"):
        client.request("codeAction/resolve", silence)


NOWHERE = {"uri": "file:///a.py", "text": "", "title": "x", "number": 0}


@pytest.mark.parametrize(
    "data",
    [
        None,
        7,
        {},
        {"uri": "file:///a.py"},
        {"range": [0]},
        {**NOWHERE, "range": [-1, 0, 0, 0]},
        {**NOWHERE, "range": [0, 0, 1 << 40, 0]},
    ],
)
def test_an_action_of_somebody_else_cannot_be_chosen(client: Client, data: Any) -> None:
    with pytest.raises(RpcError, match="data of the code action") as caught:
        client.request("codeAction/resolve", {"title": "x", "data": data})
    assert caught.value.code == INVALID_PARAMS


def test_a_client_that_knows_no_code_actions_gets_commands(folder: Path) -> None:
    with Client.start(folder) as client:
        client.initialize(folder, {"workspace": {"applyEdit": True}})
        client.answers["workspace/applyEdit"] = {"applied": True}
        client.open(uri(folder), SWALLOWED)
        silence = actions(client, uri(folder), 6)["Ignore TCL104 here"]
        assert silence.keys() == {"title", "command", "arguments"}
        call = {"command": silence["command"], "arguments": silence["arguments"]}
        client.request("workspace/executeCommand", call)
        params = client.wait_for("workspace/applyEdit")
        assert params["label"] == "tclsp: Ignore TCL104 here"
        ((name, (edit,)),) = params["edit"]["changes"].items()
        assert (name, edit["newText"]) == (uri(folder), "  # tclsp: ignore[TCL104]")
        client.answers["workspace/applyEdit"] = {"applied": False, "failureReason": "read-only"}
        with pytest.raises(RpcError, match="was not applied: read-only"):
            client.request("workspace/executeCommand", call)
        client.change(uri(folder), 2, "\n", (0, 0, 0, 0))
        with pytest.raises(RpcError) as caught:
            client.request("workspace/executeCommand", call)
        assert caught.value.code == CONTENT_MODIFIED
        wrong = {"command": silence["command"], "arguments": [7]}
        with pytest.raises(RpcError) as caught:
            client.request("workspace/executeCommand", wrong)
        assert caught.value.code == INVALID_PARAMS


def test_a_client_that_can_apply_nothing_is_offered_nothing(folder: Path) -> None:
    with Client.start(folder) as client:
        client.initialize(folder, {})
        client.open(uri(folder), SWALLOWED)
        assert actions(client, uri(folder), 6) == {}


def test_the_command_applies_all_fixes_of_a_rule(client: Client, folder: Path) -> None:
    client.answers["workspace/applyEdit"] = {"applied": True}
    client.open(uri(folder), "import tencentcloud\n" + UNUSED)
    arguments = [uri(folder), "TCL001"]
    client.request("workspace/executeCommand", {"command": "tclsp.fixAll", "arguments": arguments})
    (change,) = client.wait_for("workspace/applyEdit")["edit"]["documentChanges"]
    assert len(change["edits"]) == 2


BOTH = (
    SWALLOWED
    + """

def start(client, request):
    try:
        client.StartInstances(request)
    except TencentCloudSDKException as error:
        raise RuntimeError(error.request_id) from error
"""
)


def test_on_saving_only_what_is_safe_is_fixed(client: Client, folder: Path) -> None:
    client.open(uri(folder), BOTH)
    (fix,) = actions(client, uri(folder), 0, ["source.fixAll.tclsp"]).values()
    assert applied(client, BOTH, fix, uri(folder)) == BOTH.replace(
        "error.request_id", "error.requestId"
    )


def test_without_a_safe_fix_nothing_is_done_on_saving(client: Client, folder: Path) -> None:
    client.open(uri(folder), SWALLOWED)
    assert actions(client, uri(folder), 0, ["source.fixAll.tclsp"]) == {}


def test_an_unsafe_fix_is_offered_but_not_preferred(client: Client, folder: Path) -> None:
    client.open(uri(folder), SWALLOWED)
    fix = actions(client, uri(folder), 6)["Log the error and raise it again"]
    assert "isPreferred" not in fix
    fixed = applied(client, SWALLOWED, fix, uri(folder))
    assert fixed.startswith("import logging\n\nfrom tencentcloud.")
    assert fixed.endswith(
        "    except TencentCloudSDKException as error:  # noqa\n"
        '        logging.error("StopInstances failed: %s", error)\n'
        "        raise\n"
    )
    client.change(uri(folder), 2, fixed)
    assert codes(client.pull(uri(folder))) == []


def test_fixes_of_a_rule_share_the_import_that_they_need(client: Client, folder: Path) -> None:
    text = SWALLOWED + SWALLOWED.partition("\n")[2].replace("stop", "stop_too")
    client.open(uri(folder), text)
    fix = actions(client, uri(folder), 6)["Fix all of TCL104 in this file"]
    fixed = applied(client, text, fix, uri(folder))
    assert fixed.count("import logging\n") == 1
    assert fixed.count("logging.error(") == 2


def test_a_code_is_replaced_only_where_a_person_chooses_it(client: Client, folder: Path) -> None:
    text = SWALLOWED.replace(":  # noqa\n        pass", " as error:\n        CHOOSE").replace(
        "CHOOSE",
        'if error.code == "AuthFailure.SignatureExpired":\n            return\n'
        '        if error.code == "AuthFailure.TokenFailures":\n            return\n'
        "        raise",
    )
    client.open(uri(folder), text)
    offered = actions(client, uri(folder), 7)
    fixed = applied(
        client, text, offered["Replace with `AuthFailure.SignatureExpire`"], uri(folder)
    )
    assert fixed == text.replace("SignatureExpired", "SignatureExpire")
    assert "Fix all of TCL301 in this file" not in offered
    assert actions(client, uri(folder), 7, ["source.fixAll.tclsp"]) == {}
