"""An editor waits for the answer to `initialize`: what that does not need is loaded later."""

import subprocess
import sys

import pytest

STARTED = "import sys, tclsp.server.start; print(*sys.modules)"
LATER = (
    "libcst",
    "tree_sitter",
    "rapidfuzz",
    "sqlite3",
    "tclsp.analysis",
    "tclsp.catalog.store",
    "tclsp.checker",
    "tclsp.rules",
    "tclsp.server.checks",
    "tclsp.server.session",
    "tclsp.server.view",
    "tclsp.source",
)


@pytest.fixture(scope="module")
def loaded() -> list[str]:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, check=True)
    return done.stdout.decode().split()


@pytest.mark.parametrize("module", LATER)
def test_the_start_does_not_load(module: str, loaded: list[str]) -> None:
    assert module not in loaded
