"""A client of the protocol's first years: plain text, commands, and diagnostics unasked."""

from collections.abc import AsyncIterator

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from tests.server.client_profiles import OLD
from tests.server.features.editor import OWN_LOOP, Editor, capabilities, starts_server
from tests.server.features.tab import Tab, codes
from tests.server.samples import HANDLED, SWALLOWED

pytestmark = OWN_LOOP

FOUND = [(7, "TCL104")]


@starts_server("module")
async def editor(
    lsp_client: Editor, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[None]:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "tclsp.toml").write_text("")
    async with lsp_client.session(folder, capabilities(OLD)):
        yield


# ---------------------------------------------------------------- typing


async def test_a_hover_is_plain_text(editor: Editor) -> None:
    found = await editor.open_example('e.code == "AuthFailure.Sig│natureExpire"').hover()
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.kind == types.MarkupKind.PlainText
    assert found.contents.value.startswith("AuthFailure.SignatureExpire\n")


async def test_an_offer_has_one_range_and_brings_its_documentation(editor: Editor) -> None:
    tab = editor.open_example('e.code == "AuthFailure.Sig│nature"')
    found = await tab.complete()
    assert found is not None
    item = found.items[0]
    assert isinstance(item.text_edit, types.TextEdit)
    assert tab.covered(item.text_edit.range) == "AuthFailure.Signature"
    assert isinstance(item.documentation, str)
    assert item.documentation.startswith("AuthFailure.SignatureExpire\n")
    assert item.label_details is None


async def test_links_have_no_tooltips(editor: Editor) -> None:
    (link,) = await editor.open("x = 1  # tclsp: ignore[TCL104]\n").links()
    assert link.target is not None
    assert link.tooltip is None


# ---------------------------------------------------------------- diagnostics


async def sent(editor: Editor, tab: Tab) -> types.PublishDiagnosticsParams:
    """Wait for diagnostics of a document."""
    while True:
        params = await editor.next(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        assert isinstance(params, types.PublishDiagnosticsParams)
        if params.uri == tab.uri:
            return params


async def test_diagnostics_of_each_text_are_sent(editor: Editor) -> None:
    tab = editor.open(SWALLOWED, version=7)
    first = await sent(editor, tab)
    assert (first.version, codes(first.diagnostics)) == (7, FOUND)
    tab.replace(HANDLED)
    second = await sent(editor, tab)
    assert (second.version, codes(second.diagnostics)) == (8, [])
    tab.replace(SWALLOWED)
    assert codes((await sent(editor, tab)).diagnostics) == FOUND
    tab.close()
    assert codes((await sent(editor, tab)).diagnostics) == []


async def test_a_diagnostic_has_only_what_the_client_shows(editor: Editor) -> None:
    tab = editor.open("import tencentcloud\nx = 1  # tclsp: ignore[TCL104]\n")
    (item,) = (await sent(editor, tab)).diagnostics
    assert (item.code, item.source) == ("TCL001", "tclsp")
    assert (item.tags, item.code_description, item.related_information) == (None, None, None)


async def test_what_is_not_checked_is_said_to_be_sound(editor: Editor) -> None:
    tab = editor.open(SWALLOWED, "text.py", language="plaintext")
    assert codes((await sent(editor, tab)).diagnostics) == []


async def test_settings_that_are_sent_count_at_once(editor: Editor) -> None:
    tab = editor.open(SWALLOWED)
    assert codes((await sent(editor, tab)).diagnostics) == FOUND
    for settings, found in (({"tclsp": {"ignore": ["TCL104"]}}, []), ({"tclsp": {}}, FOUND)):
        params = types.DidChangeConfigurationParams(settings)
        editor.workspace_did_change_configuration(params)
        assert codes((await sent(editor, tab)).diagnostics) == found


# ---------------------------------------------------------------- code actions


async def silence(tab: Tab) -> types.Command:
    """Return the command that silences what is found."""
    command = (await tab.put_cursor("except Ten").offers())["Ignore TCL104 here"]
    assert isinstance(command, types.Command)
    return command


async def test_a_code_action_is_a_command_that_has_the_client_edit(editor: Editor) -> None:
    tab = editor.open(SWALLOWED)
    command = await silence(tab)
    await editor.run(command.command, *command.arguments or ())
    asked = await editor.next(types.WORKSPACE_APPLY_EDIT)
    assert asked.label == "tclsp: Ignore TCL104 here"
    ((uri, edits),) = asked.edit.changes.items()
    assert uri == tab.uri
    assert "as error:  # tclsp: ignore[TCL104]\n" in tab.edited(edits)


async def test_an_edit_that_the_client_refuses_is_an_error(editor: Editor) -> None:
    command = await silence(editor.open(SWALLOWED))
    editor.applies = types.ApplyWorkspaceEditResult(False, failure_reason="read-only")
    with pytest.raises(JsonRpcException, match="was not applied: read-only") as caught:
        await editor.run(command.command, *command.arguments or ())
    assert caught.value.code == types.LSPErrorCodes.RequestFailed
    editor.applies = types.ApplyWorkspaceEditResult(True)


async def test_a_command_of_an_older_text_edits_nothing(editor: Editor) -> None:
    tab = editor.open(SWALLOWED)
    command = await silence(tab)
    tab.replace("\n" + SWALLOWED)
    with pytest.raises(JsonRpcException) as caught:
        await editor.run(command.command, *command.arguments or ())
    assert caught.value.code == types.LSPErrorCodes.ContentModified
    with pytest.raises(JsonRpcInvalidParams):
        await editor.run(command.command, 7)
    assert editor.received(types.WORKSPACE_APPLY_EDIT) == []
