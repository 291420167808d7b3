"""Pickles with their length in front, and a thread that writes so that nobody has to wait.

Both ends are this program, over the pipes of a process that it has started itself.
"""

import pickle
import queue
import struct
import threading
from typing import IO, Any

from attrs import define, field

_LENGTH = struct.Struct(">Q")
_PATIENCE_SECONDS = 2.0


def pack(message: object) -> bytes:
    """Return a message as it is sent."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def read(stream: IO[bytes]) -> Any:
    """Return the next message. Raises EOFError where the other end is gone."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    body = _exactly(stream, length)
    return pickle.loads(body)  # noqa: S301 - our own process wrote it


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


@define(eq=False)
class Writer:
    """Writes to a stream from a thread of its own, in order."""

    _stream: IO[bytes]
    _waiting: "queue.SimpleQueue[bytes | None]" = field(factory=queue.SimpleQueue)
    _thread: threading.Thread = field(init=False)

    @_thread.default
    def _started(self) -> threading.Thread:
        thread = threading.Thread(target=self._run, name="writer", daemon=True)
        thread.start()
        return thread

    def write(self, data: bytes) -> None:
        """Have bytes written; what the other end does not take any more is dropped."""
        self._waiting.put(data)

    def close(self) -> None:
        """Wait, not long, until all is written."""
        self._waiting.put(None)
        self._thread.join(_PATIENCE_SECONDS)

    def _run(self) -> None:
        try:
            while (data := self._waiting.get()) is not None:
                self._stream.write(data)
                self._stream.flush()
        except (OSError, ValueError):
            return  # The other end has gone; who reads from it notices.
