"""When which module is checked: the newest text after a pause in typing, and who waits for it."""

import asyncio
import logging
from collections.abc import Callable

from attrs import define, field

from tclsp.server import messages
from tclsp.server.modules import Module
from tclsp.server.session import Report, Session
from tclsp.server.texts import Splice
from tclsp.server.worker_process import WorkerProcess

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 60.0
"""A worker that looks at one file for so long without a sign of life is ended."""


class Superseded(Exception):
    """The text that somebody waited for is not the newest any more."""


class Unavailable(Exception):
    """There is no worker any more to wait for."""


@define(eq=False)
class Checks:
    """The worker's work. Used on the event loop only."""

    session: Session
    checked: Callable[[Module, Report], None]
    """Called with each report on the newest text of a module."""
    _worker: WorkerProcess = field(init=False)
    _loop: asyncio.AbstractEventLoop | None = None
    _timers: dict[str, asyncio.TimerHandle] = field(factory=dict)
    _watching: asyncio.TimerHandle | None = None
    _is_given_up: bool = False
    """Whether the worker died too often."""
    _due: dict[str, None] = field(factory=dict)
    """The paths of modules whose report is under way or soon will be."""
    _state: int = 0
    """How many messages that change reports the worker was sent."""
    _needed: dict[str, int] = field(factory=dict)
    """The state that a report on a module must be of at least."""
    _waiting: dict[str, list["asyncio.Future[Report]"]] = field(factory=dict)
    _workspace: int = 0
    _workspace_running: bool = False
    _progress: tuple[int, int] = (0, 0)
    _news: "asyncio.Event" = field(factory=asyncio.Event)
    _seen: set[str] = field(factory=set)
    _workspace_waiting: "list[asyncio.Future[None]]" = field(factory=list)

    @_worker.default
    def _new_worker(self) -> WorkerProcess:
        return WorkerProcess(self._received, self._died)

    @property
    def worker_pid(self) -> int | None:
        """The number of the worker's process, while there is one."""
        return self._worker.pid

    # ------------------------------------------------------------ the worker

    def start(self) -> None:
        """Start the worker."""
        self._loop = asyncio.get_running_loop()
        self._is_given_up = not self._worker.start()
        if self._is_given_up:
            self._give_up()
        else:
            self._tell_all()

    def stop(self) -> None:
        """End the worker and whatever waits for it."""
        for timer in self._timers.values():
            timer.cancel()
        self._worker.stop()

    def _received(self, message: messages.FromWorker) -> None:
        self._on_loop(lambda: self._take(message))

    def _died(self) -> None:
        self._on_loop(self._restart)

    def _on_loop(self, call: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _restart(self) -> None:
        logger.warning("the analysis ended unexpectedly and is started again")
        self.start()

    def _watch(self) -> None:
        """Look after the worker for as long as something is asked of it."""
        if self._watching is None and self._loop is not None:
            self._watching = self._loop.call_later(PATIENCE_SECONDS, self._look_after)

    def _look_after(self) -> None:
        self._watching = None
        if self._worker.is_silent(PATIENCE_SECONDS):
            logger.warning("the analysis does not come to an end and is ended")
            self._worker.kill()
        if self._due or self._workspace_running:
            self._watch()

    def _give_up(self) -> None:
        logger.error("the analysis ended too often; there are no diagnostics until a restart")
        for path in list(self._due):
            self._fail(path, Unavailable("the analysis is not running; the log says why"))
        self._finish_workspace()

    def _tell_all(self) -> None:
        """Tell a new worker all there is to know."""
        self._state = 0
        self._needed.clear()
        self._tell(messages.SetUp(self.session.options, self.session.folders))
        for module in self.session.modules:
            if not self._is_spared(module):
                self._send_text(module)
        for path in tuple(self._due):
            if path not in self._timers:
                self._ask(path)
        if self._workspace_running:
            self._worker.send(messages.CheckWorkspace(self._workspace))

    def _tell(self, message: messages.ChangesState) -> None:
        self._state += 1
        self._worker.send(message)

    def _send_text(self, module: Module) -> None:
        text = messages.OpenText(module.path, module.number, module.source.utf8)
        self._tell(text)

    def _is_spared(self, module: Module) -> bool:
        """Whether the worker dies of a module, so that it must not see it."""
        return self._worker.is_deadly(module.path)

    # ------------------------------------------------------------ what changes

    def opened(self, module: Module) -> None:
        """Have a new module checked at once; a worker that was given up gets another chance."""
        self._worker.pardon(module.path)
        if self._is_given_up:
            self.start()
        self._send_text(module)
        self.check(module)

    def changed(self, module: Module, splices: tuple[Splice, ...]) -> None:
        """Have a module and those that depend on it checked after a pause."""
        self._tell(messages.ChangeText(module.path, module.number, splices))
        self._supersede(module.path)
        for other in self._project_mates(module):
            self._make_due(other.path)
        self._schedule(module, self.session.options.debounce_ms / 1000)

    def closed(self, module: Module) -> None:
        """Stop to check a module."""
        self._forget(module.path)
        self._tell(messages.CloseText(module.path))

    def files_changed(self) -> None:
        """Have everything checked again, for files on the disk may be others."""
        self._tell(messages.FilesChanged())
        self.check_all()
        if self._workspace:
            self.check_workspace()

    def set_up_changed(self) -> None:
        """Have everything checked again under other settings."""
        self._tell(messages.SetUp(self.session.options, self.session.folders))
        self.check_all()
        if self._workspace:
            self.check_workspace()

    def check_all(self) -> None:
        """Have all open modules checked now."""
        for module in self.session.modules:
            self.check(module)

    # ------------------------------------------------------------ one module

    def check(self, module: Module) -> None:
        """Have a module checked now."""
        self._schedule(module, 0)

    def _schedule(self, module: Module, seconds: float) -> None:
        path = module.path
        self._make_due(path)
        timer = self._timers.pop(path, None)
        if timer is not None:
            timer.cancel()
        if seconds and self._loop is not None:
            self._timers[path] = self._loop.call_later(seconds, self._ask_for_project, path)
        else:
            self._ask_for_project(path)

    def _ask_for_project(self, path: str) -> None:
        """Ask for a module that has changed, then for the others whose reports may change so."""
        self._timers.pop(path, None)
        self._ask(path)
        module = self.session.modules.at(path)
        for other in () if module is None else self._project_mates(module):
            self._ask(other.path, urgent=False)

    def _make_due(self, path: str) -> None:
        self._due[path] = None
        self._needed[path] = self._state

    def _project_mates(self, module: Module) -> list[Module]:
        """Return the other open modules of its project, whose reports depend on it."""
        project = self.session.project_of(module.path)
        return [
            other
            for other in self.session.modules
            if other is not module and self.session.project_of(other.path) is project
        ]

    def _ask(self, path: str, *, urgent: bool = True) -> None:
        module = self.session.modules.at(path)
        if module is None:
            self._forget(path)
        elif self._is_spared(module) or not self.session.is_checked(module):
            if self._is_spared(module):
                logger.error("%s is left out: the analysis ended twice because of it", path)
            self._finish(module, Report(module.number, module.source, (), None))
        elif self._is_given_up:
            self._fail(path, Unavailable("the analysis is not running; the log says why"))
        elif self._worker.is_running:
            self._worker.send(messages.CheckText(path, urgent))
            self._watch()

    def report(self, module: Module, *, at_once: bool = False) -> "asyncio.Future[Report]":
        """Return what will give the report on the present text of a module.

        It raises Superseded if that text changes first, Unavailable if there will be no report.
        `at_once` is for what does not wait for a pause in typing.
        """
        path = module.path
        waiting: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
        known = self.session.reports.get(path)
        if path not in self._due and known is not None and known.number == module.number:
            waiting.set_result(known)
            return waiting
        self._waiting.setdefault(path, []).append(waiting)
        if path not in self._due or (at_once and path in self._timers):
            self.check(module)
        return waiting

    def _take(self, message: messages.FromWorker) -> None:
        if isinstance(message, messages.TextReport):
            self._take_report(message)
        elif isinstance(message, messages.WorkspaceProgress):
            if message.number != self._workspace:
                return
            self._progress = (message.done, message.total)
            self._news.set()
            if message.done == message.total and self._workspace_running:
                self.session.keep_only(frozenset(self._seen))
                self._finish_workspace()

    def _take_report(self, message: messages.TextReport) -> None:
        if message.trouble is not None:
            logger.error("%s could not be checked: %s", message.path, message.trouble)
        self._seen.add(message.path)
        module = self.session.take(message)
        if module is not None and message.state >= self._needed.get(message.path, 0):
            self._finish(module, self.session.reports[module.path])

    def _finish(self, module: Module, report: Report) -> None:
        self.session.reports[module.path] = report
        self._due.pop(module.path, None)
        for waiting in self._waiting.pop(module.path, ()):
            if not waiting.done():
                waiting.set_result(report)
        self._news.set()
        self.checked(module, report)

    def _forget(self, path: str) -> None:
        self.session.reports.pop(path, None)
        self._due.pop(path, None)
        timer = self._timers.pop(path, None)
        if timer is not None:
            timer.cancel()
        self._supersede(path)

    def _supersede(self, path: str) -> None:
        self._fail_waiting(path, Superseded())

    def _fail(self, path: str, error: Exception) -> None:
        self._due.pop(path, None)
        self._fail_waiting(path, error)

    def _fail_waiting(self, path: str, error: Exception) -> None:
        for waiting in self._waiting.pop(path, ()):
            if not waiting.done():
                waiting.set_exception(error)

    # ------------------------------------------------------------ the workspace

    def workspace_known(self) -> "asyncio.Future[None]":
        """Return what is done once all files of the workspace were looked at, as they are now."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._workspace and not self._workspace_running:
            waiting.set_result(None)
            return waiting
        self._workspace_waiting.append(waiting)
        if not self._workspace_running:
            self.check_workspace()
        return waiting

    async def news(self) -> None:
        """Wait until something is reported that was not known."""
        self._news.clear()
        await self._news.wait()

    @property
    def workspace_progress(self) -> tuple[int, int]:
        """How many files of the workspace were looked at, and of how many."""
        return self._progress

    def check_workspace(self) -> None:
        """Have all files of the workspace looked at."""
        self._workspace += 1
        self._workspace_running = True
        self._progress = (0, 0)
        self._seen = set()
        self._worker.send(messages.CheckWorkspace(self._workspace))
        self._watch()

    def forget_workspace(self) -> None:
        """Stop to look at the workspace if nobody else waits for it."""
        self._workspace_waiting = [each for each in self._workspace_waiting if not each.done()]
        if self._workspace_running and len(self._workspace_waiting) <= 1:
            self._worker.send(messages.Forget(self._workspace))
            self._finish_workspace()
            self._workspace = 0

    def _finish_workspace(self) -> None:
        self._workspace_running = False
        waiting, self._workspace_waiting = self._workspace_waiting, []
        for each in waiting:
            if not each.done():
                each.set_result(None)
