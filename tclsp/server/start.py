"""Puts the server together, and runs it until the client or its process ends."""

import asyncio
import logging
import socket
import sys
from contextlib import suppress
from typing import IO

from tclsp.server import commands
from tclsp.server.app import Server
from tclsp.server.log import ClientLog, log_to
from tclsp.server.transport import serve_streams, standard_streams

logger = logging.getLogger(__name__)


def serve_standard_streams() -> int:
    """Serve the client at the other end of the standard streams; return the exit code."""
    return asyncio.run(_serve(*standard_streams()))


def serve_tcp(host: str, port: int) -> int:
    """Wait for one client at an address, and serve it; return the exit code. Raises OSError."""
    with socket.create_server((host, port)) as listening:
        own_host, own_port = listening.getsockname()[:2]
        print(f"tclsp: listening on {own_host}:{own_port}", file=sys.stderr, flush=True)
        connection, _ = listening.accept()
    with connection, connection.makefile("rb") as incoming, connection.makefile("wb") as outgoing:
        try:
            return asyncio.run(_serve(incoming, outgoing))
        finally:
            # The reader still waits in `incoming`, which cannot be closed before it has returned.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


async def _serve(incoming: IO[bytes], outgoing: IO[bytes]) -> int:
    server = Server()
    commands.register(server)
    log_to(ClientLog(server.window_log_message))
    serve_streams(
        server.protocol.receive, server.protocol.set_writer, server.ended, incoming, outgoing
    )
    await server.ended.wait()
    server.close()
    code = server.protocol.exit_code
    # Whoever goes without a word leaves a server that did not end well.
    return 1 if code is None else code
