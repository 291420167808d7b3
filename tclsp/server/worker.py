"""The process that analyses: it holds the projects and reports on their files.

It is started by the server and speaks with it over its own pipes. What it analyses is dropped as
soon as a newer text arrives.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from attrs import define, field

from tclsp.catalog.store import Catalog
from tclsp.checker.discovery import find_files
from tclsp.checker.live_joins import Superseded
from tclsp.checker.live_project import LiveProject, LiveReport
from tclsp.checker.notes import Notes
from tclsp.checker.project import Project
from tclsp.server import frames, messages, running
from tclsp.server.inbox import Inbox
from tclsp.server.packed_facts import PackedFacts
from tclsp.server.projects import EditorProjects
from tclsp.server.texts import digest_of
from tclsp.source.text import SourceText

_SIGN_OF_LIFE_SECONDS = 1.0
_REST_SECONDS = 2.0
"""Where nothing was asked for so long, nobody is typing."""


@define(eq=False)
class Worker:
    """The main thread: takes what is wanted from the inbox, and reports."""

    inbox: Inbox
    to_server: IO[bytes]
    _set_up: messages.SetUp
    _catalog: Catalog = field(factory=Catalog.open)
    _projects: EditorProjects = field(init=False)
    _live: dict[Project, LiveProject] = field(factory=dict)
    _numbers: dict[str, int] = field(factory=dict)
    """Those of the texts that the projects have."""
    _texts: dict[str, SourceText] = field(factory=dict)
    _state: int = 0
    _watched: str | None = None
    """The document that the running analysis is for; None where it is for the workspace."""
    _current: str | None = None
    _told: float = 0.0
    """When the server was last told which file is looked at."""
    _pending: list[str] = field(factory=list)
    """The files that the report on the workspace still lacks."""
    _workspace: int | None = None
    _total: int = 0

    @_projects.default
    def _first_projects(self) -> EditorProjects:
        return EditorProjects(self._set_up.options, self._set_up.folders)

    def run(self) -> None:
        """Work until the process is ended."""
        while True:
            if not self.inbox.wait(_REST_SECONDS):
                # Between edits is the time for it, not in the middle of one; once is enough.
                running.keep_what_is_there()
                self.inbox.wait()
            self.work()

    def work(self) -> None:
        """Do what is most urgent."""
        # What is wanted first: it is then sure that the texts it is asked of have come, too.
        path, workspace = self.inbox.take_wanted(), self.inbox.workspace
        self._refresh()
        if path is not None:
            self._report_on_document(path)
        elif workspace is not None:
            self._go_on_with_workspace(workspace)

    # ------------------------------------------------------------ the state

    def _refresh(self) -> None:
        # Before all else: what arrives from now on may be counted in the next time only.
        self._state = self.inbox.state
        set_up = self.inbox.take_set_up()
        if set_up is not None:
            self._set_up = set_up
            # It may have been built anew: to reload it is one of the reasons for another set-up.
            self._catalog = Catalog.open()
            self._renew()
        if self.inbox.take_disk_changed():
            for live in self._live.values():
                live.scan()
        for path, number, utf8 in self.inbox.take_changes():
            self._put(path, number, utf8)

    def _renew(self) -> None:
        """Begin anew with the settings as they are now."""
        self._projects = EditorProjects(self._set_up.options, self._set_up.folders, self._projects)
        self._live.clear()
        self._workspace = None

    def _put(self, path: str, number: int, utf8: bytes | None) -> None:
        if utf8 is None:
            self._numbers.pop(path, None)
            self._texts.pop(path, None)
        else:
            self._numbers[path] = number
            self._texts[path] = SourceText(utf8, "utf-8", has_bom=False)
        live = self._live.get(self._project_of(path))
        if live is None:
            return
        if utf8 is None:
            live.close(path)
        else:
            live.put(path, self._texts[path])

    def _project_of(self, path: str) -> Project:
        folder = os.path.dirname(path)
        if not self._projects.is_fresh(folder):
            self._renew()
        return self._projects.of_folder(folder)

    def _live_project(self, path: str) -> LiveProject:
        project = self._project_of(path)
        live = self._live.get(project)
        if live is None:
            live = LiveProject(project, self._projects, self._catalog, self._before_parse)
            live.scan()
            self._live[project] = live
            for open_path, source in self._texts.items():
                if self._project_of(open_path) is project:
                    live.put(open_path, source)
        return live

    def _before_parse(self) -> None:
        now = time.monotonic()
        if self._current is not None and now - self._told > _SIGN_OF_LIFE_SECONDS:
            self._start_on(self._current)
        if self._watched is None:
            if self.inbox.is_urgent():
                raise Superseded
        elif self.inbox.is_superseded(self._watched):
            raise Superseded

    # ------------------------------------------------------------ reports

    def _report_on_document(self, path: str) -> None:
        if path not in self._texts:
            return
        self._watched = path
        self._start_on(path)
        try:
            report = self._live_project(path).report(path)
        except Superseded:
            return  # The server asks again once the newer text has come to rest.
        self._send(self._text_report(path, report))
        running.drop_garbage()

    def _start_on(self, path: str) -> None:
        """Tell which file is looked at, and that the worker lives."""
        self._current = path
        self._told = time.monotonic()
        self._send(messages.Started(path))

    def _text_report(self, path: str, report: LiveReport | None) -> messages.TextReport:
        if report is None:
            return messages.TextReport(path, self._numbers.get(path, 0), (), None, b"", self._state)
        is_open = path in self._texts
        return messages.TextReport(
            path,
            self._numbers.get(path, 0),
            report.findings,
            None if report.facts is None else PackedFacts.of(report.facts),
            digest_of(report.source.utf8),
            self._state,
            report.source.utf8 if report.findings and not is_open else None,
            report.trouble,
        )

    def _go_on_with_workspace(self, number: int) -> None:
        self._watched = self._current = None
        try:
            if self._workspace != number:
                self._pending = sorted(self._files_of_workspace(), reverse=True)
                self._total = len(self._pending)
                self._workspace = number
            while self._pending and not self.inbox.is_urgent() and self.inbox.workspace == number:
                path = self._pending[-1]
                self._start_on(path)
                report = self._live_project(path).report(path)
                self._send(self._text_report(path, report))
                running.drop_garbage()
                self._pending.pop()
                self._tell_progress(number)
        except Superseded:
            return  # To be gone on with.
        if not self._pending:
            self._tell_progress(number)
            self.inbox.finish_workspace(number)
            self._workspace = None

    def _tell_progress(self, number: int) -> None:
        done = self._total - len(self._pending)
        self._send(messages.WorkspaceProgress(number, done, self._total))

    def _files_of_workspace(self) -> Iterator[str]:
        """Yield the files below the workspace's folders that matter, each once."""
        folders = self._set_up.folders
        found = {file.absolute for file in find_files(folders, self._projects, Notes())}
        first: dict[Project, str] = {}
        for path in sorted(found):
            first.setdefault(self._project_of(path), path)
        for path in first.values():
            yield from found.intersection(self._live_project(path).mattering())

    def _send(self, message: messages.FromWorker) -> None:
        # Not from another thread: what it dies of must have been told.
        self.to_server.write(frames.pack(message))
        self.to_server.flush()


def main() -> None:
    """Serve the process that started this one, over what were its standard streams."""
    from_server, to_server = _take_streams()
    # Interrupts of the terminal are for the server, which ends this process too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    running.give_way()
    running.take_turns_fast()
    running.keep_what_is_there()
    running.look_for_garbage_between_reports()
    inbox = Inbox()
    threading.Thread(target=inbox.listen, args=(from_server,), name="inbox", daemon=True).start()
    with suppress(BrokenPipeError):  # The server is gone, and with it all there is to tell.
        Worker(inbox, to_server, inbox.wait_for_set_up()).run()


def _take_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Return streams to the server; what anything prints from now on goes to standard error."""
    from_server = os.fdopen(os.dup(0), "rb")
    to_server = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return from_server, to_server
