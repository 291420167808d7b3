"""A project under edits says what a fresh look at the same texts says."""

import gc
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tclsp.analysis.names import Names
from tclsp.catalog.store import Catalog
from tclsp.checker.live_joins import Superseded
from tclsp.checker.live_project import LiveProject
from tclsp.checker.project import Projects
from tclsp.source import trees
from tclsp.source.text import SourceText

SAMPLES = Path(__file__).parents[2] / "fixtures" / "sample_app"
CATALOG = Catalog.open()
TOKENS = ("\n", "    ", "(", '"', "'''", "#", "x", "def f():\n    pass\n", "\\", ":", "错😀", "\r")


def nothing() -> None:
    """Let every analysis go on."""


def project(folder: Path, before_parse: Callable[[], None] = nothing) -> LiveProject:
    projects = Projects()
    live = LiveProject(projects.of_folder(str(folder)), projects, CATALOG, before_parse)
    live.scan()
    return live


def said(live: LiveProject, path: Path) -> object:
    report = live.report(str(path))
    assert report is not None
    assert report.trouble is None
    return report.findings, report.facts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app")
    (folder / "tclsp.toml").write_text("")
    for name in ("servers.py", "errors.py", "messages.py", "balance.py"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    return folder


def edits(text: str, chance: random.Random) -> Iterator[str]:
    """Yield texts, each from the one before by one edit such as people make."""
    while True:
        start = chance.randrange(len(text) + 1)
        kind = chance.randrange(5)
        if kind == 4:
            start = text.rfind("\n", 0, start) + 1
            text = text[:start] + chance.choice(("\n", "# 错误\n", "\n\n\n")) + text[start:]
        elif kind == 0:
            text = text[:start] + chance.choice(TOKENS) + text[start:]
        elif kind == 1:
            text = text[:start] + text[start + chance.randrange(30) :]
        else:
            lines = text.splitlines(keepends=True)
            row = chance.randrange(len(lines)) if lines else 0
            count = chance.randrange(1, 8)
            moved = lines[row : row + count]
            text = "".join([*lines[:row], *(moved * (kind - 2) * 2), *lines[row + count :]])
        yield text


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chance=st.randoms(use_true_random=False), steps=st.integers(1, 8))
def test_edits_leave_what_a_fresh_look_finds(
    folder: Path, chance: random.Random, steps: int
) -> None:
    live, paths = project(folder), [folder / "servers.py", folder / "errors.py"]
    texts = {path: edits(path.read_text(encoding="utf-8"), chance) for path in paths}
    now: dict[Path, SourceText] = {}
    for _ in range(steps):
        path = chance.choice(paths)
        now[path] = SourceText.of(next(texts[path]))
        live.put(str(path), now[path])
        live.report(str(path))
    for path in now:
        # Errors of syntax may be cut otherwise with what was known before.
        if not is_sound(now[path].text):
            now[path] = SourceText.of(path.read_text(encoding="utf-8"))
            live.put(str(path), now[path])
    fresh = project(folder)
    for path, source in now.items():
        fresh.put(str(path), source)
    for path in (*paths, folder / "messages.py"):
        assert said(live, path) == said(fresh, path)


def is_sound(text: str) -> bool:
    return not trees.parse(text.encode()).root_node.has_error


def test_undoing_an_edit_brings_back_what_was_found(folder: Path) -> None:
    live, path = project(folder), folder / "servers.py"
    source = SourceText.of(path.read_text(encoding="utf-8"))
    live.put(str(path), source)
    before = said(live, path)
    live.put(str(path), SourceText.of(source.text.replace("def ", "def (", 3)))
    assert said(live, path) != before
    live.put(str(path), source)
    assert said(live, path) == before


def test_a_file_counts_with_the_disk_again_once_it_is_closed(folder: Path) -> None:
    live, path = project(folder), folder / "servers.py"
    before = said(live, path)
    live.put(str(path), SourceText.of("pass\n"))
    assert said(live, path) == ((), None)
    live.close(str(path))
    assert said(live, path) == before


def test_work_that_is_given_up_can_be_begun_again(folder: Path) -> None:
    path = folder / "servers.py"
    pieces = 0

    def give_up() -> None:
        nonlocal pieces
        pieces += 1
        if pieces % 20 == 0:
            raise Superseded

    live = project(folder, give_up)
    given_up = 0
    while True:
        try:
            found = said(live, path)
            break
        except Superseded:
            given_up += 1
    assert given_up > 0
    assert found == said(project(folder), path)


def test_an_analysis_that_is_replaced_leaves_no_garbage(folder: Path) -> None:
    gc.collect()
    others = analyses()
    live, path = project(folder), folder / "servers.py"
    text = path.read_text()
    gc.disable()
    try:
        for number in range(3):
            live.put(str(path), SourceText.of(f"{text}\nNUMBER = {number}\n"))
            said(live, path)
        assert len(analyses() - others) == 1
    finally:
        gc.enable()


def test_edits_in_a_function_leave_no_garbage(folder: Path) -> None:
    live, path = project(folder), folder / "servers.py"
    text = path.read_text()
    live.put(str(path), SourceText.of(text))
    said(live, path)
    gc.collect()
    gc.disable()
    try:
        for number in range(4):
            live.put(str(path), SourceText.of(text.replace("return ", f"return {number} or ", 1)))
            said(live, path)
        assert gc.collect() == 0
    finally:
        gc.enable()


def analyses() -> set[int]:
    """Return the ids of what all parts of an analysis share, for each analysis that there is."""
    return {id(each) for each in gc.get_objects() if isinstance(each, Names)}
