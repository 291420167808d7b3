"""What git ignores, as the search for files sees it."""

import subprocess
from pathlib import Path

import pytest

from tclsp.checker.gitignore import GitIgnore, around


def ignored(root: Path, *files: str) -> set[str]:
    """Return those of `files` that are ignored, walking down from `root` as the search does."""
    found = set()
    for file in files:
        ignore = around(str(root)).below(str(root))
        folder = root
        *folders, name = file.split("/")
        for part in folders:
            folder /= part
            if ignore.ignores(str(folder), is_folder=True):
                found.add(file)
                break
            ignore = ignore.below(str(folder))
        else:
            if ignore.ignores(str(folder / name), is_folder=False):
                found.add(file)
    return found


def test_without_ignore_files_nothing_is_ignored(tmp_path: Path) -> None:
    assert not GitIgnore().ignores(str(tmp_path / "a.py"), is_folder=False)


def test_a_nested_file_takes_back_what_the_outer_one_ignores(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / ".gitignore").write_text("generated_*.py\n")
    (tmp_path / "kept" / ".gitignore").write_text("!generated_a.py\n")
    files = ("generated_a.py", "kept/generated_a.py", "kept/generated_b.py")
    assert ignored(tmp_path, *files) == {"generated_a.py", "kept/generated_b.py"}


def test_the_files_above_the_given_folder_count_up_to_the_work_tree(tmp_path: Path) -> None:
    inner = tmp_path / "repository" / "src" / "app"
    inner.mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("outside.py\n")
    (tmp_path / "repository" / ".git").mkdir()
    (tmp_path / "repository" / ".gitignore").write_text("/src/app/top.py\nlow.py\n")
    assert ignored(inner, "top.py", "low.py", "outside.py", "x.py") == {"top.py", "low.py"}


def test_a_repository_inside_another_has_its_own_rules(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("a.py\n")
    (tmp_path / "inner" / ".git").mkdir(parents=True)
    assert ignored(tmp_path, "a.py", "inner/a.py") == {"a.py"}


def test_a_pattern_that_git_does_not_know_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("!\na.py\n")
    assert ignored(tmp_path, "a.py") == {"a.py"}


@pytest.mark.parametrize("linked", [False, True], ids=["plain", "linked work tree"])
def test_the_same_as_git(tmp_path: Path, linked: bool) -> None:
    main = tmp_path / "main"
    files = ("a.py", "b.py", "out/c.py", "out/keep/d.py", "deep/er/e.py", "deep/f.py", "g h.py")
    patterns = "/a.py\nout/*\n!out/keep/\n**/e.py\ng\\ h.py\n"
    git = ["git", "-c", "user.name=n", "-c", "user.email=e@example.org", "-C"]
    subprocess.run([*git, tmp_path, "init", "-q", "main"], check=True)
    (main / ".git" / "info").mkdir(exist_ok=True)
    (main / ".git" / "info" / "exclude").write_text("f.py\n")
    root = main
    if linked:
        root = tmp_path / "linked"
        subprocess.run([*git, main, "commit", "-q", "--allow-empty", "-m", "one"], check=True)
        subprocess.run([*git, main, "worktree", "add", "-q", root], check=True)
    (root / ".gitignore").write_text(patterns)
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).touch()
    said = subprocess.run(
        ["git", "-C", root, "check-ignore", *files], check=True, capture_output=True, text=True
    )
    expected = {line.strip('"') for line in said.stdout.splitlines()}
    assert "deep/f.py" in expected
    assert ignored(root, *files) == expected
