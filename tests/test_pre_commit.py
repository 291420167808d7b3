"""The hook in real use: installed by pre-commit and by prek from this repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

BAD = """\
from tencentcloud.common.exception import TencentCloudSDKException


def describe(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException:
        return None
"""
GOOD = BAD.replace("        return None\n", "        raise\n")


def git(folder: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    return subprocess.run(
        ["git", *identity, *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds this checkout as it stands, committed."""
    folder = tmp_path_factory.mktemp("tclsp")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    assert git(folder, "commit", "-q", "-m", "As it stands").returncode == 0
    return folder


def project_with(hook: str, tool: str, hooks: Path, folder: Path) -> tuple[Path, dict[str, str]]:
    """Make a repository with one of the hooks installed; return it and its environment."""
    program = Path(sys.executable).with_name(tool)
    homes = {"PRE_COMMIT_HOME": str(folder / "home"), "PREK_HOME": str(folder / "home")}
    revision = git(hooks, "rev-parse", "HEAD").stdout.strip()
    project = folder / "project"
    project.mkdir()
    git(project, "init", "-q")
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n",
        encoding="utf-8",
    )
    subprocess.run([program, "install"], cwd=project, env={**os.environ, **homes}, check=True)
    return project, homes


@pytest.mark.network
@pytest.mark.parametrize("tool", ["pre-commit", "prek"])
def test_a_bad_file_is_refused_and_a_good_one_accepted(
    tool: str, hooks: Path, tmp_path: Path
) -> None:
    project, homes = project_with("tclsp-check", tool, hooks, tmp_path)

    (project / "app.py").write_text(BAD, encoding="utf-8")
    git(project, "add", "-A")
    refused = git(project, "commit", "-m", "Bad", **homes)
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1, said
    assert "app.py:7:5: TCL104 warning: " in said

    (project / "app.py").write_text(GOOD, encoding="utf-8")
    git(project, "add", "-A")
    accepted = git(project, "commit", "-m", "Good", **homes)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert git(project, "log", "--format=%s").stdout == "Good\n"


@pytest.mark.network
@pytest.mark.parametrize("tool", ["pre-commit", "prek"])
def test_the_second_hook_mends_what_it_can(tool: str, hooks: Path, tmp_path: Path) -> None:
    project, homes = project_with("tclsp-fix", tool, hooks, tmp_path)
    mended = GOOD.replace("raise\n", "raise LookupError(request) from error\n")
    mended = mended.replace("SDKException:", "SDKException as error:")
    dropped = mended.replace(" from error", "").replace(" as error", "")

    (project / "app.py").write_text(dropped, encoding="utf-8")
    git(project, "add", "-A")
    refused = git(project, "commit", "-m", "Dropped", **homes)
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1, said
    assert "files were modified by this hook" in said
    assert (project / "app.py").read_text(encoding="utf-8") == mended

    git(project, "add", "-A")
    accepted = git(project, "commit", "-m", "Mended", **homes)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
