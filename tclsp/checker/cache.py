"""The cache of facts: what the analysis of a content gave, kept in a folder of the project.

A cache folder can come with a cloned repository, so nothing in it is ever executed: facts are
JSON, structured into records by their types. Findings are not cached, for settings change them.
"""

import errno
import os
import sqlite3
import time
from hashlib import blake2b

KEPT_DAYS = 30
KEPT_ENTRIES = 20_000

_FILE = "facts.db"
_SECONDS_A_DAY = 24 * 60 * 60
_WAIT_SECONDS = 2.0
_COMPANIONS = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Facts that tclsp keeps.\n",
}
_TABLE = """
CREATE TABLE IF NOT EXISTS facts (
    key BLOB PRIMARY KEY, facts TEXT NOT NULL, used INTEGER NOT NULL
) WITHOUT ROWID
"""


class FactsCache:
    """Facts as JSON text, by the content that they were found in.

    What a run adds is written at its end in one short transaction, so that two runs at once get
    along. After the first trouble the cache stays out of the way; `trouble` says what it was.
    """

    def __init__(self, folder: str, fingerprint: str) -> None:
        self.trouble: str | None = None
        self.folder = folder
        self._path = os.path.join(folder, _FILE)
        self._fingerprint = fingerprint.encode()
        self._today = int(time.time()) // _SECONDS_A_DAY
        self._added: dict[bytes, str] = {}
        self._used: set[bytes] = set()
        self._reader: sqlite3.Connection | None = None

    def key(self, data: bytes, options: str) -> bytes:
        """Return the key of the content `data`, analysed under `options`."""
        start = self._fingerprint + b"\0" + options.encode(errors="surrogateescape") + b"\0"
        digest = blake2b(start, digest_size=20)
        digest.update(data)
        return digest.digest()

    def get(self, key: bytes) -> str | None:
        """Return the facts for `key`; None where there are none or the cache cannot be used."""
        if self.trouble is not None or not os.path.exists(self._path):
            return None
        try:
            row = (
                self._open_reader()
                .execute("SELECT facts, used FROM facts WHERE key = ?", (key,))
                .fetchone()
            )
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)
            return None
        if row is None or not isinstance(row[0], str):
            return None
        if row[1] != self._today:
            self._used.add(key)
        return row[0]

    def put(self, key: bytes, facts: str) -> None:
        """Keep `facts` for `key`, to be written by `save`."""
        self._added[key] = facts

    def save(self) -> None:
        """Write what the run added and used, drop what was not used for long, and close."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        if self.trouble is not None or not (self._added or self._used):
            return
        try:
            self._make_folder()
            self._write()
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def _open_reader(self) -> sqlite3.Connection:
        if self._reader is None:
            self._reader = self._connect()
        return self._reader

    def _connect(self) -> sqlite3.Connection:
        self._refuse_links()
        connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    def _refuse_links(self) -> None:
        """Raise OSError for a link: one that came with a repository could lead anywhere."""
        if os.path.islink(self.folder) or os.path.islink(self._path):
            raise OSError(errno.ELOOP, "it is a link")

    def _make_folder(self) -> None:
        self._refuse_links()
        os.makedirs(self.folder, exist_ok=True)
        for name, text in _COMPANIONS.items():
            path = os.path.join(self.folder, name)
            if not os.path.lexists(path):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)

    def _write(self) -> None:
        connection = self._connect()
        try:
            with connection:
                connection.execute(_TABLE)
                connection.executemany(
                    "INSERT OR REPLACE INTO facts VALUES (?, ?, ?)",
                    [(key, facts, self._today) for key, facts in self._added.items()],
                )
                connection.executemany(
                    "UPDATE facts SET used = ? WHERE key = ?",
                    [(self._today, key) for key in self._used],
                )
                self._prune(connection)
        finally:
            connection.close()

    def _prune(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM facts WHERE used < ?", (self._today - KEPT_DAYS,))
        connection.execute(
            "DELETE FROM facts WHERE key IN"
            " (SELECT key FROM facts ORDER BY used DESC LIMIT -1 OFFSET ?)",
            (KEPT_ENTRIES,),
        )

    def _give_up(self, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        self.trouble = f"the cache is not used: {reason}"
