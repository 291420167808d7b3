"""A language server as an editor drives it, with the time of each answer."""

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from attrs import define, field, frozen

from benchmarks.timing import RunFailed

_PATIENCE = 30.0
"""Seconds after which an answer is taken for lost."""


@frozen
class Arrival:
    """A message of the server."""

    message: Mapping[str, Any]
    seconds: float
    """When its last byte had come, by `time.perf_counter`."""


@define(eq=False)
class LanguageServer:
    """A running server and the connection to it."""

    process: "subprocess.Popen[bytes]"
    started: float
    """When it was started, by `time.perf_counter`."""
    _outgoing: IO[bytes]
    _number: int = 0
    _answers: dict[int, "queue.SimpleQueue[Arrival | None]"] = field(factory=dict)
    _published: "queue.SimpleQueue[Arrival | None]" = field(factory=queue.SimpleQueue)
    _newest: int = 0
    """The version that the last published diagnostics are of."""
    _writing: threading.Lock = field(factory=threading.Lock)

    @classmethod
    def start(cls, command: Sequence[str | Path], folder: Path) -> "LanguageServer":
        """Start a server in a folder. Raises RunFailed."""
        started = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise RunFailed(f"{command[0]}: {error.strerror}") from error
        if process.stdin is None or process.stdout is None:
            raise RunFailed("has no standard streams")
        server = cls(process, started, process.stdin)
        threading.Thread(target=server._read, args=(process.stdout,), daemon=True).start()
        return server

    def __enter__(self) -> "LanguageServer":
        """Return the server."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it without a word: what it does at its end is not measured."""
        self.process.kill()
        self.process.wait()

    # ------------------------------------------------------------ messages

    def notify(self, method: str, params: Any) -> float:
        """Send a notification; return when."""
        return self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> tuple[int, float]:
        """Send a request without waiting; return its number, and when it was sent."""
        self._number += 1
        self._answers[self._number] = queue.SimpleQueue()
        message = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params}
        return self._number, self._send(message)

    def answer(self, number: int) -> Arrival:
        """Wait for the answer to a request. Raises RunFailed where it is an error."""
        arrival = self._next(self._answers[number])
        del self._answers[number]
        if "error" in arrival.message:
            raise RunFailed(f"answers with an error: {arrival.message['error']['message']}")
        return arrival

    def request(self, method: str, params: Any) -> tuple[Any, float]:
        """Send a request; return its result, and after how many seconds it came."""
        number, sent = self.ask(method, params)
        arrival = self.answer(number)
        return arrival.message["result"], arrival.seconds - sent

    def cancel(self, number: int) -> None:
        """Cancel a request, and forget it."""
        self._answers.pop(number, None)
        self.notify("$/cancelRequest", {"id": number})

    def published(self, matches: Callable[[Mapping[str, Any]], bool]) -> Arrival:
        """Wait for published diagnostics whose parameters match; those before are dropped."""
        while True:
            arrival = self._next(self._published)
            if matches(arrival.message["params"]):
                return arrival

    def awaits_version(self, version: int) -> bool:
        """Whether the diagnostics of a version have not been published yet."""
        return self._newest < version

    def _send(self, message: Mapping[str, Any]) -> float:
        body = json.dumps(message).encode()
        with self._writing:
            sent = time.perf_counter()
            try:
                self._outgoing.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
                self._outgoing.flush()
            except OSError as error:
                raise RunFailed("ended early") from error
        return sent

    def _next(self, arrivals: "queue.SimpleQueue[Arrival | None]") -> Arrival:
        try:
            arrival = arrivals.get(timeout=_PATIENCE)
        except queue.Empty:
            raise RunFailed(f"did not answer within {_PATIENCE:.0f} s") from None
        if arrival is None:
            raise RunFailed("ended early")
        return arrival

    def _read(self, incoming: IO[bytes]) -> None:
        while (body := _body(incoming)) is not None:
            seconds = time.perf_counter()
            self._take(Arrival(json.loads(body), seconds))
        for waiting in (*self._answers.values(), self._published):
            waiting.put(None)

    def _take(self, arrival: Arrival) -> None:
        message = arrival.message
        if "method" not in message:
            waiting = self._answers.get(message["id"])
            if waiting is not None:
                waiting.put(arrival)
        elif message["method"] == "textDocument/publishDiagnostics":
            self._newest = message["params"].get("version") or self._newest
            self._published.put(arrival)
        elif "id" in message:
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": None})

    # ------------------------------------------------------------ what editors do

    def initialize(self, folder: Path, capabilities: Any, options: Any = None) -> float:
        """Begin a session; return how many seconds after its start the server had answered."""
        number, _ = self.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
                "capabilities": capabilities,
                "initializationOptions": options,
            },
        )
        answered = self.answer(number).seconds
        self.notify("initialized", {})
        return answered - self.started

    def open(self, path: Path) -> str:
        """Open a file; return its URI."""
        text = path.read_text(encoding="utf-8")
        item = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return path.as_uri()

    def insert(self, uri: str, version: int, row: int, column: int, text: str) -> float:
        """Insert a text at a line and character (from 0); return when."""
        place = {"line": row, "character": column}
        change = {"range": {"start": place, "end": place}, "text": text}
        document = {"uri": uri, "version": version}
        return self.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
        )


def at(uri: str, row: int, column: int) -> dict[str, Any]:
    """Return the parameters of a request about a line and character (from 0) of a document."""
    return {"textDocument": {"uri": uri}, "position": {"line": row, "character": column}}


def _body(stream: IO[bytes]) -> bytes | None:
    """Return the body of the next message; None at the end."""
    length = 0
    while line := stream.readline():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        elif not line.strip():
            return stream.read(length)
    return None
