"""The SDK that the workspace has installed, if any."""

import os
from functools import lru_cache
from pathlib import Path

from tclsp.catalog.installed_sdk import InstalledSdk, find_sdk
from tclsp.server.view import WorkspaceView


def installed_sdk(view: WorkspaceView) -> InstalledSdk | None:
    """Return the SDK of the interpreter that the client names, else of the usual environments."""
    return _found(view.folders, view.options.interpreter, os.environ.get("VIRTUAL_ENV"))


@lru_cache(maxsize=8)
def _found(
    folders: tuple[str, ...], interpreter: str | None, virtual_env: str | None
) -> InstalledSdk | None:
    return find_sdk(map(Path, folders), interpreter, virtual_env)
