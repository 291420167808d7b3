"""`tclsp check --fix`: what is written, and what stays to the byte."""

import io
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tclsp.cli.main import main

IMPORT = "from tencentcloud.common.exception import TencentCloudSDKException\n"
BAD = (
    IMPORT
    + """\


def stop(client, request):
    try:
        client.StopInstances(request)  # tclsp: ignore[TCL104]
    except TencentCloudSDKException:
        raise Failed('停止失败')  # why


def start(client, request):
    try:
        client.StartInstances(request)
    except TencentCloudSDKException as e:
        raise Failed(e.request_id)
"""
)
GOOD = (
    BAD.replace("  # tclsp: ignore[TCL104]", "")
    .replace("TencentCloudSDKException:", "TencentCloudSDKException as error:")
    .replace("Failed('停止失败')", "Failed('停止失败') from error")
    .replace("e.request_id", "e.requestId")
)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def fix(*words: str) -> int:
    return main(["check", "--fix", "--no-cache", *words])


FORMS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "tabs": lambda text: text.replace("    ", "\t").encode(),
    "gbk": lambda text: ("# coding: gbk\n" + text).encode("gbk"),
    "no final newline": lambda text: text.rstrip("\n").encode(),
    "mixed": lambda text: text.replace("\n", "\r\n", 5).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_fix_changes_nothing_else_and_fixing_twice_nothing_more(form: str, project: Path) -> None:
    path = project / "app.py"
    path.write_bytes(FORMS[form](BAD))
    assert fix("app.py") == 0
    assert path.read_bytes() == FORMS[form](GOOD)
    fix("app.py")
    assert path.read_bytes() == FORMS[form](GOOD)


def test_the_summary_counts_what_is_fixed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "app.py").write_text(BAD, encoding="utf-8")
    fix("app.py")
    said = capsys.readouterr().out
    assert said == "Fixed 3 findings in 1 file. No findings; 1 file checked.\n"


def test_a_diff_writes_nothing_and_exits_with_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / "app.py"
    path.write_text(BAD, encoding="utf-8")
    assert main(["check", "--diff", "app.py"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["--- a/app.py", "+++ b/app.py"]
    assert "+    except TencentCloudSDKException as error:" in lines
    assert path.read_text(encoding="utf-8") == BAD
    path.write_text(GOOD, encoding="utf-8")
    assert main(["check", "--diff", "app.py"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("name", "expected"), [("app.py", GOOD), (".venv/app.py", BAD)])
def test_the_standard_input_goes_to_the_standard_output(
    name: str, expected: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: "Captured"
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    assert fix("-", "--stdin-filename", name) == 0
    assert capfdbinary.readouterr().out.decode() == expected


Captured = pytest.CaptureFixture[bytes]


def test_mode_and_links_are_kept(project: Path) -> None:
    path, link = project / "app.py", project / "link.py"
    path.write_text(BAD, encoding="utf-8")
    path.chmod(0o750)
    link.symlink_to("app.py")
    assert fix("link.py", "app.py") == 0
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == GOOD
    assert stat.S_IMODE(path.stat().st_mode) == 0o750
    assert sorted(each.name for each in project.iterdir()) == [".git", "app.py", "link.py"]


def test_a_read_only_file_is_left_with_one_note(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / "app.py"
    path.write_text(BAD, encoding="utf-8")
    path.chmod(0o444)
    assert fix("app.py") == 2
    assert capsys.readouterr().err == "tclsp: app.py: not fixed: it is read-only\n"
    assert path.read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize(
    "code",
    [
        BAD.replace("raise Failed('停止失败')", "raise Failed('停止失败') from None"),
        BAD.replace("raise Failed('停止失败')", "raise Failed('x')  # tclsp: ignore[TCL202]"),
        BAD + "\nprint 'not parsed'\n",
    ],
    ids=["meant", "suppressed", "not parsed"],
)
def test_what_is_left_alone(code: str, project: Path) -> None:
    path = project / "app.py"
    path.write_text(code, encoding="utf-8")
    fix("app.py", "--select", "TCL202")
    assert path.read_text(encoding="utf-8") == code
