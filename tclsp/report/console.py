"""What the console can show: colours, encoding, width.

This module is on the path of every run, so it imports nothing heavy.
"""

import os
import sys
from collections.abc import Mapping
from typing import TextIO

_COLOURS = {"error": "31", "warning": "33", "info": "36", "hint": "34", "bold": "1", "dim": "2"}


def make_output_safe(*streams: TextIO) -> None:
    """Make `streams` escape what their encoding lacks, instead of failing on it."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def wants_colour(stream: TextIO, environment: Mapping[str, str] | None = None) -> bool:
    """Whether to colour what goes to `stream`: a terminal, unless NO_COLOR or FORCE_COLOR says."""
    environment = os.environ if environment is None else environment
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] not in ("0", "false")
    if not stream.isatty() or environment.get("TERM") == "dumb":
        return False
    return sys.platform != "win32" or "WT_SESSION" in environment or "TERM" in environment


def is_utf8(stream: TextIO) -> bool:
    """Whether all text can be written to `stream` as it is."""
    return (stream.encoding or "").lower().replace("-", "") == "utf8"


def width_of(stream: TextIO) -> int | None:
    """Return the number of cells in a line of the terminal; None if `stream` is no terminal."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


class Paint:
    """Colours text, or leaves it as it is."""

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled

    def __call__(self, style: str, text: str) -> str:
        """Return `text` in `style`: a severity, `bold` or `dim`."""
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self._enabled and text else text
