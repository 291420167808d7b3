"""What the server logs: to the client, where the user can read it, and to standard error."""

import logging
import sys
from collections.abc import Callable

from lsprotocol import types

_KINDS = (
    (logging.ERROR, types.MessageType.Error),
    (logging.WARNING, types.MessageType.Warning),
    (logging.INFO, types.MessageType.Info),
)


class ClientLog(logging.Handler):
    """Sends what the server logs as `window/logMessage`."""

    def __init__(self, send: Callable[[types.LogMessageParams], None]) -> None:
        super().__init__(logging.WARNING)
        self._send = send
        self._sending = False

    def emit(self, record: logging.LogRecord) -> None:
        """Send a record, unless it is about this very sending."""
        if self._sending:
            return
        self._sending = True
        try:
            self._send(types.LogMessageParams(_kind(record.levelno), self.format(record)))
        except Exception:  # A log that fails must not fail what it tells of.
            self.handleError(record)
        finally:
            self._sending = False


def log_to(handler: logging.Handler) -> None:
    """Log to `handler` and to standard error."""
    errors = logging.StreamHandler(sys.stderr)
    errors.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    # What pygls says of failed handlers the protocol says better.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    logging.basicConfig(level=logging.WARNING, handlers=[errors, handler], force=True)


def _kind(level: int) -> types.MessageType:
    return next((kind for least, kind in _KINDS if level >= least), types.MessageType.Log)
