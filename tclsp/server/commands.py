"""`workspace/executeCommand`: what the client can have the server do."""

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from tclsp.catalog.store import Catalog
from tclsp.server.app import Server

logger = logging.getLogger(__name__)

RELOAD_CATALOG = "tclsp.reloadCatalog"
FIX_ALL_OF_RULE = "tclsp.fixAll"


def register(server: Server) -> None:
    """Register the commands."""

    @server.command(RELOAD_CATALOG)
    async def reload_catalog() -> None:
        """Open the catalogue and the action lists again, and have everything checked with them."""
        server.session.reload_catalog(Catalog.open())
        server.checks.set_up_changed()
        await server.refresh_what_is_shown()

    @server.command(FIX_ALL_OF_RULE)
    async def fix_all(uri: Any, code: Any) -> None:
        """Apply all safe fixes of one rule to a document; `uri` and `code` are texts."""
        if not isinstance(uri, str) or not isinstance(code, str):
            raise JsonRpcInvalidParams(f"{FIX_ALL_OF_RULE} takes a URI and the code of a rule")
        # Not at the top: it loads every rule, which the start need not wait for.
        from tclsp.server.code_actions import all_of_rule_edit

        module = server.module(uri)
        edit = await server.when_checked(module, uri, lambda view: all_of_rule_edit(view, code))
        if edit is not None:
            label = f"tclsp: {code}"
            await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, label))
