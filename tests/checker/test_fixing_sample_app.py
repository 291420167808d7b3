"""The sample application, fixed: it parses, it passes, it differs nowhere else."""

import ast
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tclsp.cli.main import main

SAMPLE = Path(__file__).parents[2] / "fixtures" / "sample_app"
OPTIONS = ("--no-cache", "--extend-select", "TCL303")
HALF_EDITED = "half_edited.py"
"""Does not parse as a whole, so it is left alone."""


def sources(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}


def found(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Return the findings of the folder at hand."""
    capsys.readouterr()
    main(["check", "--output-format", "json", *OPTIONS, "."])
    said: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return said


def copy(folder: Path, form: Callable[[bytes], bytes] = bytes) -> Path:
    app = folder / "sample_app"
    shutil.copytree(SAMPLE, app)
    (folder / ".git").mkdir()
    for path in app.glob("*.py"):
        path.write_bytes(form(path.read_bytes()))
    return app


@pytest.mark.parametrize("words", [("--fix",), ("--fix", "--unsafe-fixes")], ids=["safe", "all"])
def test_what_has_a_fix_is_gone_and_a_second_run_changes_nothing(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = copy(tmp_path)
    monkeypatch.chdir(app)
    before = sources(app)
    main(["check", *words, *OPTIONS, "."])
    after = sources(app)
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    for name in changed:
        ast.parse(after[name])
    wanted = ("safe", "unsafe") if "--unsafe-fixes" in words else ("safe",)
    left = [each for each in found(capsys) if Path(str(each["filename"])).name != HALF_EDITED]
    for finding in left:
        fix = finding["fix"]
        assert not isinstance(fix, dict) or fix["applicability"] not in wanted, finding
    main(["check", *words, *OPTIONS, "."])
    assert sources(app) == after


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "tabs": lambda data: data.replace(b"    ", b"\t"),
}


@pytest.mark.parametrize("form", FORMS)
def test_line_ends_and_tabs_are_kept(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, other = tmp_path / "plain", tmp_path / "other"
    plain.mkdir()
    other.mkdir()
    fixed = []
    for folder, written in ((plain, bytes), (other, FORMS[form])):
        app = copy(folder, written)
        monkeypatch.chdir(app)
        main(["check", "--fix", "--unsafe-fixes", *OPTIONS, "."])
        fixed.append(sources(app))
    expected = {name: FORMS[form](data) for name, data in fixed[0].items()}
    assert fixed[1] == expected
