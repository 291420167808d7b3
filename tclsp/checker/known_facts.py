"""The facts that the cache holds of a whole project, usable while no file of it has changed.

What is found in one file depends on others, so facts belong to a state of the project: the paths
and contents of all its files. One state a project is kept, the last.
"""

import json
from collections.abc import Iterable
from hashlib import sha256

from attrs import define, field

from tclsp.analysis.facts import ModuleFacts
from tclsp.checker import facts_json
from tclsp.checker.cache import FactsCache


def state_of(contents: Iterable[tuple[str, bytes | None]]) -> str:
    """Return the state of a project whose files are `contents`, sorted by path.

    A file that cannot be read has None for its content; it counts, for imports can mean it.
    """
    state = sha256()
    for path, data in contents:
        size = "" if data is None else len(data)
        state.update(f"{path}\0{size}\0".encode(errors="surrogateescape"))
        state.update(data or b"")
    return state.hexdigest()


@define
class KnownFacts:
    """The facts of one state of one project in the cache."""

    cache: FactsCache
    project: str
    """What the facts depend on besides the state, as a text: folder, settings, catalogue."""
    state: str
    _linked: frozenset[str] | None = field(init=False)

    @_linked.default
    def _read_linked(self) -> frozenset[str] | None:
        text = self._get("")
        return None if text is None else _paths_in(text)

    def is_linked(self, path: str) -> bool | None:
        """Tell whether a file is tied to those that matter; None where that is not known."""
        return None if self._linked is None else path in self._linked

    def facts(self, path: str) -> ModuleFacts | None:
        """Return the facts of a file; None where they are not known."""
        text = self._get(path)
        return None if text is None else facts_json.read(text)

    def keep_linked(self, paths: Iterable[str]) -> None:
        """Keep which files are tied to those that matter."""
        self._put("", json.dumps(list(paths)))

    def keep(self, path: str, facts: ModuleFacts) -> None:
        """Keep the facts of a file."""
        self._put(path, facts_json.write(facts))

    def _get(self, path: str) -> str | None:
        kept = self.cache.get(self._key(path))
        if kept is None:
            return None
        state, _, text = kept.partition("\n")
        return text if state == self.state else None

    def _put(self, path: str, text: str) -> None:
        self.cache.put(self._key(path), f"{self.state}\n{text}")

    def _key(self, path: str) -> bytes:
        data = path.encode(errors="surrogateescape")
        return self.cache.key(data, f"facts of {self.project}")


def _paths_in(text: str) -> frozenset[str] | None:
    """Return the paths that a JSON text holds; None where it is no list of texts."""
    try:
        paths = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        return None
    return frozenset(paths)
