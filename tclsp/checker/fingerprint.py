"""What the reduced form of a file depends on besides its content."""

import os

import tclsp
from tclsp import analysis, source
from tclsp.checker import lowered_json


def engine_fingerprint() -> str:
    """Return a text that changes whenever the same content could give another reduced form.

    Besides the version these are the engine's own files, which change in a
    development checkout while the version stays.
    """
    return "\n".join([tclsp.__version__, *_files_of_the_engine()])


def _files_of_the_engine() -> list[str]:
    entries = [
        entry
        for package in (analysis, source)
        for folder in package.__path__
        for entry in os.scandir(folder)
        if entry.name.endswith(".py")
    ]
    files = [*(entry.path for entry in entries), lowered_json.__file__]
    return sorted(_stamp(path) for path in files)


def _stamp(path: str) -> str:
    status = os.stat(path)
    return f"{os.path.basename(path)} {status.st_size} {status.st_mtime_ns}"
