"""`tclsp/state`: what a bug report needs to say of the server."""

import platform
import sys
from collections.abc import Awaitable
from typing import Any

from attrs import frozen

from tclsp import __version__
from tclsp.server.app import Server
from tclsp.server.capabilities import STATE
from tclsp.server.own_json import as_json
from tclsp.server.sdk import installed_sdk
from tclsp.server.view import WorkspaceView


@frozen
class State:
    """The result; docs/protocol.md says what the fields mean."""

    version: str
    catalogue: dict[str, str]
    python: dict[str, str]
    sdk: dict[str, str] | None
    documented_pairs: int
    folders: list[str]
    files: int
    position_encoding: str
    diagnostics: str


def register(server: Server) -> None:
    """Answer the request; it does not wait for anything."""

    def handler(_: Any) -> Awaitable[Any]:
        view = server.session.workspace_view()
        return server.in_executor(lambda: as_json(_state(view)))

    server.on(STATE, handler)


def _state(view: WorkspaceView) -> State:
    versions = view.catalog.sdk_versions()
    sdk = installed_sdk(view)
    return State(
        version=__version__,
        catalogue={"zh": versions.zh, "en": versions.en},
        python={"version": platform.python_version(), "executable": sys.executable},
        sdk=None if sdk is None else {"version": sdk.version, "folder": str(sdk.folder)},
        documented_pairs=view.action_lists.pairs(),
        folders=list(view.folders),
        files=len(view.workspace.files),
        position_encoding=view.positions.encoding,
        diagnostics="pull" if view.client.pull_diagnostics else "push",
    )
