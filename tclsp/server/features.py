"""All requests that the server answers about code, one line a feature."""

from tclsp.server import diagnostic_requests
from tclsp.server.app import Server


def register(server: Server) -> None:
    """Register every feature."""
    diagnostic_requests.register(server)
