"""The SDK that a project has installed: where it lies, its version, and lines of its source.

It is optional, and nothing of it is imported or run.
"""

import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from attrs import define, frozen

_VERSION = re.compile(rb"^__version__\s*=\s*[\"']([\w.+-]+)[\"']", re.MULTILINE)
_PACKAGE = "tencentcloud"
_ENVIRONMENTS = (".venv", "venv", "env")


@frozen
class SourceLine:
    """A line of a file."""

    path: Path
    row: int
    """1-based."""
    column: int
    """0-based, in characters: SDK files are ASCII up to their names."""
    length: int


@define(slots=False, eq=False)
class InstalledSdk:
    """The folder `tencentcloud` of an environment."""

    folder: Path

    @cached_property
    def version(self) -> str:
        """The version of the SDK; empty where it does not say."""
        data = _bytes(self.folder / "__init__.py")
        found = _VERSION.search(data)
        return found[1].decode() if found else ""

    def constant(self, service: str, version: str, code: str) -> SourceLine | None:
        """Return where `errorcodes.py` of a service version (`2017-03-12`) defines a code."""
        path = self._folder_of(service, version) / "errorcodes.py"
        return _line(path, rf"^(\w+)\s*=\s*[\"']{re.escape(code)}[\"']")

    def action(self, service: str, version: str, name: str) -> SourceLine | None:
        """Return where the client class of a service version defines an action's method."""
        path = self._folder_of(service, version) / f"{service}_client.py"
        return _line(path, rf"^\s+def ({re.escape(name)})\(")

    def has_code(self, service: str, version: str, code: str) -> bool | None:
        """Tell whether a service version defines a code; None where it is not installed."""
        data = _bytes(self._folder_of(service, version) / "errorcodes.py")
        if not data:
            return None
        return f"'{code}'".encode() in data or f'"{code}"'.encode() in data

    def _folder_of(self, service: str, version: str) -> Path:
        return self.folder / service / f"v{version.replace('-', '')}"


def find_sdk(
    roots: Iterable[Path], interpreter: str | None = None, virtual_env: str | None = None
) -> InstalledSdk | None:
    """Return the SDK of a workspace; None where no environment of it has one.

    Looked into are, in this order, the environment of `interpreter` (a path to a `python`),
    `virtual_env` (the value of `VIRTUAL_ENV`), and the usual folders below `roots`.
    """
    for environment in _environments(roots, interpreter, virtual_env):
        for packages in _site_packages(environment):
            if (packages / _PACKAGE / "__init__.py").is_file():
                return InstalledSdk(packages / _PACKAGE)
    return None


def _environments(
    roots: Iterable[Path], interpreter: str | None, virtual_env: str | None
) -> Iterator[Path]:
    if interpreter:
        # The link itself says which environment is meant, not the Python that it leads to.
        yield Path(os.path.normpath(interpreter)).parent.parent
    if virtual_env:
        yield Path(virtual_env)
    for root in roots:
        for name in _ENVIRONMENTS:
            yield root / name


def _site_packages(environment: Path) -> Iterator[Path]:
    yield environment / "Lib" / "site-packages"
    for name in ("site-packages", "dist-packages"):
        yield from sorted(environment.glob(f"lib/python3*/{name}"), reverse=True)


def _line(path: Path, pattern: str) -> SourceLine | None:
    text = _bytes(path).decode(errors="replace")
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        return None
    start = text.rfind("\n", 0, found.start(1)) + 1
    row = text.count("\n", 0, start) + 1
    return SourceLine(path, row, found.start(1) - start, len(found[1]))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
