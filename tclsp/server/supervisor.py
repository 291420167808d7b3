"""Keeps a worker running: starts it, starts it again when it dies, ends one that hangs.

The more often it has died of late, the longer is the pause before it is started again: what it
dies of may be met at once, and an editor must not spend its time on starting processes.
"""

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Callable

from attrs import define, field

from tclsp.server import messages
from tclsp.server.worker_process import WorkerProcess

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 60.0
"""A worker that looks at one file for so long without a sign of life is ended."""
PAUSES_SECONDS = (0.0, 0.0, 0.0, 2.0, 10.0, 60.0)
"""Before the worker is started again, by how often it has died of late; the last one stays."""

_PERIOD_SECONDS = 180.0
_DEADLY = 2
"""A document that the worker died of so many times is not checked any more."""


@define(eq=False)
class Supervisor:
    """The worker, as long as the server lives. Used on the event loop only."""

    received: Callable[[messages.FromWorker], None]
    started: Callable[[], None]
    """Called with each new process, which knows nothing yet."""
    rests: Callable[[], None]
    """Called where there will be none for a while."""
    _process: WorkerProcess = field(init=False)
    _loop: asyncio.AbstractEventLoop | None = None
    _deaths: deque[float] = field(factory=deque)
    _died_of: Counter[str] = field(factory=Counter)
    _pause: asyncio.TimerHandle | None = None
    _watching: asyncio.TimerHandle | None = None

    @_process.default
    def _new_process(self) -> WorkerProcess:
        return WorkerProcess(
            lambda message: self._on_loop(lambda: self.received(message)),
            lambda path: self._on_loop(lambda: self._died(path)),
        )

    def start(self) -> None:
        """Start the worker, if it was not started before."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._start()

    def stop(self) -> None:
        """End the worker for good."""
        for timer in (self._pause, self._watching):
            if timer is not None:
                timer.cancel()
        self._process.stop()

    @property
    def is_resting(self) -> bool:
        """Whether the worker has died so often that it gets a pause."""
        return self._pause is not None

    @property
    def is_running(self) -> bool:
        """Whether there is a worker to send to."""
        return self._process.is_running

    def send(self, message: messages.ToWorker) -> None:
        """Send a message, if there is a worker."""
        self._process.send(message)

    # ------------------------------------------------------------ documents it dies of

    def is_deadly(self, path: str) -> bool:
        """Whether the worker has died so often while it checked a document that it must not again.

        The document itself need not be the cause; it may be any file that it works with.
        """
        return self._died_of[path] >= _DEADLY

    def pardon(self, path: str) -> None:
        """Give a document another chance."""
        del self._died_of[path]

    def pardoned(self) -> frozenset[str]:
        """Give all documents another chance; return those that were not checked any more."""
        deadly = frozenset(filter(self.is_deadly, self._died_of))
        self._died_of.clear()
        return deadly

    # ------------------------------------------------------------ the process

    def _on_loop(self, call: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _start(self) -> None:
        self._pause = None
        try:
            self._process.start()
        except OSError as error:
            logger.error("the analysis cannot be started: %s", error)
            self._died(None)
        else:
            self.started()

    def _died(self, path: str | None) -> None:
        if self._process.is_stopped or self._loop is None:
            return
        if path is not None:
            self._blame(path)
        now = time.monotonic()
        self._deaths.append(now)
        while self._deaths[0] < now - _PERIOD_SECONDS:
            self._deaths.popleft()
        seconds = PAUSES_SECONDS[min(len(self._deaths), len(PAUSES_SECONDS) - 1)]
        if not seconds:
            logger.warning("the analysis ended unexpectedly and is started again")
            self._start()
            return
        logger.error("the analysis ended too often; it is started again in %g s", seconds)
        self._pause = self._loop.call_later(seconds, self._start)
        self.rests()

    def _blame(self, path: str) -> None:
        self._died_of[path] += 1
        if self.is_deadly(path):
            logger.error(
                "%s is left out, for the analysis ended twice while it was checked: because of it "
                "or of a file that it works with; it gets another chance when it is opened again, "
                "when a file is saved, or when settings change",
                path,
            )

    # ------------------------------------------------------------ hanging

    def watch(self, is_busy: Callable[[], bool]) -> None:
        """Look after the worker for as long as something is asked of it."""
        if self._watching is None and self._loop is not None:
            self._watching = self._loop.call_later(PATIENCE_SECONDS, self._look_after, is_busy)

    def _look_after(self, is_busy: Callable[[], bool]) -> None:
        self._watching = None
        if self._process.is_silent(PATIENCE_SECONDS):
            logger.warning("the analysis does not come to an end and is ended")
            self._process.kill()
        if is_busy():
            self.watch(is_busy)
