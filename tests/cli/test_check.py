"""`tclsp check` from the command line to what it prints."""

import io
import json
import sys
from pathlib import Path

import pytest

from tclsp.cli.main import main

SWALLOWED = """\
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, models


def describe(client: cvm_client.CvmClient) -> object:
    try:
        return client.DescribeInstances(models.DescribeInstancesRequest())
    except TencentCloudSDKException:
        return None
"""
RAISED = SWALLOWED.replace("        return None\n", "        raise\n")
BROKEN = RAISED + "\n\ndef broken(:\n    return models.DescribeInstancesRequest()\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project that is the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> "Check":
    return Check(capsys)


class Check:
    """Runs `tclsp check` and holds what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = ""
        self.err = ""

    def __call__(self, *words: str) -> int:
        code = main(["check", *words])
        self.out, self.err = self._capsys.readouterr()
        return code

    def concise(self, *words: str) -> list[str]:
        """Return the findings as lines."""
        self(*words, "--output-format", "concise")
        return self.out.splitlines()[:-1]

    def codes(self, *words: str) -> list[str]:
        """Return the codes of the findings."""
        self(*words, "--output-format", "json")
        return [finding["code"] for finding in json.loads(self.out)]


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def test_a_finding_fails_the_run_and_is_shown(check: Check) -> None:
    write("app.py", SWALLOWED)
    assert check("app.py") == 1
    lines = check.out.splitlines()
    assert lines[0].startswith("app.py:8:5: TCL104 warning: ")
    assert lines[0].endswith(" [swallowed-error]")
    assert lines[1] == "8 |     except TencentCloudSDKException:"
    assert lines[2].startswith("  |     ^^^^^^")
    assert lines[3].startswith("  = what to do: ")
    assert lines[-1] == "Found 1 warning in 1 file; 1 file checked."


def test_right_code_passes(check: Check) -> None:
    write("app.py", RAISED)
    write("other.py", "import os\n")
    assert check() == 0
    assert check.out == "No findings; 2 files checked.\n"
    assert check.err == ""


def test_exit_zero(check: Check) -> None:
    write("app.py", SWALLOWED)
    assert check("--exit-zero") == 0
    assert "TCL104" in check.out


def test_a_path_that_does_not_exist_is_said_after_the_rest_is_checked(check: Check) -> None:
    write("app.py", SWALLOWED)
    assert check("none.py", "app.py", "--exit-zero") == 2
    assert check.err == "tclsp: none.py: no such file or folder\n"
    assert "TCL104" in check.out


def test_notes_fail_the_run_only_when_it_is_strict(check: Check) -> None:
    write("app.py", BROKEN)
    assert check("app.py") == 0
    assert "TCL002 info" in check.out
    assert check("app.py", "--strict") == 1


def test_the_severity_of_the_settings_counts(check: Check) -> None:
    write("app.py", SWALLOWED)
    write("tclsp.toml", 'severity = { TCL104 = "info" }\n')
    assert check("app.py") == 0
    assert "TCL104 info" in check.out


def test_json(check: Check, project: Path) -> None:
    write("app.py", SWALLOWED)
    assert check("--output-format", "json") == 1
    (finding,) = json.loads(check.out)
    assert finding["code"] == "TCL104"
    assert finding["name"] == "swallowed-error"
    assert finding["severity"] == "warning"
    assert finding["filename"] == str(project / "app.py")
    assert finding["location"] == {"row": 8, "column": 5}
    assert finding["end_location"]["row"] == 8
    assert {"message", "fix", "url"} <= finding.keys()


def test_both_languages(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    write("app.py", SWALLOWED)
    check("--language", "zh")
    assert "处理方法" in check.out
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    check()
    assert "处理方法" in check.out
    check("--language", "en")
    assert "what to do" in check.out
    write("tclsp.toml", 'language = "en"\n')
    check()
    assert "what to do" in check.out


def test_findings_come_by_path_row_and_column(check: Check) -> None:
    write("b.py", SWALLOWED + SWALLOWED)
    write("a/c.py", SWALLOWED)
    places = [line.split(": ")[0] for line in check.concise("b.py", "a")]
    assert places == ["a/c.py:8:5", "b.py:8:5", "b.py:17:5"]


def test_statistics(check: Check) -> None:
    write("app.py", SWALLOWED + SWALLOWED)
    assert check("--statistics") == 1
    assert check.out.splitlines()[0] == "2  TCL104  warning  swallowed-error"


def test_show_files(check: Check) -> None:
    write("src/app.py", SWALLOWED)
    write("build/made.py", SWALLOWED)
    write("a.py", "")
    assert check("--show-files") == 0
    assert check.out == "a.py\nsrc/app.py\n"


def test_show_settings(check: Check, project: Path) -> None:
    write("app.py", "")
    write("tclsp.toml", 'ignore = ["TCL104"]\nknown-codes = ["Own.Code"]\n')
    assert check("--show-settings", "--extend-select", "TCL1", "--language", "zh") == 0
    assert check.out.startswith(f"# app.py: settings of {project / 'tclsp.toml'}\n")
    for line in (
        'known-codes = ["Own.Code"]',
        'extend-select = ["TCL1"]',
        'language = "zh"',
        "# TCL104 off warning swallowed-error",
        "# TCL201 on  warning request-id-not-logged",
    ):
        assert line in check.out.splitlines()


class TestRules:
    """Which rules run."""

    def test_of_the_command_line(self, check: Check) -> None:
        write("app.py", SWALLOWED)
        assert check.codes("--select", "TCL2,TCL3") == []
        assert check.codes("--select", "TCL2", "--select", "swallowed-error") == ["TCL104"]
        assert check.codes("--ignore", "TCL1") == []
        assert check.codes("--select", "TCL2", "--extend-select", "TCL1") == ["TCL104"]

    def test_an_unknown_one_is_an_error_even_where_nothing_matters(self, check: Check) -> None:
        write("app.py", "")
        assert check("--select", "TCL104,swalowed-error") == 2
        assert check.err == (
            "tclsp: --select: unknown rule `swalowed-error`; did you mean `swallowed-error`?\n"
        )

    def test_of_the_nearest_settings(self, check: Check) -> None:
        write("app.py", SWALLOWED)
        write("inner/app.py", SWALLOWED)
        write("pyproject.toml", '[tool.tclsp]\nignore = ["TCL104"]\n')
        write("inner/tclsp.toml", "")
        assert [line.split(":")[0] for line in check.concise()] == ["inner/app.py"]

    def test_of_a_settings_file_that_is_named(self, check: Check) -> None:
        write("app.py", SWALLOWED)
        write("tclsp.toml", "")
        write("ci/strict.toml", 'ignore = ["TCL104"]\n')
        assert check.codes("--config", "ci/strict.toml") == []
        assert check("--config", "none.toml") == 2
        assert check.err == "tclsp: none.toml: cannot be read: No such file or directory\n"

    def test_tests_are_spared(self, check: Check) -> None:
        for name in ("test_app.py", "tests/app.py", "conftest.py", "app_test.py"):
            write(name, SWALLOWED)
        assert check.codes() == []
        write("tclsp.toml", "check-tests = true\n")
        assert check.codes() == ["TCL104"] * 4

    def test_a_copy_of_the_sdk_is_spared(self, check: Check) -> None:
        write("vendor/tencentcloud/common/client.py", SWALLOWED)
        assert check.codes(".", "vendor/tencentcloud/common/client.py") == []

    def test_triggers_make_more_files_matter(self, check: Check) -> None:
        write(
            "app.py",
            "import our_cloud\n\n"
            "try:\n"
            "    our_cloud.call()\n"
            "except our_cloud.Error as error:\n"
            "    if error.get_code() == 'AuthFailure.SignatureExpir':\n"
            "        raise\n",
        )
        assert check.codes("--select", "TCL301") == []
        write("tclsp.toml", 'triggers = ["our_cloud"]\n')
        assert check.codes("--select", "TCL301") == ["TCL301"]

    def test_per_file_ignores(self, check: Check) -> None:
        write("scripts/run.py", SWALLOWED)
        write("tclsp.toml", '[per-file-ignores]\n"scripts/*" = ["TCL104"]\n')
        assert check.codes() == []

    def test_classes_of_the_project(self, check: Check) -> None:
        write(
            "app.py",
            "from our_cloud import CloudError, call\n"
            "try:\n"
            "    call()\n"
            "except CloudError:\n"
            "    pass\n",
        )
        assert check.codes() == []
        write("tclsp.toml", 'sdk-errors = ["our_cloud.CloudError"]\n')
        assert check.codes() == ["TCL104"]


def test_comments_silence_findings(check: Check) -> None:
    write("app.py", SWALLOWED.replace("Exception:", "Exception:  # tclsp: ignore[TCL104] why"))
    assert check.codes() == []
    assert check.codes("--select", "TCL001") == []
    write("app.py", RAISED.replace("Exception:", "Exception:  # tclsp: ignore[TCL104] why"))
    assert check.codes() == ["TCL001"]


def test_settings_that_cannot_be_used_stop_the_run(check: Check, project: Path) -> None:
    write("app.py", SWALLOWED)
    write("pyproject.toml", "[tool.tclsp]\n\nselct = []\nstrict = true\n")
    assert check() == 2
    path = project / "pyproject.toml"
    assert check.err.splitlines()[0] == (
        f"tclsp: {path}:3: unknown key `selct`; did you mean `select`?"
    )
    assert check.err.splitlines()[1].startswith(f"tclsp: {path}:4: unknown key `strict`")
    assert check.out == ""


class TestStandardInput:
    """`tclsp check -`."""

    @pytest.fixture(autouse=True)
    def typed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stream = io.TextIOWrapper(io.BytesIO(SWALLOWED.encode()))
        monkeypatch.setattr(sys, "stdin", stream)

    def test_is_checked_under_the_name_that_it_is_given(self, check: Check) -> None:
        assert [line.split(":")[0] for line in check.concise("-")] == ["-"]

    def test_with_a_name(self, check: Check) -> None:
        lines = check.concise("-", "--stdin-filename", "src/app.py")
        assert [line.split(":")[0] for line in lines] == ["src/app.py"]

    def test_follows_the_settings_for_its_name(self, check: Check) -> None:
        write("tclsp.toml", 'extend-exclude = ["src/"]\n')
        assert check("-", "--stdin-filename", "src/app.py") == 0
        assert check.out == "No findings; 0 files checked.\n"

    def test_stands_alone(self, check: Check) -> None:
        assert check("-", "app.py") == 2
        assert check.err == "tclsp: `-` cannot stand beside other paths\n"


def test_bytes_that_are_no_text_are_a_note(check: Check) -> None:
    Path("app.py").write_bytes(SWALLOWED.encode() + "s = '中'\n".encode("gbk"))
    write("good.py", SWALLOWED)
    assert check.codes() == ["TCL002", "TCL104"]
    assert check.concise("app.py")[0].startswith(
        "app.py:10:1: TCL002 info: The file was not checked"
    )


def test_chinese_files_in_gbk_are_read(check: Check) -> None:
    text = "# coding: gbk\n名 = '失败'\n" + SWALLOWED
    Path("app.py").write_bytes(text.encode("gbk"))
    assert check.concise()[0].startswith("app.py:10:5: TCL104")


def test_the_number_of_processes_must_be_one(
    check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        check("--jobs", "0")
    assert caught.value.code == 2
    assert "must be a number from 1 on, not '0'" in capsys.readouterr().err
