"""How a session begins and ends."""

from collections.abc import AsyncIterator
from pathlib import Path

from lsprotocol import types

from tclsp import __version__
from tclsp.server.commands import APPLY_CODE_ACTION, FIX_ALL_OF_RULE, RELOAD_CATALOG
from tests.server.features.editor import OWN_LOOP, Editor, starts_server

pytestmark = OWN_LOOP


@starts_server("module")
async def editor(lsp_client: Editor) -> AsyncIterator[None]:
    yield


async def test_from_initialize_to_exit(editor: Editor, tmp_path: Path) -> None:
    async with editor.session(tmp_path) as answer:
        assert answer.server_info == types.ServerInfo("tclsp", __version__)
        offered = answer.capabilities
        assert isinstance(offered.text_document_sync, types.TextDocumentSyncOptions)
        assert offered.text_document_sync.change == types.TextDocumentSyncKind.Incremental
        assert offered.completion_provider is not None
        assert offered.completion_provider.resolve_provider
        assert isinstance(offered.code_action_provider, types.CodeActionOptions)
        assert "source.fixAll.tclsp" in (offered.code_action_provider.code_action_kinds or ())
        assert isinstance(offered.diagnostic_provider, types.DiagnosticOptions)
        assert offered.diagnostic_provider.workspace_diagnostics
        assert offered.notebook_document_sync is not None
        assert offered.notebook_document_sync.save
        assert offered.execute_command_provider is not None
        assert set(offered.execute_command_provider.commands) == {
            RELOAD_CATALOG,
            FIX_ALL_OF_RULE,
            APPLY_CODE_ACTION,
        }
    assert editor.exit_code == 0
