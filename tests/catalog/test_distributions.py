"""The distributions of the package carry the catalogue, whichever tool builds them."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tclsp.catalog.wheels import SOURCES_VARIABLE

pytestmark = pytest.mark.network

ROOT = Path(__file__).parents[2]
UV = (sys.executable, "-m", "uv")
CATALOG = "tclsp/catalog/catalog.db"
NEEDED = {
    CATALOG,
    "tclsp/catalog/sources.lock",
    "tclsp/catalog/common.toml",
    "tclsp/catalog/gateway.toml",
    "tclsp/catalog/client.toml",
    "tclsp/catalog/guidance/common.toml",
    "tclsp/py.typed",
    "tclsp/docs/rules/TCL201.md",
    "tclsp/docs/rules/zh/TCL201.md",
}


def copy_of_the_tree(folder: Path) -> Path:
    """Copy what a checkout holds for a build, that is without the catalogue."""
    tree = folder / "tree"
    without = shutil.ignore_patterns("catalog.db", "__pycache__")
    shutil.copytree(ROOT / "tclsp", tree / "tclsp", ignore=without)
    shutil.copytree(ROOT / "docs" / "rules", tree / "docs" / "rules")
    for name in (
        "hatch_build.py",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "NOTICE",
        ".gitignore",
    ):
        shutil.copy(ROOT / name, tree)
    return tree


def run(
    *command: str | Path, sources: Path, cwd: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command that may read the wheels of the SDK from `sources` and from nowhere else."""
    return subprocess.run(
        [str(part) for part in command],
        env={**os.environ, SOURCES_VARIABLE: str(sources)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=cwd,
        check=False,
    )


def number_of_codes(database: Path) -> int:
    """Count the codes in a catalogue."""
    with sqlite3.connect(database) as connection:
        return int(connection.execute("SELECT count(*) FROM code").fetchone()[0])


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_build_makes_both_and_the_sdist_needs_no_sources(tmp_path: Path, sdk_wheels: Path) -> None:
    tree, dist, nowhere = copy_of_the_tree(tmp_path), tmp_path / "dist", tmp_path / "nowhere"

    built = run(sys.executable, "-m", "build", "-o", dist, tree, sources=sdk_wheels)

    assert built.returncode == 0, built.stdout
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    assert names_in(wheel) >= NEEDED
    assert all(name.startswith(("tclsp/", "tclsp-")) for name in names_in(wheel))
    with tarfile.open(sdist) as archive:
        # Debian 12 has 3.11.2, which knows no filters yet; from 3.14 on this one is the default.
        safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(tmp_path, **safely)  # noqa: S202 - it was built above
    (unpacked,) = tmp_path.glob("tclsp-*")
    assert {path.name for path in unpacked.iterdir()} == {
        ".gitignore",
        "LICENSE",
        "NOTICE",
        "PKG-INFO",
        "README.md",
        "docs",
        "hatch_build.py",
        "pyproject.toml",
        "tclsp",
    }

    again = run(*UV, "build", "--wheel", unpacked, "-o", tmp_path / "again", sources=nowhere)

    assert again.returncode == 0, again.stdout
    (wheel_of_sdist,) = (tmp_path / "again").glob("*.whl")
    assert names_in(wheel_of_sdist) == names_in(wheel)


def test_uv_builds_from_a_checkout(tmp_path: Path, sdk_wheels: Path) -> None:
    tree = copy_of_the_tree(tmp_path)

    built = run(*UV, "build", "--wheel", tree, "-o", tmp_path / "dist", sources=sdk_wheels)

    assert built.returncode == 0, built.stdout
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert names_in(wheel) >= NEEDED


def test_an_editable_install_builds_in_place(tmp_path: Path, sdk_wheels: Path) -> None:
    tree, environment = copy_of_the_tree(tmp_path), tmp_path / "environment"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"

    pip = (python, "-m", "pip", "install", "--no-deps", "--editable", tree)
    installed = run(*pip, sources=sdk_wheels)

    assert installed.returncode == 0, installed.stdout
    where = "import tclsp; print(tclsp.__file__)"
    imported = run(python, "-c", where, sources=sdk_wheels, cwd=tmp_path).stdout.strip()
    assert Path(imported) == tree / "tclsp" / "__init__.py"
    assert number_of_codes(tree / CATALOG) > 12_000


def test_without_its_sources_a_build_ends_with_one_sentence(tmp_path: Path) -> None:
    tree, nowhere = copy_of_the_tree(tmp_path), tmp_path / "nowhere"

    built = run(sys.executable, "-m", "build", "--wheel", tree, sources=nowhere)

    assert built.returncode != 0
    assert f"{nowhere} holds no tencentcloud_sdk_python-" in built.stdout
    assert "or unset TCLSP_CATALOG_SOURCES to download them." in built.stdout
    assert "Traceback" not in built.stdout
    assert not (tree / CATALOG).exists()
