"""What most tests of the server begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.client import Client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of an empty project."""
    (tmp_path / "tclsp.toml").write_text("")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    """Return a client of a server that runs in that folder; nothing is said yet."""
    with Client.start(folder) as client:
        yield client
