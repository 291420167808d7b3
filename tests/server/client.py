"""A small LSP client for tests: it speaks JSON-RPC with the real process, well or badly."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from attrs import define, field

PATIENCE = 30.0
"""Seconds after which an answer that should come at once is taken for lost."""

PULL: dict[str, Any] = {
    "textDocument": {
        "diagnostic": {"relatedDocumentSupport": True},
        "publishDiagnostics": {
            "relatedInformation": True,
            "codeDescriptionSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
            "dataSupport": True,
        },
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}},
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
    "workspace": {
        "diagnostics": {"refreshSupport": True},
        "workspaceEdit": {"documentChanges": True},
    },
}
"""The capabilities of a client that asks for diagnostics."""

PUSH: dict[str, Any] = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
"""Those of one that does not."""


class RpcError(Exception):
    """The server answered with an error."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(f"{error['code']}: {error['message']}")
        self.code: int = error["code"]
        self.message: str = error["message"]
        self.data = error.get("data")


@define(eq=False)
class Client:
    """A client and the server that it started."""

    process: "subprocess.Popen[bytes]"
    answers: dict[str, Any] = field(factory=dict)
    """What it answers to requests of the server, by method; null to all others."""
    _number: int = 0
    _answered: dict[int, "queue.SimpleQueue[Any]"] = field(factory=dict)
    _messages: list[dict[str, Any]] = field(factory=list)
    _arrived: threading.Condition = field(factory=threading.Condition)
    _ended: bool = False

    @classmethod
    def start(cls, folder: Path, *options: str, **environment: str) -> "Client":
        """Start a server in a folder."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tclsp", "server", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, **environment},
        )
        client = cls(process)
        threading.Thread(target=client._read, daemon=True).start()
        return client

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()

    # ------------------------------------------------------------ sending

    def send(self, message: Any) -> None:
        """Send any JSON."""
        self.send_raw(json.dumps(message, ensure_ascii=False).encode())

    def send_raw(self, body: bytes) -> None:
        """Send any bytes as a message."""
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def write(self, data: bytes) -> None:
        """Send any bytes."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> int:
        """Send a request without waiting; return its number for `answer`."""
        self._number += 1
        self._answered[self._number] = queue.SimpleQueue()
        self.send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return self._number

    def answer(self, number: int) -> Any:
        """Wait for the answer to a request; raises RpcError."""
        message = self._answered[number].get(timeout=PATIENCE)
        if "error" in message:
            raise RpcError(message["error"])
        return message["result"]

    def request(self, method: str, params: Any = None) -> Any:
        """Send a request and wait for its answer; raises RpcError."""
        return self.answer(self.ask(method, params))

    # ------------------------------------------------------------ receiving

    def wait_for(
        self, method: str, matches: Callable[[Any], bool] = lambda _: True
    ) -> dict[str, Any]:
        """Return the parameters of a message of the server, now or later; each is given once."""
        with self._arrived:
            found: list[dict[str, Any]] = []

            def is_there() -> bool:
                found[:] = [
                    message
                    for message in self._messages
                    if message.get("method") == method and matches(message.get("params"))
                ]
                return bool(found) or self._ended

            assert self._arrived.wait_for(is_there, PATIENCE), f"no {method}"
            assert found, f"the server ended without {method}"
            self._messages.remove(found[0])
            params: dict[str, Any] = found[0].get("params") or {}
            return params

    def received(self, method: str) -> list[Any]:
        """Return the parameters of all messages that have arrived and were not waited for."""
        with self._arrived:
            return [each.get("params") for each in self._messages if each.get("method") == method]

    def unasked(self) -> list[Any]:
        """Return the answers that belong to no request."""
        with self._arrived:
            return [each for each in self._messages if "method" not in each]

    def _read(self) -> None:
        assert self.process.stdout is not None
        try:
            while (message := _read_message(self.process.stdout)) is not None:
                self._take(message)
        except (OSError, ValueError):
            pass
        with self._arrived:
            self._ended = True
            self._arrived.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        if "method" not in message and message.get("id") in self._answered:
            self._answered[message["id"]].put(message)
            return
        with self._arrived:
            self._messages.append(message)
            self._arrived.notify_all()
        if "method" in message and "id" in message:
            result = self.answers.get(message["method"])
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    # ------------------------------------------------------------ what clients do

    def initialize(
        self, folder: Path | None, capabilities: Mapping[str, Any] = PULL, **more: Any
    ) -> Any:
        """Begin a session on a folder; return the server's answer."""
        folders = None if folder is None else [{"uri": folder.as_uri(), "name": folder.name}]
        result = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": None if folder is None else folder.as_uri(),
                "workspaceFolders": folders,
                "capabilities": capabilities,
                **more,
            },
        )
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, version: int = 1, language: str = "python") -> None:
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def open_file(self, path: Path) -> str:
        """Open a file as an editor does; return its URI."""
        self.open(path.as_uri(), path.read_text(encoding="utf-8"))
        return path.as_uri()

    def change(
        self,
        uri: str,
        version: int,
        text: str,
        place: tuple[int, int, int, int] | None = None,
    ) -> None:
        """Replace a range (lines and characters from 0), or the whole text."""
        change: dict[str, Any] = {"text": text}
        if place is not None:
            start = {"line": place[0], "character": place[1]}
            change["range"] = {"start": start, "end": {"line": place[2], "character": place[3]}}
        document = {"uri": uri, "version": version}
        params = {"textDocument": document, "contentChanges": [change]}
        self.notify("textDocument/didChange", params)

    def close(self, uri: str) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def pull(self, uri: str, previous: str | None = None) -> Any:
        """Ask for the diagnostics of a document."""
        params: dict[str, Any] = {"textDocument": {"uri": uri}}
        if previous is not None:
            params["previousResultId"] = previous
        return self.request("textDocument/diagnostic", params)

    def hover(self, uri: str, line: int, character: int) -> Any:
        """Return what a hover shows at a place, from 0."""
        position = {"line": line, "character": character}
        params = {"textDocument": {"uri": uri}, "position": position}
        return self.request("textDocument/hover", params)

    def shut_down(self) -> int:
        """End the session properly; return the exit code."""
        assert self.request("shutdown") is None
        self.notify("exit")
        return self.process.wait(PATIENCE)


def _read_message(stream: IO[bytes]) -> dict[str, Any] | None:
    length = 0
    while line := stream.readline():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        elif not line.strip():
            body = stream.read(length)
            message: dict[str, Any] = json.loads(body)
            return message
    return None


def uri(folder: Path) -> str:
    """Return the URI of the document that most tests open."""
    return (folder / "a.py").as_uri()


def codes(report: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return line (from 1) and rule of each diagnostic of a report or a published list."""
    items = report["items"] if "items" in report else report["diagnostics"]
    return [(item["range"]["start"]["line"] + 1, item["code"]) for item in items]


def patched(folder: Path, code: str) -> dict[str, str]:
    """Return an environment in which `code` runs before the server, and before its worker."""
    place = folder / "patch"
    place.mkdir()
    (place / "sitecustomize.py").write_text(code)
    return {"PYTHONPATH": os.pathsep.join([str(place), os.environ.get("PYTHONPATH", "")])}
