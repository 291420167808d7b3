"""Console scripts are entry points, wherever a project declares them."""

from pathlib import Path

import pytest

from tclsp.checker.console_scripts import console_scripts
from tclsp.checker.run import Request, run

CODE = """\
from tencentcloud.cvm.v20170312 import cvm_client, models


def main():
    print(cvm_client.CvmClient(None, "").DescribeZones(models.DescribeZonesRequest()))
"""

DECLARATIONS = {
    "project.scripts": ("pyproject.toml", '[project.scripts]\nconsole = "app.console:main"\n'),
    "project.gui-scripts": ("pyproject.toml", '[project.gui-scripts]\nx = "app.console:main"\n'),
    "entry points": (
        "pyproject.toml",
        '[project.entry-points.console_scripts]\nx = "app.console:main [extra]"\n',
    ),
    "poetry": ("pyproject.toml", '[tool.poetry.scripts]\nx = "app.console:main"\n'),
    "poetry with a table": (
        "pyproject.toml",
        '[tool.poetry.scripts]\nx = { reference = "app.console:main", type = "console" }\n',
    ),
    "setup.cfg": (
        "setup.cfg",
        "[options.entry_points]\nconsole_scripts =\n  x = app.console:main\n",
    ),
    "setup.py": ("setup.py", 'setup(entry_points={"console_scripts": ["x=app.console:main"]})\n'),
}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def found(*paths: str) -> list[str]:
    outcome = run(Request(paths or (".",), select=("TCL101",)))
    assert outcome.notes.lines() == []
    return [
        f"{each.path}: {each.findings[0].message.en}" for each in outcome.reports if each.findings
    ]


@pytest.mark.parametrize(("name", "text"), DECLARATIONS.values(), ids=list(DECLARATIONS))
@pytest.mark.parametrize("folder", ["", "src/", "packages/one/", "packages/one/src/"])
def test_a_declared_script_is_an_entry_point(name: str, text: str, folder: str) -> None:
    write(f"{folder}app/__init__.py", "")
    write(f"{folder}app/console.py", CODE)
    write(folder.removesuffix("src/") + name, text)
    [finding] = found()
    assert "`main → cvm_client.CvmClient(…).DescribeZones`: it ends the command" in finding


def test_without_a_declaration_there_is_none() -> None:
    write("app/console.py", CODE)
    assert found() == []


def test_a_single_file_gets_the_same_and_a_change_is_seen_in_spite_of_the_cache() -> None:
    write("app/console.py", CODE)
    assert found() == []
    write("pyproject.toml", '[project.scripts]\nx = "app.console:main"\n')
    assert len(found("app/console.py")) == 1
    assert len(found()) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[project.scripts\n"),
        ("pyproject.toml", '[project]\nscripts = "app:main"\n'),
        ("pyproject.toml", '[project.scripts]\nx = 1\ny = "no target"\n'),
        ("pyproject.toml", f"x = {'[' * 3_000}{']' * 3_000}\n"),
        ("setup.cfg", "no section\n"),
        ("setup.py", "console_scripts = read()\n"),
    ],
)
def test_what_cannot_be_read_declares_nothing(project: Path, name: str, text: str) -> None:
    write(name, text)
    assert console_scripts([("app.py", str(project / "app.py"))]) == ()
