"""What the facts of a file depend on besides its content."""

import os

import tclsp
from tclsp import analysis, source
from tclsp.catalog.store import Catalog


def engine_fingerprint(catalog: Catalog) -> str:
    """Return a text that changes whenever the same content could give other facts.

    Besides the version and the catalogue these are the engine's own files, which change in a
    development checkout while the version stays.
    """
    return "\n".join([tclsp.__version__, catalog.fingerprint(), *_files_of_the_engine()])


def _files_of_the_engine() -> list[str]:
    entries = [
        entry
        for package in (analysis, source)
        for folder in package.__path__
        for entry in os.scandir(folder)
        if entry.name.endswith(".py")
    ]
    return sorted(
        f"{entry.name} {entry.stat().st_size} {entry.stat().st_mtime_ns}" for entry in entries
    )
