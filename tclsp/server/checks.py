"""When which module is checked: the newest text after a pause in typing, and who waits for it."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from attrs import define, field

from tclsp.server import messages
from tclsp.server.modules import Module
from tclsp.server.session import Report, Session
from tclsp.server.supervisor import Supervisor
from tclsp.server.texts import Splice
from tclsp.server.workspace_check import WorkspaceCheck

logger = logging.getLogger(__name__)

_RESTS = "the analysis ended too often and has a pause; the log says why"


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
    recovered: Callable[[], None]
    """Called where reports may be had again that were refused."""
    workspace: WorkspaceCheck = field(init=False)
    _worker: Supervisor = field(init=False)
    _loop: asyncio.AbstractEventLoop | None = None
    _timers: dict[str, asyncio.TimerHandle] = field(factory=dict)
    _due: dict[str, None] = field(factory=dict)
    """The paths of modules whose report is under way or soon will be."""
    _state: int = 0
    """How many messages that change reports the worker was sent."""
    _needed: dict[str, int] = field(factory=dict)
    """The state that a report on a module must be of at least."""
    _waiting: dict[str, list["asyncio.Future[Report]"]] = field(factory=dict)
    _has_refused: bool = False

    @workspace.default
    def _new_workspace(self) -> WorkspaceCheck:
        return WorkspaceCheck(self._send, self.session.keep_only, lambda: self._worker.is_resting)

    @_worker.default
    def _new_worker(self) -> Supervisor:
        return Supervisor(self._take, self._tell_all, self._refuse_all)

    # ------------------------------------------------------------ the worker

    def start(self) -> None:
        """Start the worker."""
        self._loop = asyncio.get_running_loop()
        self._worker.start()

    def stop(self) -> None:
        """End the worker and whatever waits for it."""
        for timer in self._timers.values():
            timer.cancel()
        self._worker.stop()

    def _send(self, message: messages.ToWorker) -> None:
        """Send a message that is answered, if there is a worker."""
        self._worker.send(message)
        self._worker.watch(lambda: bool(self._due) or self.workspace.is_running)

    def _tell(self, message: messages.ChangesState) -> None:
        self._state += 1
        self._worker.send(message)

    def _tell_all(self) -> None:
        """Tell a new worker all there is to know."""
        self._state = 0
        self._needed.clear()
        self._tell(messages.SetUp(self.session.options, self.session.folders))
        for module in self.session.modules:
            self._send_text(module)
        for path in tuple(self._due):
            if path not in self._timers:
                self._ask(path)
        if self.workspace.is_running:
            self.workspace.ask()
        if self._has_refused:
            self._has_refused = False
            self._check_again()
            self.recovered()

    def _refuse_all(self) -> None:
        """Let nobody wait for a worker that does not run for a while."""
        self._has_refused = True
        for path in list(self._due):
            self._fail(path, Unavailable(_RESTS))
        self.workspace.finish()

    def _send_text(self, module: Module) -> None:
        if not self._worker.is_deadly(module.path):
            text = messages.OpenText(module.path, module.number, module.source.utf8)
            self._tell(text)

    # ------------------------------------------------------------ what changes

    def opened(self, module: Module) -> None:
        """Have a new module checked at once."""
        self._worker.pardon(module.path)
        self._send_text(module)
        self.check(module)

    def changed(self, module: Module, splices: tuple[Splice, ...]) -> None:
        """Have a module and those that depend on it checked after a pause."""
        if not self._worker.is_deadly(module.path):
            self._tell(messages.ChangeText(module.path, module.number, splices))
        self._supersede(module.path)
        for other in self._project_mates(module):
            self._make_due(other.path)
        self._schedule(module, self.session.options.debounce_ms / 1000)

    def closed(self, module: Module) -> None:
        """Stop to check a module."""
        if self.workspace.is_wanted:
            self.session.keep_as_closed(module)
        self._forget(module.path)
        self._tell(messages.CloseText(module.path))
        if self.workspace.is_wanted:
            # From now on it counts with what the disk has.
            self.workspace.begin()

    def files_changed(self) -> None:
        """Have everything checked again, for files on the disk may be others."""
        self._pardon_all()
        self._tell(messages.FilesChanged())
        self._check_again()

    def set_up_changed(self) -> None:
        """Have everything checked again under other settings."""
        self._pardon_all()
        self._tell(messages.SetUp(self.session.options, self.session.folders))
        self._check_again()

    def _pardon_all(self) -> None:
        pardoned = self._worker.pardoned()
        for module in self.session.modules:
            if module.path in pardoned:
                self._send_text(module)

    def _check_again(self) -> None:
        self.check_all()
        if self.workspace.is_wanted:
            self.workspace.begin()

    def check_all(self) -> None:
        """Have all open modules checked now."""
        for module in self.session.modules:
            self.check(module)

    def known(self) -> "asyncio.Future[list[Any]]":
        """Return what is done once all files were looked at, the open ones with their texts of now.

        It never raises: where a text changes first, its module is not waited for any more.
        """
        reports = (self.report(module, at_once=True) for module in self.session.modules)
        return asyncio.gather(self.workspace.known(), *reports, return_exceptions=True)

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
        elif self._worker.is_deadly(path) or not self.session.is_checked(module):
            self._finish(module, Report(module.number, module.source, (), None))
        elif self._worker.is_resting:
            self._fail(path, Unavailable(_RESTS))
        elif self._worker.is_running:
            self._send(messages.CheckText(path, urgent))

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
            self.workspace.advance(message)

    def _take_report(self, message: messages.TextReport) -> None:
        if message.trouble is not None:
            logger.error("%s could not be checked: %s", message.path, message.trouble)
        module = self.session.take(message)
        if message.is_of_disk or self.session.modules.at(message.path) is not None:
            self.workspace.saw(message.path)
        if module is None:
            self.workspace.tell_news()
        elif message.state >= self._needed.get(message.path, 0):
            self._finish(module, self.session.reports[module.path])

    def _finish(self, module: Module, report: Report) -> None:
        self.session.reports[module.path] = report
        self._due.pop(module.path, None)
        for waiting in self._waiting.pop(module.path, ()):
            if not waiting.done():
                waiting.set_result(report)
        self.workspace.tell_news()
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
                waiting.exception()  # Taken note of: whoever asked may have gone before.
