"""`tclsp check --fix`: what is written, and what stays to the byte."""

import errno
import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from attrs import evolve

from tclsp.catalog.text import Text
from tclsp.cli.main import main
from tclsp.rules import registry
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.fixes.context import FixContext
from tclsp.rules.fixes.rule_fix import RuleFix
from tclsp.source.spans import Span

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


def test_a_read_only_folder_is_left_with_one_note(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project / "sealed"
    folder.mkdir()
    path = folder / "app.py"
    path.write_text(BAD, encoding="utf-8")
    folder.chmod(0o555)
    try:
        assert fix("sealed/app.py") == 2
    finally:
        folder.chmod(0o755)
    assert capsys.readouterr().err == "tclsp: sealed/app.py: not fixed: its folder is read-only\n"
    assert path.read_text(encoding="utf-8") == BAD


def test_what_cannot_be_written_does_not_count_as_fixed(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = project / "app.py"
    path.write_text(BAD, encoding="utf-8")
    monkeypatch.setattr(os, "replace", full)
    assert fix("app.py") == 2
    said = capsys.readouterr()
    assert said.err == "tclsp: app.py: not fixed: no space left on device\n"
    assert "app.py:8:9: TCL202" in said.out
    assert "Fixed" not in said.out
    assert path.read_text(encoding="utf-8") == BAD
    assert sorted(each.name for each in project.iterdir()) == [".git", "app.py"]


# ---------------------------------------------------------------- unsafe ones

SWALLOWED = (
    IMPORT
    + """\


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as e:
        pass


def start(client, request):
    try:
        client.StartInstances(request)
    except TencentCloudSDKException:
        print("失败")
        return None


def clear(client, request):
    try:
        client.TerminateInstances(request)
    except TencentCloudSDKException:
        return None
"""
)
TOLD = "import logging\n\n" + SWALLOWED.replace(
    "        pass\n",
    '        logging.error("StopInstances failed: %s", e)\n        raise\n',
).replace("TencentCloudSDKException:", "TencentCloudSDKException as error:").replace(
    '"失败"', 'f"失败: {error}"'
).replace(
    "error:\n        return None",
    'error:\n        logging.error("TerminateInstances failed: %s", error)\n        raise',
)


@pytest.mark.parametrize("form", [each for each in FORMS if each != "mixed"])
def test_unsafe_fixes_are_written_where_they_are_asked_for(form: str, project: Path) -> None:
    path = project / "app.py"
    before, after = FORMS[form](SWALLOWED), FORMS[form](TOLD)
    path.write_bytes(before)
    assert fix("app.py") == 1
    assert path.read_bytes() == before
    assert fix("--unsafe-fixes", "app.py") == 0
    assert path.read_bytes() == after
    fix("--unsafe-fixes", "app.py")
    assert path.read_bytes() == after


def test_the_summary_tells_unsafe_fixes_apart(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "app.py").write_text(SWALLOWED, encoding="utf-8")
    fix("--unsafe-fixes", "app.py")
    said = capsys.readouterr().out
    assert said.startswith("Fixed 3 findings in 1 file (3 by unsafe fixes). No findings;")


def test_more_findings_than_rounds_share_an_import(project: Path) -> None:
    handler = SWALLOWED.removeprefix(IMPORT).strip("\n").split("\n\n\n")[0]
    path = project / "app.py"
    path.write_text(IMPORT + "\n\n" + "\n\n\n".join([handler] * 15) + "\n", encoding="utf-8")
    assert fix("--unsafe-fixes", "app.py") == 0
    fixed = path.read_text(encoding="utf-8")
    assert fixed.count("import logging\n") == 1
    assert fixed.count("logging.error(") == 15


# ---------------------------------------------------------------- suppressions


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1  # tclsp: ignore[TCL104]\n", "x = 1\n"),
        ("x = 1  # noqa: E1  # tclsp: ignore[TCL104]\n", "x = 1  # noqa: E1\n"),
        ("x = 1  # tclsp: ignore[TCL104]  # noqa: E1\n", "x = 1  # noqa: E1\n"),
        ("# tclsp: ignore-file[TCL104]\nx = 1\n", "x = 1\n"),
        ('x = """\n# tclsp: ignore[TCL104]\n"""\n', 'x = """\n# tclsp: ignore[TCL104]\n"""\n'),
    ],
)
def test_an_unused_suppression_goes_and_nothing_else(
    before: str, after: str, project: Path
) -> None:
    path = project / "app.py"
    path.write_bytes((IMPORT + before).replace("\n", "\r\n").encode())
    fix("app.py")
    assert path.read_bytes() == (IMPORT + after).replace("\n", "\r\n").encode()


# ---------------------------------------------------------------- fixes that do not hold


def with_fix_of_202(
    monkeypatch: pytest.MonkeyPatch, build: Callable[[Finding, FixContext], Fix | None]
) -> None:
    """Have TCL202 offer another fix."""
    declared = registry.rule("TCL202")
    assert declared is not None
    fix = RuleFix(what=Text("", ""), build=build, safe=True)
    monkeypatch.setitem(registry._BY_NAME, "tcl202", evolve(declared, fix=fix))


def behind(text: str) -> Callable[[Finding, FixContext], Fix | None]:
    """Return what makes fixes that write a text behind the finding."""

    def build(finding: Finding, _: FixContext) -> Fix:
        end = finding.span.end
        return Fix(Text("", ""), (Edit(Span(end, end), text),), safe=True)

    return build


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (" (", "the file could not hold it"),
        ("  # 😀", "the file could not hold it"),
        ("  # at once", "it does not mend the finding"),
    ],
    ids=["no Python", "not in the encoding", "no help"],
)
def test_a_fix_that_does_not_hold_is_left_out_with_a_note(
    written: str,
    reason: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_fix_of_202(monkeypatch, behind(written))
    path = project / "app.py"
    path.write_bytes(FORMS["gbk"](BAD))
    fix("--jobs", "1", "app.py")
    fixed = path.read_bytes().decode("gbk")
    assert "raise Failed('停止失败')  # why\n" in fixed
    assert "e.requestId" in fixed
    note = f"tclsp: app.py:9:9: fix of TCL202 left out: {reason}\n"
    assert note in capsys.readouterr().err


def test_fixes_that_do_not_settle_are_left_out_with_a_note(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_a_round(finding: Finding, context: FixContext) -> Fix:
        """Make a fix that touches the first line, as all of them do."""
        end = finding.span.end
        edits = Edit(Span(0, 0), f"# {end}\n"), Edit(Span(end, end), " from e")
        return Fix(Text("", ""), edits, safe=True)

    with_fix_of_202(monkeypatch, one_a_round)
    handler = (
        "    try:\n        client.StopInstances(request)\n"
        "    except TencentCloudSDKException as e:\n        raise Failed('failed')\n"
    )
    functions = [f"\n\ndef stop_{number}(client, request):\n{handler}" for number in range(12)]
    code = IMPORT + "".join(functions)
    path = project / "app.py"
    path.write_text(code + "\n\nx = 1  # tclsp: ignore[TCL104]\n", encoding="utf-8")
    fix("--jobs", "1", "app.py")
    assert path.read_text(encoding="utf-8") == code + "\n\nx = 1\n"
    note = "tclsp: app.py: fixes of TCL202 left out: they do not settle\n"
    assert note in capsys.readouterr().err
