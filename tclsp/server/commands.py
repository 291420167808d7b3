"""`workspace/executeCommand`: what the client can have the server do."""

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from tclsp.server.app import Server

logger = logging.getLogger(__name__)

RELOAD_CATALOG = "tclsp.reloadCatalog"
FIX_ALL_OF_RULE = "tclsp.fixAll"
APPLY_CODE_ACTION = "tclsp.applyCodeAction"


def register(server: Server) -> None:
    """Register the commands."""
    server.command(RELOAD_CATALOG)(_reload_catalog)
    server.command(FIX_ALL_OF_RULE)(_fix_all)
    server.command(APPLY_CODE_ACTION)(_apply_code_action)


# pygls 2.1.1 asks of the first parameter whether its type is that of a server, and on Python 3.10
# fails with `Any`, which is no class there. So the server is the first one of all commands.


async def _reload_catalog(server: Server) -> None:
    """Open the catalogue and the action lists again, and have everything checked with them."""
    # Not at the top, here and below: the start need not wait for what commands load.
    from tclsp.catalog.store import Catalog

    server.session.reload_catalog(Catalog.open())
    server.checks.set_up_changed()
    await server.refresh_what_is_shown()


async def _fix_all(server: Server, uri: Any, code: Any) -> None:
    """Apply all safe fixes of one rule to a document; `uri` and `code` are texts."""
    if not isinstance(uri, str) or not isinstance(code, str):
        raise JsonRpcInvalidParams(f"{FIX_ALL_OF_RULE} takes a URI and the code of a rule")
    from tclsp.server.answering import when_checked
    from tclsp.server.code_actions import all_of_rule_edit

    module = server.module(uri)
    edit = await when_checked(server, module, uri, lambda view: all_of_rule_edit(view, code))
    if edit is not None:
        await _apply(server, edit, code)


async def _apply_code_action(server: Server, choice: Any) -> None:
    """Apply a code action; `choice` comes from where it was offered as a command."""
    from tclsp.server.code_action_requests import edit_of_choice

    edit = await edit_of_choice(server, choice)
    await _apply(server, edit, str(choice["title"]))


async def _apply(server: Server, edit: types.WorkspaceEdit, label: str) -> None:
    params = types.ApplyWorkspaceEditParams(edit, f"tclsp: {label}")
    answer = await server.workspace_apply_edit_async(params)
    if answer is not None and not answer.applied:
        reason = answer.failure_reason or "the client gives no reason"
        code = types.LSPErrorCodes.RequestFailed
        raise JsonRpcException(f"the edit was not applied: {reason}", code=code)
