from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tclsp.catalog.build import Built
from tclsp.catalog.store import Catalog
from tclsp.cli import catalog, codes, explain
from tests.cli.catalog_run import run_command


def test_info_tells_versions_counts_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(catalog, "info") == 0

    lines = capsys.readouterr().out.splitlines()
    facts = {line[:9].rstrip(): line[11:] for line in lines}
    versions = Catalog.open().sdk_versions()
    assert facts["SDK"] == f"{versions.zh} (Chinese), {versions.en} (international, English)"
    assert facts["codes"].startswith(f"{len(Catalog.open().codes()):,}: ")
    assert "26 common" in facts["codes"]
    assert Path(facts["file"]).name == "catalog.db"
    assert facts["size"].endswith(" MB")
    assert set(facts) >= {"families", "services", "actions", "written", "schema", "sources"}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("new", [False, True])
def test_build_tells_what_happens(
    force: bool, new: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*, force: bool, say: Callable[[str], None]) -> Built:
        say(f"Building, force={force}")
        return Built(Path("catalog.db"), new=new, fingerprint="")

    monkeypatch.setattr("tclsp.catalog.build.build", build)

    assert run_command(catalog, "build", *(["--force"] if force else [])) == 0
    said = f"Building, force={force}\n"
    assert capsys.readouterr().out == (said if new else f"{said}catalog.db is up to date\n")


def test_a_build_that_fails_says_why_and_keeps_the_catalogue(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TCLSP_CATALOG_SOURCES", str(tmp_path))

    assert run_command(catalog, "build", "--force") == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("tclsp: ")
    assert captured.err.count("\n") == 1
    assert Catalog.open().code("FailedOperation") is not None


@pytest.mark.parametrize(
    ("command", "words"),
    [(catalog, ["info"]), (codes, []), (explain, ["FailedOperation"])],
)
def test_without_a_catalogue_a_sentence_says_how_to_build_it(
    command: ModuleType,
    words: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("tclsp.catalog.store._DEFAULT_PATH", tmp_path / "catalog.db")

    assert run_command(command, *words) == 2
    assert "tclsp catalog build" in capsys.readouterr().err
