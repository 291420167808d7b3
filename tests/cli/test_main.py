"""The command line as a whole: commands, versions, interruptions."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import tclsp
from tclsp.cli.main import main


def run(*words: str | Path, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tclsp", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "tclsp explain AuthFailure" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--version"], ["check", "--version"]])
def test_the_version_names_the_sdks_of_the_catalogue(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"tclsp {tclsp.__version__}"
    assert second.startswith("catalogue: tencentcloud-sdk-python 3.")


def test_an_unknown_command_is_said() -> None:
    done = run("chek")
    assert done.returncode == 2
    assert "invalid choice: 'chek'" in done.stderr


@pytest.mark.parametrize("command", ["check", "codes", "explain", "catalog"])
def test_every_command_has_a_help(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: tclsp {command}")


@pytest.mark.parametrize(
    "words",
    [
        ["check", "tests/cli"],
        ["codes"],
        ["explain", "--format", "json", "InvalidParameterValue"],
        ["rules", "--format", "json"],
    ],
)
def test_a_reader_that_goes_away_is_no_error(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tclsp", *words],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_an_interruption_ends_with_one_line() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tclsp", "check", "-", "--show-files"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # It waits for its input by the time that this much has been taken from the pipe.
    assert process.stdin is not None
    process.stdin.write("x" * 200_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said == "tclsp: interrupted\n"
