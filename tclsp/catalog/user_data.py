"""The folder where a user's own additions to the catalogue lie."""

import os
import sys
from pathlib import Path


def user_data_folder() -> Path:
    """Return the folder, which need not exist, as the system has it.

    `%LOCALAPPDATA%\\tclsp` on Windows, else `$XDG_DATA_HOME/tclsp` where that is set, else
    `~/Library/Application Support/tclsp` on macOS and `~/.local/share/tclsp` elsewhere.
    """
    variable = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME"
    given = Path(os.environ.get(variable, ""))
    # The XDG specification has it that relative paths are ignored.
    return (given if given.is_absolute() else _usual()) / "tclsp"


def user_action_lists() -> Path:
    """Return the file of action lists that `add-actions` writes if no other is named."""
    return user_data_folder() / "action-lists.txt"


def _usual() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return home / "AppData" / "Local"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    return home / ".local" / "share"
