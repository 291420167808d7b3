"""What can be done about findings: fixes, comments that silence them, and what saving does."""

from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from tests.server.features.editor import Editor

UNUSED = """\
import tencentcloud
x = 1  # tclsp: ignore[TCL104]
y = 2
z = 3  # tclsp: ignore[TCL201]
"""
SWALLOWED = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException:  # noqa
        pass
"""
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
REMOVE = "Remove what suppresses nothing"
IGNORE = "Ignore TCL104 here"
ON_SAVING = "source.fixAll.tclsp"


async def test_a_fix_is_offered_where_its_finding_stands(editor: Editor) -> None:
    tab = editor.open(UNUSED).put_cursor("x = 1")
    fix = (await tab.actions())[REMOVE]
    assert (fix.kind, fix.is_preferred) == (types.CodeActionKind.QuickFix, True)
    assert [each.code for each in fix.diagnostics or ()] == ["TCL001"]
    assert await tab.after(fix) == UNUSED.replace("  # tclsp: ignore[TCL104]", "")
    assert await tab.put_cursor("y = 2").actions() == {}


async def test_an_unsafe_fix_is_offered_but_not_preferred(editor: Editor) -> None:
    tab = editor.open(SWALLOWED).put_cursor("except Ten")
    fix = (await tab.actions())["Log the error and raise it again"]
    assert fix.is_preferred is None
    fixed = await tab.after(fix)
    assert fixed.startswith("import logging\n\nfrom tencentcloud.")
    assert fixed.endswith(
        "    except TencentCloudSDKException as error:  # noqa\n"
        '        logging.error("StopInstances failed: %s", error)\n'
        "        raise\n"
    )
    tab.replace(fixed)
    assert await tab.codes() == []


async def test_a_code_is_replaced_only_where_a_person_chooses_it(editor: Editor) -> None:
    text = SWALLOWED.replace(
        ":  # noqa\n        pass",
        " as error:\n"
        '        if error.code == "AuthFailure.SignatureExpired":\n            return\n'
        '        if error.code == "AuthFailure.TokenFailures":\n            return\n'
        "        raise",
    )
    tab = editor.open(text).put_cursor("if error.code")
    offered = await tab.actions()
    fixed = await tab.after(offered["Replace with `AuthFailure.SignatureExpire`"])
    assert fixed == text.replace("SignatureExpired", "SignatureExpire")
    assert "Fix all of TCL301 in this file" not in offered
    assert await tab.actions(ON_SAVING) == {}


async def test_offers_are_about_the_text_that_is_shown(editor: Editor) -> None:
    tab = editor.open(UNUSED)
    await tab.pull()
    tab.insert("\n\n")
    fix = (await tab.put_cursor("x = 1").actions())[REMOVE]
    assert (await tab.after(fix)).startswith("\n\nimport tencentcloud\nx = 1\ny = 2\n")


# ---------------------------------------------------------------- all of one rule


async def test_all_findings_of_a_rule_can_be_fixed_at_once(editor: Editor) -> None:
    tab = editor.open(UNUSED).put_cursor("z = 3")
    fix = (await tab.actions())["Fix all of TCL001 in this file"]
    assert await tab.after(fix) == "import tencentcloud\nx = 1\ny = 2\nz = 3\n"


async def test_fixes_of_a_rule_share_the_import_that_they_need(editor: Editor) -> None:
    twice = SWALLOWED + SWALLOWED.partition("\n")[2].replace("stop", "stop_too")
    tab = editor.open(twice).put_cursor("except Ten")
    fixed = await tab.after((await tab.actions())["Fix all of TCL104 in this file"])
    assert fixed.count("import logging\n") == 1
    assert fixed.count("logging.error(") == 2


async def test_a_command_applies_all_safe_fixes_of_a_rule(editor: Editor) -> None:
    tab = editor.open(UNUSED)
    await editor.run("tclsp.fixAll", tab.uri, "TCL001")
    params = await editor.next(types.WORKSPACE_APPLY_EDIT)
    assert tab.with_edit(params.edit) == "import tencentcloud\nx = 1\ny = 2\nz = 3\n"


# ---------------------------------------------------------------- on saving


@pytest.mark.parametrize("only", [ON_SAVING, "source.fixAll", "source"])
async def test_what_is_safe_can_be_fixed_on_saving(editor: Editor, only: str) -> None:
    tab = editor.open(BOTH)
    (fix,) = (await tab.actions(only)).values()
    assert fix.kind == ON_SAVING
    assert fix.edit is not None, "there are editors that apply it without another question"
    assert tab.with_edit(fix.edit) == BOTH.replace("error.request_id", "error.requestId")


async def test_without_a_safe_fix_nothing_is_done_on_saving(editor: Editor) -> None:
    assert await editor.open(SWALLOWED).actions(ON_SAVING) == {}


# ---------------------------------------------------------------- comments


async def test_a_finding_can_be_silenced_where_it_stands(editor: Editor) -> None:
    tab = editor.open(SWALLOWED).put_cursor("except Ten")
    silenced = await tab.after((await tab.actions())[IGNORE])
    assert "TencentCloudSDKException:  # noqa  # tclsp: ignore[TCL104]\n" in silenced
    tab.replace(silenced)
    assert await tab.codes() == []


async def test_a_comment_that_silences_another_rule_gets_this_one_too(editor: Editor) -> None:
    tab = editor.open(SWALLOWED.replace("# noqa", "# tclsp: ignore[TCL102] as ever"))
    actions = await tab.put_cursor("except Ten").actions()
    assert "# tclsp: ignore[TCL102, TCL104] as ever" in await tab.after(actions[IGNORE])


# ---------------------------------------------------------------- choosing


async def test_the_edit_comes_when_an_action_is_chosen(editor: Editor) -> None:
    tab = editor.open(SWALLOWED).put_cursor("except Ten")
    offered = (await tab.actions())[IGNORE]
    assert offered.edit is None
    chosen = await editor.code_action_resolve_async(offered)
    assert chosen.edit is not None
    assert (chosen.title, chosen.kind) == (offered.title, offered.kind)
    assert await editor.code_action_resolve_async(chosen) == chosen


async def test_an_action_of_an_older_text_has_no_edit_any_more(editor: Editor) -> None:
    tab = editor.open(SWALLOWED).put_cursor("except Ten")
    offered = (await tab.actions())[IGNORE]
    tab.replace("\n" + SWALLOWED)
    with pytest.raises(JsonRpcException, match="ask again") as caught:
        await editor.code_action_resolve_async(offered)
    assert caught.value.code == types.LSPErrorCodes.ContentModified
    tab.replace(SWALLOWED)
    assert "# tclsp: ignore[TCL104]" in await tab.after(offered)
    tab.close()
    with pytest.raises(JsonRpcInvalidParams, match="is not open"):
        await editor.code_action_resolve_async(offered)


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
async def test_an_action_of_somebody_else_cannot_be_chosen(editor: Editor, data: Any) -> None:
    with pytest.raises(JsonRpcInvalidParams, match="data of the code action"):
        await editor.code_action_resolve_async(types.CodeAction("x", data=data))
