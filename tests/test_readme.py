"""The commands that the README and the guides show, run as they stand there.

A line of output that is shown must be printed, in the same order; `...` stands for lines left out.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tclsp.checker.settings_file import read_settings

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/settings.md", "docs/pre-commit.md")
ELSEWHERE = ("pip ", "make ", "git ", "pre-commit ", "TCLSP_CATALOG_SOURCES=")
"""Commands that install something or belong to other programs."""


class Example(NamedTuple):
    """A command of a page and the output that is shown below it."""

    page: str
    command: str
    output: list[str]


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def examples() -> Iterator[Example]:
    for page in PAGES:
        for block in blocks(page, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield Example(page, command, output.splitlines())


OURS = [example for example in examples() if not example.command.startswith(ELSEWHERE)]


def run(command: str) -> list[str]:
    program, *words = shlex.split(command)
    assert program == "tclsp"
    done = subprocess.run(
        [sys.executable, "-m", "tclsp", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize("example", OURS, ids=lambda example: example.command)
def test_a_command_prints_what_the_page_shows(example: Example) -> None:
    printed = iter(run(example.command))
    for shown in example.output:
        if shown.strip() != "...":
            assert shown in printed, shown


def test_the_readme_shows_the_two_commands() -> None:
    shown = {example.command.split()[1] for example in OURS if example.page == "README.md"}
    assert {"check", "explain"} <= shown


@pytest.mark.parametrize("page", PAGES)
def test_settings_that_a_page_shows_are_valid(page: str, tmp_path: Path) -> None:
    for block in blocks(page, "toml"):
        path = tmp_path / "pyproject.toml"
        path.write_text(block, encoding="utf-8")
        assert read_settings(str(path)) is not None


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(((?!https?:)[^)#]+)", text):
        assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("page", ["README.md", "docs/pre-commit.md"])
def test_the_hook_is_called_as_the_repository_declares_it(page: str) -> None:
    declared = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    named = [name for block in blocks(page, "yaml") for name in re.findall(r"id: (\S+)", block)]
    assert named
    assert all(f"id: {name}\n" in declared for name in named)
