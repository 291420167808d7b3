"""When all files of the workspace are looked at, who waits for it, and how far it is."""

import asyncio
from collections.abc import Callable

from attrs import define, field

from tclsp.server import messages


@define(eq=False)
class WorkspaceCheck:
    """What is asked of the worker about the workspace. Used on the event loop only."""

    _send: Callable[[messages.ToWorker], None]
    """Sends to the worker, and has it looked after."""
    _completed: Callable[[frozenset[str]], None]
    """Called with the paths of the files that matter once all were looked at."""
    _rests: Callable[[], bool]
    """Whether there is no worker for a while, so that all make do with what is known."""
    _number: int = 0
    _is_wanted: bool = False
    _is_running: bool = False
    _progress: tuple[int, int] = (0, 0)
    _seen: set[str] = field(factory=set)
    _waiting: "list[asyncio.Future[None]]" = field(factory=list)
    _news: asyncio.Event = field(factory=asyncio.Event)

    @property
    def is_running(self) -> bool:
        """Whether files are being looked at."""
        return self._is_running

    @property
    def is_wanted(self) -> bool:
        """Whether somebody has asked, so that it has to be done again when something changes."""
        return self._is_wanted

    @property
    def progress(self) -> tuple[int, int]:
        """How many files were looked at, and of how many."""
        return self._progress

    def known(self) -> "asyncio.Future[None]":
        """Return what is done once all files were looked at, as they are now.

        Who waits for it no longer cancels it.
        """
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._is_wanted and not self._is_running:
            waiting.set_result(None)
            return waiting
        self._waiting.append(waiting)
        if not self._is_running:
            self.begin()
        return waiting

    def begin(self) -> None:
        """Have all files looked at, from the beginning."""
        self._number += 1
        self._is_wanted = self._is_running = True
        self._progress = (0, 0)
        self._seen = set()
        if self._rests():
            self.finish()
        else:
            self.ask()

    def ask(self) -> None:
        """Tell the worker what is being waited for."""
        self._send(messages.CheckWorkspace(self._number))

    def forget(self) -> None:
        """Stop if nobody waits any more."""
        self._waiting = [each for each in self._waiting if not each.done()]
        if self._is_running and not self._waiting:
            self._send(messages.Forget(self._number))
            self.finish()
            self._is_wanted = False

    def finish(self) -> None:
        """Let those who wait make do with what is known."""
        self._is_running = False
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if not each.done():
                each.set_result(None)
        self.tell_news()

    # ------------------------------------------------------------ what the worker says

    def saw(self, path: str) -> None:
        """Take note of a file that was reported on."""
        self._seen.add(path)

    def advance(self, message: messages.WorkspaceProgress) -> None:
        """Take note of how far the worker is."""
        if message.number != self._number:
            return
        self._progress = (message.done, message.total)
        self.tell_news()
        if message.done == message.total and self._is_running:
            self._completed(frozenset(self._seen))
            self.finish()

    # ------------------------------------------------------------ news

    async def news(self) -> None:
        """Wait until something is reported, on whatever file."""
        self._news.clear()
        await self._news.wait()

    def tell_news(self) -> None:
        """Wake those who wait for something to be reported."""
        self._news.set()
