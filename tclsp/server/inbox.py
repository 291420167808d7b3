"""What the server has told the worker, kept up to date by a thread while an analysis runs."""

import os
import threading
from typing import IO

from attrs import define, field

from tclsp.server import frames, messages


@define(eq=False)
class OpenDocument:
    """The latest text of an open document."""

    number: int
    utf8: bytes


@define(eq=False)
class Inbox:
    """The state that the server wants the worker to look at; used from two threads."""

    documents: dict[str, OpenDocument] = field(factory=dict)
    state: int = 0
    """How many messages have arrived that change what is to report."""
    _changed: dict[str, None] = field(factory=dict)
    """Documents that were opened, changed or closed since they were last taken."""
    _wanted: dict[str, None] = field(factory=dict)
    """Documents to report on."""
    _workspace: int | None = None
    _set_up: messages.SetUp | None = None
    _disk_changed: bool = False
    _arrived: threading.Condition = field(factory=threading.Condition)

    def listen(self, stream: IO[bytes]) -> None:
        """Take messages until the server is gone; then there is nothing left to live for."""
        try:
            while True:
                message = frames.read(stream)
                with self._arrived:
                    self._take(message)
                    self.state += isinstance(message, messages.ChangesState)
                    self._arrived.notify()
        finally:
            os._exit(0)

    def _take(self, message: messages.ToWorker) -> None:
        if isinstance(message, messages.ChangeText):
            document = self.documents[message.path]
            for splice in message.splices:
                document.utf8 = splice.applied_to(document.utf8)
            document.number = message.number
            self._changed[message.path] = None
        elif isinstance(message, messages.CheckText):
            self._want(message)
        elif isinstance(message, messages.OpenText):
            self.documents[message.path] = OpenDocument(message.number, message.utf8)
            self._changed[message.path] = None
        elif isinstance(message, messages.CloseText):
            self.documents.pop(message.path, None)
            self._wanted.pop(message.path, None)
            self._changed[message.path] = None
        else:
            self._take_of_workspace(message)

    def _want(self, message: messages.CheckText) -> None:
        if message.urgent:
            self._wanted = {message.path: None, **self._wanted}
        else:
            self._wanted.setdefault(message.path)

    def _take_of_workspace(self, message: messages.ToWorker) -> None:
        if isinstance(message, messages.SetUp):
            self._set_up = message
        elif isinstance(message, messages.FilesChanged):
            self._disk_changed = True
        elif isinstance(message, messages.CheckWorkspace):
            self._workspace = message.number
        elif isinstance(message, messages.Forget) and self._workspace == message.number:
            self._workspace = None

    # ------------------------------------------------------------ for the main thread

    def wait_for_set_up(self) -> messages.SetUp:
        """Wait for the settings, which come first, and return them."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._set_up is not None)
        set_up = self.take_set_up()
        if set_up is None:
            raise LookupError("the settings came, and are gone")
        return set_up

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until there is something to do, or for so long; tell whether there is."""
        with self._arrived:
            return self._arrived.wait_for(self._has_work, seconds)

    def _has_work(self) -> bool:
        return bool(self._wanted) or self._workspace is not None

    def take_set_up(self) -> messages.SetUp | None:
        """Return new settings, once; None where they are as before."""
        with self._arrived:
            set_up, self._set_up = self._set_up, None
            return set_up

    def take_disk_changed(self) -> bool:
        """Tell, once, whether files may have changed."""
        with self._arrived:
            changed, self._disk_changed = self._disk_changed, False
            return changed

    def take_changes(self) -> list[tuple[str, int, bytes | None]]:
        """Return the changed documents once: path, number and text, None for a closed one."""
        with self._arrived:
            taken: list[tuple[str, int, bytes | None]] = []
            for path in self._changed:
                document = self.documents.get(path)
                if document is None:
                    taken.append((path, 0, None))
                else:
                    taken.append((path, document.number, document.utf8))
            self._changed.clear()
            return taken

    def take_wanted(self) -> str | None:
        """Return, once, a document to report on, the most urgent one."""
        with self._arrived:
            path = next(iter(self._wanted), None)
            if path is not None:
                del self._wanted[path]
            return path

    def is_superseded(self, path: str) -> bool:
        """Whether a document has changed since its text was taken, or all settings have."""
        return path in self._changed or self._set_up is not None

    def is_urgent(self) -> bool:
        """Whether something waits that goes before the report on the workspace."""
        return bool(self._wanted) or self._set_up is not None

    @property
    def workspace(self) -> int | None:
        """The number of the report on the workspace that is wanted; None where none is."""
        return self._workspace

    def finish_workspace(self, number: int) -> None:
        """Take the report on the workspace as given, if no other is wanted by now."""
        with self._arrived:
            if self._workspace == number:
                self._workspace = None
