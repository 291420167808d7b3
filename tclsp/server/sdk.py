"""The SDK that the workspace has installed, if any."""

import os
from pathlib import Path

from tclsp.catalog.installed_sdk import InstalledSdk, find_sdk
from tclsp.server.view import WorkspaceView


def installed_sdk(view: WorkspaceView) -> InstalledSdk | None:
    """Return the SDK of the interpreter that the client names, else of the usual environments.

    It is looked for each time, for it may be installed, or another version, while the server runs.
    """
    virtual_env = os.environ.get("VIRTUAL_ENV")
    return find_sdk(map(Path, view.folders), view.options.interpreter, virtual_env)
