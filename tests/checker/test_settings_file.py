"""Reading settings files, and what is said about faulty ones."""

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.checker.settings import Overrides, Settings
from tclsp.checker.settings_error import SettingsError
from tclsp.checker.settings_file import read_settings


def problems(path: Path, text: str) -> list[str]:
    """Return what is said about `text`, without the folder."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(str(path))
    return [problem.removeprefix(f"{path.parent}/") for problem in caught.value.problems]


def test_every_key_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tclsp.toml"
    path.write_text(
        """
        select = ["TCL1", "unknown-code"]
        ignore = ["TCL104"]
        extend-select = ["TCL201"]
        severity = { TCL107 = "info", "unknown-code" = "error" }
        language = "zh"
        exclude = ["old/"]
        extend-exclude = ["*_pb2.py"]
        known-codes = ["FailedOperation.Own"]
        sdk-errors = ["PrivateCloudError"]
        request-id-loggers = ["report"]
        triggers = ["our_cloud"]
        required-families = ["AuthFailure"]
        check-tests = true
        action-lists = ["actions.db"]
        [per-file-ignores]
        "scripts/*" = ["TCL2"]
        """,
        encoding="utf-8",
    )
    assert read_settings(str(path)) == Settings(
        select=("TCL1", "unknown-code"),
        ignore=("TCL104",),
        extend_select=("TCL201",),
        severity={"TCL107": "info", "unknown-code": "error"},
        language="zh",
        exclude=("old/",),
        extend_exclude=("*_pb2.py",),
        known_codes=("FailedOperation.Own",),
        sdk_errors=("PrivateCloudError",),
        request_id_loggers=("report",),
        triggers=("our_cloud",),
        required_families=("AuthFailure",),
        check_tests=True,
        action_lists=("actions.db",),
        per_file_ignores={"scripts/*": ("TCL2",)},
    )


def test_a_pyproject_without_our_table_holds_no_settings(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[project]\ndependencies = ["tclsp"]\n', encoding="utf-8")
    assert read_settings(str(path)) is None


def test_the_table_of_a_pyproject_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[project]\nname = "x"\n[tool.tclsp]\nlanguage = "en"\n', encoding="utf-8")
    assert read_settings(str(path)) == Settings(language="en")


def test_an_unknown_key_is_said_with_its_line_and_the_nearest_key(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n\n[tool.tclsp]\nselect = [\n  "TCL1",\n]\nigonre = ["TCL104"]\n'
    assert problems(tmp_path / "pyproject.toml", text) == [
        "pyproject.toml:8: unknown key `igonre`; did you mean `ignore`?"
    ]


def test_an_underscore_is_a_near_miss(tmp_path: Path) -> None:
    assert problems(tmp_path / "tclsp.toml", "check_tests = true\n") == [
        "tclsp.toml:1: unknown key `check_tests`; did you mean `check-tests`?"
    ]


def test_an_unknown_table_is_said_with_its_line(tmp_path: Path) -> None:
    text = "[tool.black]\n\n[tool.tclsp.severities]\nTCL107 = 'info'\n"
    assert problems(tmp_path / "pyproject.toml", text) == [
        "pyproject.toml:3: unknown key `severities`; did you mean `severity`?"
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("select = 'TCL1'", "`select` must be a list of strings"),
        ("triggers = [1]", "`triggers` must be a list of strings"),
        ("check-tests = 1", "`check-tests` must be true or false"),
        ("language = 'fr'", '`language` must be "en" or "zh"'),
        (
            "severity = { TCL107 = 'fatal' }",
            (
                "`severity` must be a table of rules, each with one of "
                '"error", "warning", "info", "hint"'
            ),
        ),
        (
            "per-file-ignores = { 'a.py' = 'TCL1' }",
            "`per-file-ignores` must be a table of patterns, each with a list of rules",
        ),
        ("exclude = ['a', '!']", "`!` is not a pattern as `.gitignore` has them"),
    ],
)
def test_a_value_of_the_wrong_form_is_said(tmp_path: Path, line: str, sentence: str) -> None:
    assert problems(tmp_path / "tclsp.toml", f"# ours\n{line}\n") == [f"tclsp.toml:2: {sentence}"]


def test_an_unknown_rule_is_said_with_its_own_line(tmp_path: Path) -> None:
    text = 'select = [\n  "TCL1",\n  "TCL999",\n]\nignore = ["swalowed-error"]\n'
    assert problems(tmp_path / "tclsp.toml", text) == [
        "tclsp.toml:3: unknown rule `TCL999`; `tclsp check --show-settings` lists the rules",
        "tclsp.toml:5: unknown rule `swalowed-error`; did you mean `swallowed-error`?",
    ]


def test_all_faults_of_a_file_are_said_at_once(tmp_path: Path) -> None:
    text = "[severity]\nTCL777 = 'info'\n[per-file-ignores]\n'a.py' = ['TCL888']\n"
    said = problems(tmp_path / "tclsp.toml", text)
    assert [line.split(";")[0] for line in said] == [
        "tclsp.toml:2: unknown rule `TCL777`",
        "tclsp.toml:4: unknown rule `TCL888`",
    ]


def test_toml_that_is_not_valid_is_said_with_its_line(tmp_path: Path) -> None:
    (said,) = problems(tmp_path / "tclsp.toml", "select = []\nlanguage = en\n")
    assert said == "tclsp.toml:2: not valid TOML: Invalid value"


def test_toml_that_breaks_off_is_said_with_its_last_line(tmp_path: Path) -> None:
    (said,) = problems(tmp_path / "tclsp.toml", "language = 'en'\nselect = [\n")
    assert said.startswith("tclsp.toml:2: not valid TOML: ")


def test_toml_that_nests_too_deep_is_said(tmp_path: Path) -> None:
    text = f"select = {'[' * 3_000}{']' * 3_000}\n"
    assert problems(tmp_path / "tclsp.toml", text) == [
        "tclsp.toml: cannot be read: it nests too deep"
    ]


def test_bytes_that_are_not_utf_8_are_said(tmp_path: Path) -> None:
    path = tmp_path / "tclsp.toml"
    path.write_bytes("language = '中'".encode("gbk"))
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_settings(str(path))


@given(st.text())
def test_no_text_gives_more_than_a_settings_error(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tclsp.toml"
        path.write_text(text, encoding="utf-8")
        with contextlib.suppress(SettingsError):
            found = read_settings(str(path))
            assert found is None or isinstance(found, Settings)


def test_the_command_line_adds_to_the_settings() -> None:
    settings = Settings(ignore=("TCL1",), extend_select=("TCL303",), language="zh")
    changed = Overrides(ignore=("TCL2",), extend_select=("TCL103",)).applied_to(settings)
    assert changed.ignore == ("TCL1", "TCL2")
    assert changed.extend_select == ("TCL303", "TCL103")
    assert changed.language == "zh"


def test_a_select_of_the_command_line_puts_the_settings_aside() -> None:
    settings = Settings(select=("TCL1",), ignore=("TCL104",), extend_select=("TCL303",))
    changed = Overrides(select=("TCL104",)).applied_to(settings)
    assert (changed.select, changed.ignore, changed.extend_select) == (("TCL104",), (), ())
