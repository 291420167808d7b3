"""Several folders in one workspace: each has settings of its own, and they come and go."""

from collections.abc import AsyncIterator

import pytest
from lsprotocol import types

from tclsp.server.capabilities import STATE
from tclsp.server.state import State
from tests.server.features.editor import OWN_LOOP, Editor, starts_server, workspace_folder
from tests.server.features.tab import codes
from tests.server.samples import SWALLOWED

pytestmark = OWN_LOOP


@starts_server("module")
async def editor(
    lsp_client: Editor, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[None]:
    root = tmp_path_factory.mktemp("workspace")
    folders = [root / name for name in ("strict", "lenient")]
    for folder in folders:
        folder.mkdir()
        (folder / "a.py").write_text(SWALLOWED)
    (root / "strict" / "tclsp.toml").write_text("")
    (root / "lenient" / "tclsp.toml").write_text('ignore = ["TCL104"]\n')
    async with lsp_client.session(root, folders=folders):
        yield


async def test_each_folder_has_its_own_settings(editor: Editor) -> None:
    for name, found in (("strict", [(7, "TCL104")]), ("lenient", [])):
        tab = editor.open_file(f"{name}/a.py")
        assert await tab.codes() == found


async def test_a_folder_that_is_removed_is_not_reported_any_more(editor: Editor) -> None:
    strict = editor.folder / "strict"
    params = types.WorkspaceDiagnosticParams([])
    (item,) = (await editor.workspace_diagnostic_async(params)).items
    assert item.uri == (strict / "a.py").as_uri()
    assert isinstance(item, types.WorkspaceFullDocumentDiagnosticReport)
    assert codes(item.items) == [(7, "TCL104")]
    change_folders(editor, removed=[workspace_folder(strict)])
    params = types.WorkspaceDiagnosticParams(
        [types.PreviousResultId(item.uri, item.result_id or "")]
    )
    (gone,) = (await editor.workspace_diagnostic_async(params)).items
    assert isinstance(gone, types.WorkspaceFullDocumentDiagnosticReport)
    assert (gone.uri, codes(gone.items)) == (item.uri, [])
    change_folders(editor, added=[workspace_folder(strict)])
    state = await editor.ask(STATE, {}, State)
    assert state.folders == [str(editor.folder / "lenient"), str(strict)]


def change_folders(
    editor: Editor,
    added: list[types.WorkspaceFolder] | None = None,
    removed: list[types.WorkspaceFolder] | None = None,
) -> None:
    event = types.WorkspaceFoldersChangeEvent(added or [], removed or [])
    params = types.DidChangeWorkspaceFoldersParams(event)
    editor.workspace_did_change_workspace_folders(params)
