"""The process of the worker and the pipes to it, as the server sees them."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO

from attrs import define

from tclsp.server import frames, messages

# The folder that an editor starts the server in may hold a module of any name.
_START = "import sys; sys.path[:] = {path!r}; from tclsp.server.worker import main; main()"

_LEAN = {"MALLOC_TRIM_THRESHOLD_": "131072"}
"""glibc otherwise keeps more and more of what is freed; other systems do not look at it."""


@define(eq=False)
class WorkerProcess:
    """One process after the other; there is at most one at a time.

    `received` and `died` are called in another thread. There the process is let go of once it has
    ended, so the methods take it into a name of their own first.
    """

    received: Callable[[messages.FromWorker], None]
    died: Callable[[str | None], None]
    """Told which document was being checked, if any, where the process ends by itself."""
    _process: "subprocess.Popen[bytes] | None" = None
    _writer: frames.Writer | None = None
    _started_on: str | None = None
    _heard: float = 0.0
    """When the worker last gave a sign of life."""
    _closing: bool = False

    def start(self) -> None:
        """Start a process. Raises OSError."""
        command = [sys.executable, "-c", _START.format(path=sys.path)]
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=flags,
            env={**_LEAN, **os.environ},
        )
        if process.stdin is None or process.stdout is None:
            raise OSError("the worker has no pipes")
        self._process = process
        self._writer = writer = frames.Writer(process.stdin)
        threading.Thread(
            target=self._listen, args=(process, process.stdout, writer), name="worker", daemon=True
        ).start()

    @property
    def is_running(self) -> bool:
        """Whether there is a process to send to."""
        return self._process is not None

    @property
    def is_stopped(self) -> bool:
        """Whether there shall be none any more."""
        return self._closing

    def send(self, message: messages.ToWorker) -> None:
        """Send a message, if there is a process."""
        writer = self._writer
        if writer is not None:
            writer.write(frames.pack(message))

    def is_silent(self, seconds: float) -> bool:
        """Whether the process looks at a file and has given no sign of life for so long."""
        return self._started_on is not None and time.monotonic() - self._heard > seconds

    def kill(self) -> None:
        """End the process as if it had died by itself."""
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """End the process for good."""
        self._closing = True
        process = self._process
        if process is not None:
            process.kill()
            process.wait()

    def _listen(
        self, process: "subprocess.Popen[bytes]", stream: IO[bytes], writer: frames.Writer
    ) -> None:
        try:
            while True:
                message = frames.read(stream)
                self._heard = time.monotonic()
                if isinstance(message, messages.Started):
                    self._started_on = message.path
                    continue
                self._started_on = None
                self.received(message)
        except (EOFError, OSError):
            pass
        process.kill()
        process.wait()
        started_on, self._started_on = self._started_on, None
        self._process = self._writer = None
        writer.close()
        if not self._closing:
            self.died(started_on)
