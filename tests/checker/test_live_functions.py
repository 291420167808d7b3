"""Functions that change, come, go and get other names: a project that followed says what a fresh
one says."""

import ast
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tclsp.analysis.module import Unit
from tclsp.checker import linking
from tclsp.checker.live_joins import Superseded
from tclsp.checker.live_project import LiveProject
from tclsp.checker.project import Projects
from tclsp.source.text import SourceText
from tests.checker.test_live_project import CATALOG, SAMPLES, project, said

NAMES = ("servers.py", "errors.py", "messages.py", "balance.py", "main.py", "settings.py")
STATEMENTS = (
    "raise",
    "return None",
    "pass",
    "print(error)",
    "logger.error(error.requestId)",
    "client.DescribeInstances(request)",
    "self.codes = ('AuthFailure', 'ResourceNotFound')",
    "self.client = client",
    "from tencentcloud.cvm.v20170312 import errorcodes",
)
_DEFINITION = re.compile(r"( *)(?:async )?def (\w+)")


def edited(text: str, chance: random.Random) -> str:
    """Return a text with one edit such as people make, still Python."""
    for _ in range(20):
        changed = "\n".join(_edited(text.split("\n"), chance))
        if _is_python(changed):
            return changed
    return text


def _edited(lines: list[str], chance: random.Random) -> list[str]:
    heads = [row for row, line in enumerate(lines) if _DEFINITION.match(line)]
    inside = [row for row, line in enumerate(lines) if re.match(r"    +\S", line)]
    if not heads or not inside:
        return lines
    kind = chance.randrange(7)
    if kind < 3:
        row = chance.choice(inside)
        blank = re.match(" *", lines[row])
        assert blank is not None
        new = [] if kind == 0 else [blank[0] + chance.choice(STATEMENTS)]
        return [*lines[:row], *new, *lines[row + (kind != 1) :]]
    row = chance.choice(heads)
    end = _end_of(lines, row)
    function = lines[row:end]
    if kind == 3:
        return [*lines[:row], *lines[end:]]
    if kind == 4:
        return [*lines[:end], *function, *lines[end:]]
    other = _DEFINITION.match(lines[chance.choice(heads)])
    assert other is not None
    name = other[2] if kind == 5 else "renamed"
    return [*lines[:row], re.sub(r"def \w+", f"def {name}", lines[row]), *lines[row + 1 :]]


def _end_of(lines: list[str], row: int) -> int:
    depth = len(lines[row]) - len(lines[row].lstrip())
    for end in range(row + 1, len(lines)):
        line = lines[end]
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            return end
    return len(lines)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app") / "sample_app"
    folder.mkdir()
    (folder.parent / "tclsp.toml").write_text("")
    for name in NAMES:
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    return folder


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chance=st.randoms(use_true_random=False), steps=st.integers(1, 8))
def test_edits_of_functions_leave_what_a_fresh_look_finds(
    folder: Path, chance: random.Random, steps: int
) -> None:
    live = project(folder.parent)
    paths = [folder / name for name in NAMES]
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    for _ in range(steps):
        path = chance.choice(paths)
        texts[path] = edited(texts[path], chance)
        live.put(str(path), SourceText.of(texts[path]))
        live.report(str(path))
    fresh = project(folder.parent)
    for path, text in texts.items():
        fresh.put(str(path), SourceText.of(text))
        live.put(str(path), SourceText.of(text))
    for path in paths:
        assert said(live, path) == said(fresh, path)


BEFORE = """\
from tencentcloud.cvm.v20170312 import cvm_client

class Servers:
    def start(self):
        self.client = cvm_client.CvmClient(credential, "ap-guangzhou")

    def stop(self):
        self.client.StopInstances(request)

def main():
    Servers().stop()
"""


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        pytest.param("StopInstances", "StartInstances", True, id="another call"),
        pytest.param("def stop(", "def halt(", True, id="another name"),
        pytest.param("    Servers().stop()", "    pass", True, id="a call less"),
        pytest.param("self.client = cvm", "client = cvm", True, id="an attribute less"),
        pytest.param("class Servers:", "class Servers(Base):", False, id="another base"),
        pytest.param("def stop(", "def __call__(", False, id="run without its name"),
        pytest.param("import cvm_client", "import cvm_client, models", False, id="an import more"),
        pytest.param("    Servers().stop()", "    import os", False, id="an import inside"),
        pytest.param("def main(", "def stop(", True, id="a name that a method has"),
        pytest.param("def stop(", "def start(", False, id="two methods of one name"),
    ],
)
def test_only_an_edit_that_others_cannot_see_keeps_what_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, kept: bool
) -> None:
    (tmp_path / "tclsp.toml").write_text("")
    path = tmp_path / "servers.py"
    path.write_text(BEFORE)
    live = project(tmp_path)
    said(live, path)
    before = {unit for unit in _units(live._joins.of(live._files).project) if unit.function is None}
    after = SourceText.of(BEFORE.replace(old, new, 1))
    live.put(str(path), after)
    found = said(live, path)
    units = _units(live._joins.of(live._files).project)
    assert before.isdisjoint(units) is not kept
    fresh = project(tmp_path)
    fresh.put(str(path), after)
    assert found == said(fresh, path)


CALLER = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        report(error)
"""
CALLED = "\ndef report(error):\n    print(error.code)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [("", CALLED), (CALLED, ""), (CALLED, CALLED.replace("error.code", "error"))],
)
def test_a_caller_sees_that_what_it_calls_comes_goes_or_changes(
    tmp_path: Path, before: str, after: str
) -> None:
    (tmp_path / "tclsp.toml").write_text("")
    path = tmp_path / "servers.py"
    path.write_text(CALLER)
    found = []
    for text in (before, after):
        live = project(tmp_path)
        live.put(str(path), SourceText.of(CALLER + text))
        found.append(said(live, path))
    assert found[0] != found[1]
    live = project(tmp_path)
    for text, expected in zip((before, after), found, strict=True):
        live.put(str(path), SourceText.of(CALLER + text))
        assert said(live, path) == expected


CATCHING = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from qcloud_cos import CosServiceError

class Servers:
    def start(self):
        self.errors = (TencentCloudSDKException, CosServiceError)

    def stop(self, client):
        try:
            client.StopInstances(request)
        except self.errors as error:
            if error.code != "NoSuchInstance":
                raise
"""


def test_a_clause_sees_which_classes_another_method_names(tmp_path: Path) -> None:
    (tmp_path / "tclsp.toml").write_text("")
    path = tmp_path / "servers.py"
    path.write_text(CATCHING)
    live = project(tmp_path)
    assert said(live, path)
    alone = SourceText.of(CATCHING.replace(", CosServiceError", ","))
    fresh = project(tmp_path)
    for each in (live, fresh):
        each.put(str(path), alone)
    assert said(live, path) == said(fresh, path)


def _units(joined: linking.LinkedProject) -> set[Unit]:
    return {unit for module in joined._modules.values() for unit in module.units}


def test_work_that_was_given_up_leaves_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "tclsp.toml").write_text("")
    path = tmp_path / "servers.py"
    path.write_text(BEFORE)
    gives_up = False

    def before_parse() -> None:
        if gives_up:
            raise Superseded

    projects = Projects()
    live = LiveProject(projects.of_folder(str(tmp_path)), projects, CATALOG, before_parse)
    live.scan()
    said(live, path)
    before = _units(live._joins.of(live._files).project)
    gives_up = True
    live.put(str(path), SourceText.of(BEFORE.replace("StopInstances", "StartInstances")))
    with pytest.raises(Superseded):
        live.report(str(path))
    gives_up = False
    live.put(str(path), SourceText.of(BEFORE.replace("StopInstances", "RunInstances")))
    said(live, path)
    after = _units(live._joins.of(live._files).project)
    assert {unit.name for unit in before - after} == {"", "Servers.stop"}
