"""Which files a run is about."""

import os
import sys
from pathlib import Path

import pytest

from tclsp.checker.discovery import find_files
from tclsp.checker.notes import Notes
from tclsp.checker.project import Projects


@pytest.fixture(autouse=True)
def in_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def make(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")


def found(*paths: str, notes: Notes | None = None) -> list[str]:
    notes = notes or Notes()
    return sorted(file.path for file in find_files(paths, Projects(), notes))


def test_a_folder_stands_for_the_python_files_below_it() -> None:
    make("a.py", "deep/er/b.py", "c.pyi", "notes.txt", "script")
    assert found(".") == ["a.py", "c.pyi", "deep/er/b.py"]


def test_a_named_file_needs_no_suffix() -> None:
    make("script")
    assert found("script") == ["script"]


def test_paths_are_shown_the_way_they_were_written() -> None:
    make("src/a.py")
    assert found("./src/") == ["src/a.py"]
    assert found("./") == ["src/a.py"]
    assert found("src/a.py") == ["src/a.py"]
    assert found(str(Path.cwd() / "src")) == [str(Path.cwd() / "src" / "a.py")]
    os.chdir("src")
    assert found("../src") == ["../src/a.py"]


def test_a_file_that_is_named_twice_is_checked_once() -> None:
    make("src/a.py")
    assert found("src/a.py", "src", "./src/a.py") == ["src/a.py"]


def test_globs_match_across_folders() -> None:
    make("src/a.py", "src/deep/b.py", "c.py")
    assert found("src/**/*.py") == ["src/a.py", "src/deep/b.py"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file() -> None:
    make("a[1].py")
    assert found("a[1].py") == ["a[1].py"]


def test_folders_that_hold_no_code_of_the_project_are_left_out() -> None:
    make(".venv/a.py", "node_modules/x/b.py", "lib/site-packages/c.py", "build/d.py", "e.py")
    assert found(".") == ["e.py"]


def test_an_excluded_folder_that_is_named_is_left_out_with_a_note() -> None:
    make("build/a.py")
    notes = Notes()
    assert found("build", notes=notes) == []
    assert notes.lines() == [
        "build: left out by the setting `exclude`",
        "build: no Python files found in this folder",
    ]
    assert not notes.failed


def test_a_project_below_a_folder_with_an_excluded_name_is_checked(tmp_path: Path) -> None:
    make("build/project/.git/HEAD", "build/project/a.py")
    os.chdir("build/project")
    assert found(".") == ["a.py"]


def test_ignored_files_are_left_out_unless_they_are_named() -> None:
    make("a.py", "generated.py", "out/b.py")
    Path(".gitignore").write_text("generated.py\nout/\n", encoding="utf-8")
    assert found(".") == ["a.py"]
    assert found("generated.py", "out/b.py") == ["generated.py", "out/b.py"]


def test_the_setting_exclude_holds_for_named_files_too() -> None:
    make("a.py", "gen/b.py", "gen/deep/c.py")
    Path("tclsp.toml").write_text('extend-exclude = ["/gen/"]\n', encoding="utf-8")
    assert found(".", "gen/b.py", "gen/deep/c.py") == ["a.py"]


def test_the_setting_exclude_replaces_the_default_one() -> None:
    make("build/a.py", "b.py", "c.py")
    Path("tclsp.toml").write_text('exclude = ["c.py"]\n', encoding="utf-8")
    assert found(".") == ["b.py", "build/a.py"]


def test_the_nearest_settings_file_decides() -> None:
    make("a.py", "inner/a.py", "inner/b.py")
    Path("tclsp.toml").write_text('extend-exclude = ["a.py"]\n', encoding="utf-8")
    Path("inner/pyproject.toml").write_text(
        '[tool.tclsp]\nextend-exclude = ["b.py"]\n', encoding="utf-8"
    )
    assert found(".") == ["inner/a.py"]


@pytest.mark.parametrize(
    "path",
    [
        "tencentcloud/cvm/v20170312/cvm_client.py",
        "vendor/tencentcloud/common/abstract_client.py",
        "private/cloud/cvm/v20170312/cvm_client_async.py",
    ],
)
def test_a_copy_of_the_sdk_is_never_checked(path: str) -> None:
    make(path, "tencentcloud/own.py")
    assert found(".", path) == ["tencentcloud/own.py"]


def test_a_path_that_does_not_exist_fails_the_run_after_the_rest() -> None:
    make("a.py")
    notes = Notes()
    assert found("none.py", "a.py", "*.toml", notes=notes) == ["a.py"]
    assert notes.failed
    assert notes.lines() == [
        "*.toml: no file matches this pattern",
        "none.py: no such file or folder",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
class TestOddEntries:
    """What a folder can hold besides plain files: a note each at most, never an error."""

    def test_broken_and_looping_links(self) -> None:
        make("a.py")
        Path("broken.py").symlink_to("nowhere.py")
        Path("loop.py").symlink_to("loop.py")
        notes = Notes()
        assert found(".", notes=notes) == ["a.py"]
        assert notes.lines() == [
            "broken.py: no such file or folder",
            "loop.py: too many levels of symbolic links",
        ]
        assert not notes.failed

    def test_a_link_to_a_file_is_checked_and_one_to_a_folder_is_not_followed(self) -> None:
        make("real/a.py")
        Path("link.py").symlink_to("real/a.py")
        Path("real/up").symlink_to("..")
        Path("folder.py").symlink_to("real")
        assert found(".") == ["link.py", "real/a.py"]

    def test_a_folder_that_is_called_like_a_file(self) -> None:
        make("x.py/a.py")
        assert found(".") == ["x.py/a.py"]
        assert found("x.py") == ["x.py/a.py"]

    def test_a_pipe_is_not_read(self) -> None:
        make("a.py")
        os.mkfifo("pipe.py")
        notes = Notes()
        assert found(".", notes=notes) == ["a.py"]
        assert notes.lines() == ["pipe.py: not a regular file"]
        assert not notes.failed
        assert found("pipe.py", notes=notes) == []
        assert notes.failed

    def test_a_name_that_is_not_utf_8(self) -> None:
        name = os.fsdecode(b"caf\xe9.py")
        make(name)
        assert found(".") == [name]

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
    def test_a_folder_that_cannot_be_read(self) -> None:
        make("closed/a.py", "b.py")
        Path("closed").chmod(0)
        notes = Notes()
        assert found(".", notes=notes) == ["b.py"]
        assert notes.lines() == ["closed/: permission denied"]
