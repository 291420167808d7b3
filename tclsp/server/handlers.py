"""Everything that handles messages, loaded once an editor has been told what the server can do."""

from tclsp.server import features, life, synchronisation
from tclsp.server.app import Server


def register(server: Server) -> None:
    """Have every offered message handled."""
    life.register(server, features.load)
    synchronisation.register(server)
    features.register(server)
