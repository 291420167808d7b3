"""The worker as the server sees it: started when needed, started again when it dies."""

import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import IO

from attrs import define, field

from tclsp.server import frames, messages

_MOST_DEATHS = 5
_PERIOD_SECONDS = 180.0
"""A worker that dies more often than that many times in such a period stays dead."""
_DEADLY = 2
"""A document that the worker died of so many times is not sent any more."""

_START = "import sys; sys.path[:] = {path!r}; from tclsp.server.worker import main; main()"
# The folder that an editor starts the server in may hold a module of any name.


@define(eq=False)
class WorkerProcess:
    """The process and the pipes to it.

    `received` and `died` are called in another thread; `died` may call `start` again.
    """

    received: Callable[[messages.FromWorker], None]
    died: Callable[[], None]
    _process: "subprocess.Popen[bytes] | None" = None
    _writer: frames.Writer | None = None
    _deaths: deque[float] = field(factory=deque)
    _started_on: str | None = None
    _heard: float = 0.0
    """When the worker last gave a sign of life."""
    _fatal: Counter[str] = field(factory=Counter)
    _closing: bool = False

    def start(self) -> bool:
        """Start the process if there is none; False where it died too often, or cannot start."""
        if self._process is not None:
            return True
        while self._deaths and self._deaths[0] < time.monotonic() - _PERIOD_SECONDS:
            self._deaths.popleft()
        if self._closing or len(self._deaths) >= _MOST_DEATHS:
            return False
        command = [sys.executable, "-c", _START.format(path=sys.path)]
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=flags
            )
        except OSError:
            return False
        if process.stdin is None or process.stdout is None:
            return False
        self._process = process
        self._writer = frames.Writer(process.stdin)
        threading.Thread(
            target=self._listen, args=(process, process.stdout), name="worker", daemon=True
        ).start()
        return True

    @property
    def is_running(self) -> bool:
        """Whether there is a process to send to."""
        return self._process is not None

    @property
    def pid(self) -> int | None:
        """The number of the process, while there is one."""
        return None if self._process is None else self._process.pid

    def is_deadly(self, path: str) -> bool:
        """Whether the worker has died of a file so often that it must not see it again."""
        return self._fatal[path] >= _DEADLY

    def pardon(self, path: str) -> None:
        """Give a file another chance."""
        del self._fatal[path]

    def send(self, message: messages.ToWorker) -> None:
        """Send a message, if there is a process."""
        if self._writer is not None:
            self._writer.write(frames.pack(message))

    def is_silent(self, seconds: float) -> bool:
        """Whether the process looks at a file and has given no sign of life for so long."""
        return self._started_on is not None and time.monotonic() - self._heard > seconds

    def kill(self) -> None:
        """End the process as if it had died by itself."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        """End the process."""
        self._closing = True
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _listen(self, process: "subprocess.Popen[bytes]", stream: IO[bytes]) -> None:
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
        self._deaths.append(time.monotonic())
        if self._started_on is not None:
            self._fatal[self._started_on] += 1
            self._started_on = None
        self._process = self._writer = None
        if not self._closing:
            self.died()
