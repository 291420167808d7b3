"""Real editors, headless: each opens the sample application, looks, completes, fixes, and quits."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "fixtures" / "sample_app"
TYPED = '    code = error.code == "AuthFailure.SignatureEx"'
SECONDS = 180


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "with blank 应用"
    shutil.copytree(SAMPLES, root / "sample_app")
    (root / ".git").mkdir()
    return root


def visit(editor: list[str], root: Path, tmp_path: Path) -> dict[str, Any]:
    """Let an editor visit the sample application; return what it saw."""
    result = tmp_path / "seen.json"
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "TCLSP_E2E_RESULT": str(result),
        "TCLSP_E2E_COMMAND": json.dumps([sys.executable, "-m", "tclsp", "server"]),
        "TCLSP_E2E_ROOT": str(root),
        "TCLSP_E2E_FILE": str(root / "sample_app" / FILE),
        "TCLSP_E2E_HOVER": HOVER,
        "TCLSP_E2E_TYPED": json.dumps([TYPED, TYPED.rindex('"')]),
        "TCLSP_E2E_FIX": FIXED,
    }
    done = subprocess.run(
        editor, env=environment, cwd=root, capture_output=True, text=True, timeout=SECONDS,
        check=False,
    )  # fmt: skip
    assert result.exists(), done.stdout + done.stderr
    seen: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    assert "failure" not in seen, seen["failure"]
    return seen


FILE = "messages.py"
HOVER = "FailedOperation.InsufficientBalance"
FIXED = "TCL202"


def servers_of(root: Path) -> list[str]:
    """Return the command lines of the server processes that still run for a workspace."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            place = str((folder / "cwd").readlink())
        except OSError:
            continue
        if "tclsp" in command and place == str(root):
            found.append(command)
    return found


EDITORS = {
    "nvim": ["nvim", "--clean", "--headless", "-n", "-S", str(HERE / "neovim.lua")],
    "emacs": ["emacs", "--batch", "-l", str(HERE / "emacs.el"), "--eval", "(tclsp-run)"],
}


@pytest.mark.parametrize("name", EDITORS)
def test_a_visit(name: str, workspace: Path, tmp_path: Path) -> None:
    file = workspace / "sample_app" / FILE
    before = file.read_bytes()
    seen = visit(EDITORS[name], workspace, tmp_path)
    assert {"TCL201", "TCL302"} <= set(seen["diagnostics"])
    assert "FailedOperation.InsufficientBalance" in seen["hover"]
    assert seen["completion"] == "AuthFailure.SignatureExpire"
    assert seen["fixed"]
    assert file.read_bytes() != before
    assert seen["stopped"]
    assert servers_of(workspace) == []
