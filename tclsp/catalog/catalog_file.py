"""The file of the catalogue, opened for reading."""

import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from tclsp.catalog.failures import CatalogMissing
from tclsp.catalog.schema import SCHEMA_VERSION

_KEPT_KIB = 256
"""How much of the file a connection keeps in memory; the system keeps the rest at hand anyway."""


class CatalogFile:
    """A `catalog.db`, opened at the first query and once for each thread and process."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path
        self._opened = threading.local()

    def rows(self, query: str, *arguments: str | int) -> list[Any]:
        """Return the rows of a query; raise `CatalogMissing` where the file cannot be read."""
        try:
            return self._connection().execute(query, arguments).fetchall()
        except UnicodeEncodeError:
            # Half a surrogate pair, as a literal, an argument or JSON may hold, is in no name.
            return []
        except sqlite3.Error as error:
            raise CatalogMissing(
                f"The catalogue {self.path} cannot be read ({error}); "
                "run `tclsp catalog build --force`."
            ) from error

    def _connection(self) -> sqlite3.Connection:
        # A connection belongs to one thread and must not pass through a fork.
        if getattr(self._opened, "process", None) != os.getpid():
            self._opened.connection = self._open()
            self._opened.process = os.getpid()
        connection: sqlite3.Connection = self._opened.connection
        return connection

    def _open(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise CatalogMissing(
                f"There is no catalogue at {self.path}; run `tclsp catalog build`."
            )
        # Immutable: no locks and no look at the file's time; a build replaces the file as a whole.
        uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True)
        connection.execute(f"PRAGMA cache_size = -{_KEPT_KIB}")
        schema = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        if schema != (SCHEMA_VERSION,):
            raise CatalogMissing(
                f"The catalogue {self.path} is of another version of tclsp; "
                "run `tclsp catalog build`."
            )
        return connection
