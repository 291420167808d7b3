"""Messages over standard input and output, or over a TCP connection.

Reading goes on while a message is handled, so that a cancellation is seen in time.
"""

import asyncio
import os
import re
import sys
import threading
from collections.abc import Callable
from typing import IO

from tclsp.server.frames import Writer

_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,10})[ \t]*\r?\n\Z", re.IGNORECASE)
_LONGEST_HEADER = 64 * 1024


def read_message(stream: IO[bytes]) -> bytes | None:
    """Return the body of the next message; None where the other end is gone.

    What is no header is skipped: a message with a wrong length is lost, not the connection. So the
    header is also found behind what is left of a message that was longer than it said.
    """
    length = None
    while True:
        line = stream.readline(_LONGEST_HEADER)
        if not line:
            return None
        found = _LENGTH.search(line)
        if found is not None:
            length = int(found[1])
        elif not line.strip() and length is not None:
            body = stream.read(length)
            return body if len(body) == length else None


def serve_streams(
    receive: Callable[[bytes], None],
    connected: Callable[[Writer], None],
    ended: "asyncio.Event",
    incoming: IO[bytes],
    outgoing: IO[bytes],
) -> None:
    """Start to read messages in a thread; each is handed to `receive` on the running loop.

    `ended` is set where the other end is gone.
    """
    loop = asyncio.get_running_loop()
    connected(Writer(outgoing))

    def read() -> None:
        try:
            while (body := read_message(incoming)) is not None:
                loop.call_soon_threadsafe(receive, body)
            loop.call_soon_threadsafe(ended.set)
        except (OSError, ValueError, RuntimeError):
            # The stream or the loop was closed while waiting.
            if not loop.is_closed():
                loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, name="reader", daemon=True).start()


def standard_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Return the streams of the protocol; what anything prints from now on is an error text."""
    # Copies: the interpreter closes its own at the end, while the reader still waits in it.
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return incoming, outgoing
