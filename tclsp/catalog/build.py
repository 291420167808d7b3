"""Building `catalog.db` from the pinned SDK wheels and the data files of this folder.

The build hook of the package and the command `tclsp catalog build` both come here.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from attrs import frozen

from tclsp.catalog.data_files import data_files, read_guidance, read_listed_codes
from tclsp.catalog.database import Contents, write_database
from tclsp.catalog.failures import BuildFailed
from tclsp.catalog.schema import SCHEMA_VERSION
from tclsp.catalog.sdk import read_sdk
from tclsp.catalog.wheels import get_wheels, read_pins

__all__ = ["BuildFailed", "Built", "build", "fingerprint_of"]

_HERE = Path(__file__).parent
_BUILDER = (
    "build.py",
    "code_words.py",
    "data_files.py",
    "database.py",
    "schema.py",
    "sdk.py",
    "wheels.py",
)


@frozen
class Built:
    """A finished catalogue."""

    path: Path
    new: bool
    """Whether it was written now; false where it was up to date already."""
    fingerprint: str


def _silent(_: str) -> None:
    pass


def build(
    target: Path | None = None,
    force: bool = False,
    say: Callable[[str], None] = _silent,
    data: Path = _HERE,
) -> Built:
    """Build the catalogue of `data` unless `target` is one of the same sources already.

    `data` is a folder with `sources.lock`, the lists of codes and `guidance/`; `target` is by
    default `catalog.db` in it. `force` builds in any case. `say` is told what happens.

    Raise `BuildFailed` where the wheels cannot be had, a file is not as it should be or nothing
    can be written.
    """
    target = target or data / "catalog.db"
    fingerprint = fingerprint_of(data)
    if not force and _fingerprint_in(target) == fingerprint:
        return Built(target, new=False, fingerprint=fingerprint)
    try:
        with tempfile.TemporaryDirectory(prefix="tclsp-") as folder:
            contents = _read_sources(data, Path(folder), fingerprint, say)
        _replace(target, contents)
    except OSError as error:
        raise BuildFailed(f"{target} cannot be written: {error.strerror or error}.") from error
    say(f"Wrote {target}")
    return Built(target, new=True, fingerprint=fingerprint)


def fingerprint_of(data: Path = _HERE) -> str:
    """Return a hash of all that decides what a build of `data` gives."""
    digest = hashlib.sha256(SCHEMA_VERSION.encode())
    builder = [_HERE / name for name in _BUILDER]
    for path in [data / "sources.lock", *data_files(data), *builder]:
        try:
            # A checkout with other line ends is the same source.
            content = path.read_bytes().replace(b"\r\n", b"\n")
        except OSError as error:
            raise BuildFailed(f"{path} cannot be read: {error.strerror}.") from error
        digest.update(f"\n{path.name}\n".encode() + content)
    return digest.hexdigest()


def _fingerprint_in(target: Path) -> str:
    if not target.is_file():
        return ""
    try:
        with closing(sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True)) as existing:
            row = existing.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""


def _read_sources(
    data: Path, folder: Path, fingerprint: str, say: Callable[[str], None]
) -> Contents:
    # Our own files first: a slip in them should not cost a download.
    listed = read_listed_codes(data)
    guidance = read_guidance(data)
    lock = data / "sources.lock"
    pins = read_pins(lock)
    wheels = get_wheels(lock, folder, say)
    say("Reading services, actions and error codes")
    return Contents(
        zh=read_sdk(wheels.zh),
        en=read_sdk(wheels.en),
        listed=listed,
        guidance=guidance,
        meta={
            "schema": SCHEMA_VERSION,
            "fingerprint": fingerprint,
            "sdk-zh": pins.zh.version,
            "sdk-en": pins.en.version,
        },
    )


def _replace(target: Path, contents: Contents) -> None:
    """Write beside `target` and move over it, so that nobody ever sees half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    written = Path(name)
    try:
        write_database(written, contents)
        written.chmod(0o644)
        written.replace(target)
    except sqlite3.Error as error:
        raise BuildFailed(f"{target} cannot be written: {error}.") from error
    finally:
        written.unlink(missing_ok=True)
