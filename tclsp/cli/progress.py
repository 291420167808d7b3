"""A progress bar on the terminal, for runs that take long."""

import time
from typing import TextIO

_PATIENCE_SECONDS = 1.0
_PAUSE_SECONDS = 0.1
_WIDTH = 30


class ProgressBar:
    """Shows how far a run is; nothing in its first second, and nothing but on a terminal."""

    def __init__(self, stream: TextIO, *, dumb: bool = False) -> None:
        self._stream = stream
        self._active = stream.isatty() and not dumb
        self._next = time.monotonic() + _PATIENCE_SECONDS
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` files are checked."""
        if not self._active or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PAUSE_SECONDS
        self._shown = True
        filled = _WIDTH * done // total
        bar = "#" * filled + "." * (_WIDTH - filled)
        self._stream.write(f"\r[{bar}] {done}/{total}\x1b[K")
        self._stream.flush()

    def clear(self) -> None:
        """Remove the bar."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
