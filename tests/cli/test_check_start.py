"""What a run of the checker loads, for its start is most of what a commit waits for."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "attr",
    "attrs",
    "cattrs",
    "concurrent.futures",
    "importlib.metadata",
    "libcst",
    "lsprotocol",
    "multiprocessing",
    "pathspec",
    "pygls",
    "rapidfuzz",
    "sqlite3",
    "tomlkit",
    "tomllib",
    "tomli",
    "tree_sitter",
}
"""What costs more than a few milliseconds to import."""


def loaded(*words: str, cwd: Path) -> set[str]:
    """Return the modules of `HEAVY` that a run of `tclsp check` has loaded at its end."""
    script = (
        "import sys\n"
        "from tclsp.cli.main import main\n"
        f"code = main(['check', *{list(words)!r}])\n"
        "print(*sys.modules)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, check=True, capture_output=True, text=True
    )
    return HEAVY & set(done.stdout.splitlines()[-1].split())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "app.py").write_text("import os\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "app"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_a_file_that_does_not_matter_loads_nothing_heavy(project: Path, output_format: str) -> None:
    assert loaded("app.py", "--output-format", output_format, cwd=project) == set()


def test_neither_does_a_folder(project: Path) -> None:
    assert loaded(cwd=project) == set()


def test_neither_does_a_file_that_nothing_ties_to_one_that_matters(project: Path) -> None:
    (project / "cloud.py").write_text("import tencentcloud\n", encoding="utf-8")
    assert loaded("app.py", cwd=project) == set()
    (project / "app.py").write_text("from cloud import tencentcloud\n", encoding="utf-8")
    assert "libcst" in loaded("app.py", cwd=project)


def test_patterns_are_loaded_for_ignore_files(project: Path) -> None:
    (project / ".gitignore").write_text("*.pyc\n", encoding="utf-8")
    assert loaded("app.py", cwd=project) == {"pathspec"}
    assert loaded(".", cwd=project) == {"pathspec"}


def test_settings_load_what_structures_them(project: Path) -> None:
    (project / "tclsp.toml").write_text('language = "en"\n', encoding="utf-8")
    found = loaded("app.py", cwd=project)
    assert {"attrs", "cattrs"} <= found
    assert not {"libcst", "tree_sitter", "sqlite3", "tomlkit", "pygls"} & found
