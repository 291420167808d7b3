"""Settings: those that the editor has, over those of files, and both change while it runs."""

import os
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tclsp.server.capabilities import STATE
from tclsp.server.state import State
from tests.server.features.editor import OWN_LOOP, Editor, starts_server
from tests.server.features.tab import Tab
from tests.server.samples import SWALLOWED

pytestmark = OWN_LOOP

FOUND = [(7, "TCL104")]
IGNORE = 'ignore = ["TCL104"]\n'


@starts_server("module")
async def editor(
    lsp_client: Editor, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[None]:
    folder = tmp_path_factory.mktemp("workspace")
    async with lsp_client.session(folder, options={"settings": {"ignore": ["TCL104"]}}):
        await lsp_client.next(types.WORKSPACE_CONFIGURATION)
        yield


def write_settings(editor: Editor, text: str, at: int | None = None) -> None:
    """Put a settings file in its place, whole from the first moment; `at` is its time."""
    written = editor.folder / "tclsp.toml.new"
    written.write_text(text)
    if at is not None:
        os.utime(written, ns=(at, at))
    written.replace(editor.folder / "tclsp.toml")


async def configure(editor: Editor, settings: dict[str, Any] | None) -> None:
    """Change the settings of the editor, and wait until the server has asked for them."""
    editor.set_configuration(settings, section="tclsp")
    editor.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    await editor.next(types.WORKSPACE_CONFIGURATION)
    await editor.ask(STATE, {}, State)  # What is answered after this is under the new settings.


@pytest_asyncio.fixture(loop_scope="module")
async def tab(editor: Editor) -> AsyncIterator[Tab]:
    """Open a document under the settings that the session began with."""
    write_settings(editor, "")
    yield editor.open(SWALLOWED)
    await configure(editor, None)


async def test_the_first_settings_count_until_there_are_others(editor: Editor, tab: Tab) -> None:
    assert await tab.codes() == []
    await configure(editor, {})
    assert await tab.codes() == FOUND
    await configure(editor, None)
    assert await tab.codes() == []


async def test_what_is_shown_is_asked_for_again(editor: Editor, tab: Tab) -> None:
    await tab.pull()
    await configure(editor, {})
    for refresh in (
        types.WORKSPACE_DIAGNOSTIC_REFRESH,
        types.WORKSPACE_INLAY_HINT_REFRESH,
        types.WORKSPACE_CODE_LENS_REFRESH,
    ):
        assert await editor.next(refresh) is None


async def test_severity_and_language_change_while_it_runs(editor: Editor, tab: Tab) -> None:
    await configure(editor, {"severity": {"TCL104": "info"}, "language": "zh"})
    (item,) = await tab.diagnostics()
    assert item.severity == types.DiagnosticSeverity.Information
    assert "StopInstances" in item.message
    assert not item.message.isascii()


async def test_hints_are_shown_where_the_editor_wants_them(editor: Editor, tab: Tab) -> None:
    tab.replace('if error.code == "AuthFailure.SignatureExpire":\n    raise\n')
    assert not await tab.hints(tab.whole)
    await configure(editor, {"inlayHints": True})
    assert len(await tab.hints(tab.whole)) == 1


async def test_an_offer_is_void_under_other_settings(editor: Editor, tab: Tab) -> None:
    await configure(editor, {})
    offered = (await tab.put_cursor("except Ten").actions())["Ignore TCL104 here"]
    await configure(editor, {"ignore": ["TCL104"]})
    with pytest.raises(JsonRpcException) as caught:
        await editor.code_action_resolve_async(offered)
    assert caught.value.code == types.LSPErrorCodes.ContentModified


async def test_a_wrong_setting_is_told_once_and_the_rest_counts(editor: Editor, tab: Tab) -> None:
    wrong = {"severity": {"TCL104": "info"}, "knowncodes": ["X"]}
    for settings in (wrong, {**wrong, "language": "zh"}):
        await configure(editor, settings)
        (item,) = await tab.diagnostics()
        assert item.severity == types.DiagnosticSeverity.Information
    (shown,) = editor.received(types.WINDOW_SHOW_MESSAGE)
    assert "did you mean `known-codes`?" in shown.message


async def test_a_settings_file_counts_without_being_watched(editor: Editor, tab: Tab) -> None:
    await configure(editor, {})
    assert await tab.codes() == FOUND
    write_settings(editor, IGNORE)
    assert await tab.codes() == []


async def test_a_settings_file_may_change_twice_in_one_moment(editor: Editor, tab: Tab) -> None:
    await configure(editor, {})
    for text, found in (("# None.\n", FOUND), (IGNORE, [])):
        write_settings(editor, text, at=0)
        assert await tab.codes() == found


async def test_of_a_broken_settings_file_the_last_good_one_counts(editor: Editor, tab: Tab) -> None:
    await configure(editor, {})
    write_settings(editor, IGNORE)
    assert await tab.codes() == []
    write_settings(editor, "ignore = [\n")
    assert await tab.codes() == []
    shown = await editor.next(types.WINDOW_SHOW_MESSAGE)
    assert "tclsp.toml:1: not valid TOML" in shown.message
