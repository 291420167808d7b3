"""What the checker prints to consoles of every kind."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
FAULTY = """\
from tencentcloud.common.exception import TencentCloudSDKException

try:
    客户端.DescribeInstances("🚀")
except TencentCloudSDKException: 原因 = "失败"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "应用.py").write_text(FAULTY, encoding="utf-8")
    return tmp_path


def check(project: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL")
    }
    return subprocess.run(
        [sys.executable, "-m", "tclsp", "check", *words],
        cwd=project,
        env={**kept, **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
@pytest.mark.parametrize(
    ("encoding", "environment"),
    [
        ("ascii", {"PYTHONIOENCODING": "ascii"}),
        ("ascii", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        ("gbk", {"PYTHONIOENCODING": "gbk"}),
        ("latin-1", {"PYTHONIOENCODING": "latin-1"}),
        ("utf-8", {"PYTHONIOENCODING": "utf-8"}),
    ],
)
def test_no_encoding_makes_it_fail(
    project: Path, encoding: str, environment: dict[str, str], output_format: str
) -> None:
    done = check(project, "--output-format", output_format, "--language", "zh", **environment)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    text = done.stdout.decode(encoding)
    assert ("应用.py" in text) is (encoding in ("gbk", "utf-8") and output_format != "json") or (
        encoding == "utf-8"
    )


def test_marks_stand_below_the_range_in_gbk(project: Path) -> None:
    done = check(project, PYTHONIOENCODING="gbk", LC_ALL="C")
    lines = done.stdout.decode("gbk").splitlines()
    assert lines[1] == '5 | except TencentCloudSDKException: 原因 = "失败"'
    assert lines[2].startswith("  | ^^^^^^")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestTerminal:
    """On a terminal, by way of a pseudo-terminal."""

    def shown(self, project: Path, *words: str, **environment: str) -> str:
        import pty

        shown, terminal = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "tclsp", "check", *words],
            cwd=project,
            env={"PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8", **environment},
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        chunks = []
        while chunk := _read(shown):
            chunks.append(chunk)
        process.wait()
        os.close(shown)
        return b"".join(chunks).decode()

    def test_colours(self, project: Path) -> None:
        assert "\x1b[33mTCL104 warning\x1b[0m" in self.shown(project)

    @pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_no_colours(self, project: Path, variable: dict[str, str]) -> None:
        # Where the machine is slow there may be a progress bar, which is no colour.
        assert not COLOUR.search(self.shown(project, **variable))

    def test_json_has_no_colours(self, project: Path) -> None:
        assert not COLOUR.search(self.shown(project, "--output-format", "json"))


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # Linux says so when the other side is closed.
        return b""


def test_a_pipe_has_no_colours_unless_they_are_forced(project: Path) -> None:
    assert b"\x1b" not in check(project).stdout
    assert b"\x1b" in check(project, FORCE_COLOR="1").stdout
