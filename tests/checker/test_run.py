"""A run over many files: caches, processes, and files that fail."""

import os
from pathlib import Path

import pytest

from tclsp.checker import batch, lowering
from tclsp.checker.known_facts import KnownFacts
from tclsp.checker.linking import LinkedProject
from tclsp.checker.run import Outcome, Request, run
from tclsp.source import prefilter
from tclsp.source.outline import Outline, outline
from tclsp.source.text import SourceText

FAULTY = """\
from tencentcloud.common.exception import TencentCloudSDKException


def ask_{number}(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException:
        return None
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_many(count: int) -> None:
    for number in range(count):
        Path(f"app{number:02}.py").write_text(FAULTY.format(number=number), encoding="utf-8")


def found(outcome: Outcome) -> dict[str, list[str]]:
    return {report.path: [f.code for f in report.findings] for report in outcome.reports}


def test_nothing_is_analysed_for_a_file_without_ties(monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(3)
    Path("other.py").write_text("import os\n", encoding="utf-8")
    monkeypatch.setattr("tclsp.checker.batch.lower", _refuse)
    outcome = run(Request(("other.py",), jobs=1, cache=False))
    assert found(outcome) == {}
    assert outcome.checked == 1
    assert not outcome.notes.lines()


def _refuse(job: object) -> None:
    raise AssertionError(f"analysed without need: {job}")


def test_any_number_of_processes_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(30)
    monkeypatch.setattr("tclsp.checker.batch.PARALLEL_BYTES", 0)
    alone = run(Request((".",), jobs=1, cache=False))
    together = run(Request((".",), jobs=4, cache=False))
    assert alone.reports == together.reports
    assert found(alone) == {f"app{number:02}.py": ["TCL104"] for number in range(30)}


class TestCache:
    """Facts come from the cache where they can."""

    def test_the_second_run_analyses_nothing(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_many(3)
        first = run(Request((".",)))
        assert (project / ".tclsp_cache" / "facts.db").is_file()
        monkeypatch.setattr(batch, "lower", _fail)
        monkeypatch.setattr(LinkedProject, "facts", _fail)
        second = run(Request((".",)))
        assert second.reports == first.reports
        assert second.notes.lines() == []

    def test_files_that_did_not_change_are_not_parsed_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_many(3)
        run(Request((".",)))
        Path("app01.py").write_text(FAULTY.format(number="x"), encoding="utf-8")
        parsed = []

        def lower(job: lowering.LowerJob) -> lowering.LowerResult:
            parsed.append(job.path)
            return lowering.lower(job)

        monkeypatch.setattr(batch, "lower", lower)
        assert sorted(found(run(Request((".",))))) == ["app00.py", "app01.py", "app02.py"]
        assert parsed == ["app01.py"]

    def test_a_change_of_content_or_of_options_is_seen(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_many(1)
        assert found(run(Request((".",)))) == {"app00.py": ["TCL104"]}
        Path("tclsp.toml").write_text('request-id-loggers = ["note"]\n', encoding="utf-8")
        monkeypatch.setattr(batch, "lower", _fail)
        with pytest.raises(AssertionError):
            run(Request((".",)))

    def test_a_run_without_cache_leaves_no_trace(self, project: Path) -> None:
        write_many(1)
        run(Request((".",), cache=False))
        assert not (project / ".tclsp_cache").exists()

    def test_its_folder_can_be_chosen(self, project: Path) -> None:
        write_many(1)
        run(Request((".",), cache_folder="elsewhere/cache"))
        assert (project / "elsewhere" / "cache" / "facts.db").is_file()

    def test_it_lies_at_the_root_of_the_project(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (project / "src").mkdir()
        monkeypatch.chdir(project / "src")
        write_many(1)
        run(Request((".",)))
        assert (project / ".tclsp_cache" / "facts.db").is_file()

    def test_a_damaged_one_is_passed_over_with_a_note(self, project: Path) -> None:
        write_many(2)
        run(Request((".",)))
        database = project / ".tclsp_cache" / "facts.db"
        database.write_bytes(b"damaged" * 1000)
        outcome = run(Request((".",)))
        assert len(outcome.reports) == 2
        assert outcome.notes.lines() == [
            f"{project / '.tclsp_cache'}: the cache is not used: file is not a database"
        ]
        assert not outcome.notes.failed

    @pytest.mark.parametrize("kept", ["facts", "lowered", "linked"])
    @pytest.mark.parametrize("text", ['{"handlers": 1}', "[[[", "7", "[0]"])
    def test_what_we_did_not_write_is_not_believed(
        self, monkeypatch: pytest.MonkeyPatch, kept: str, text: str
    ) -> None:
        write_many(1)
        if kept == "linked":
            monkeypatch.setattr(KnownFacts, "keep_linked", lambda self, _: self._put("", text))
        else:
            monkeypatch.setattr(f"tclsp.checker.{kept}_json.write", lambda _: text)
        run(Request((".",)))
        assert found(run(Request((".",)))) == {"app00.py": ["TCL104"]}


class TestTrouble:
    """What fails costs one file."""

    def test_a_fault_of_the_checker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write_many(3)

        def faulty_outline(source: SourceText) -> Outline:
            if "ask_1" in source.text:
                raise KeyError("x")
            return outline(source)

        monkeypatch.setattr("tclsp.checker.lowering.outline", faulty_outline)
        outcome = run(Request((".",)))
        assert sorted(found(outcome)) == ["app00.py", "app02.py"]
        (note,) = outcome.notes.lines()
        assert note.startswith(
            "app01.py: internal error, please report it: KeyError: 'x' (test_run"
        )
        assert not outcome.notes.failed
        assert run(Request(("app01.py",))).notes.failed

    @pytest.mark.parametrize("reading", [1, 2, 3])
    def test_a_file_that_vanishes(self, monkeypatch: pytest.MonkeyPatch, reading: int) -> None:
        write_many(3)
        real = prefilter.read
        readings: list[str] = []

        def read(path: str) -> bytes:
            if path.endswith("app01.py"):
                readings.append(path)
                if len(readings) >= reading:
                    raise FileNotFoundError(2, "No such file or directory")
            return real(path)

        monkeypatch.setattr(prefilter, "read", read)
        outcome = run(Request((".",), cache=False))
        assert sorted(found(outcome)) == ["app00.py", "app02.py"]
        assert outcome.notes.lines() == ["app01.py: no such file or folder"]
        assert not outcome.notes.failed

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
    def test_files_that_cannot_be_read(self) -> None:
        write_many(2)
        Path("app00.py").chmod(0)
        outcome = run(Request((".",)))
        assert list(found(outcome)) == ["app01.py"]
        assert outcome.notes.lines() == ["app00.py: permission denied"]


def _fail(*_: object) -> None:
    raise AssertionError("nothing was to be analysed")
