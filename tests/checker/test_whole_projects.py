"""What a user sees: every file is judged on its whole project, whichever files are asked for."""

import os
import sys
from pathlib import Path

import pytest

from tclsp.checker import batch, lowering
from tclsp.checker.run import Outcome, Request, run
from tests.checker.projects import CLIENTS, codes, findings, write_files, write_project

CALLS = """
    from app.clients import make

    def sync(request):
        return make().DescribeInstances(request)
"""
GUARDS = """
    from app.calls import sync

    def job(request):
        try:
            return sync(request)
        except Exception:
            return None
"""
MAIN = """
    from app.guards import job

    if __name__ == "__main__":
        job(None)
"""
APP: dict[str, str | bytes] = {
    "app/__init__.py": "",
    "app/clients.py": CLIENTS,
    "app/calls.py": CALLS,
    "app/guards.py": GUARDS,
    "main.py": MAIN,
    "other.py": """
        def job(request):
            try:
                sync()
            except Exception:
                pass
    """,
}
SWALLOWS = """
    from tencentcloud.common.exception import TencentCloudSDKException

    def ask(client, request):
        try:
            return client.DescribeInstances(request)
        except TencentCloudSDKException:
            return None
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check() -> Outcome:
    return run(Request((".",), cache=False))


class TestOneProject:
    """Findings stand where the fault is, and do not depend on what is asked for."""

    def test_client_call_guard_and_start_in_a_file_each(self, here: Path) -> None:
        write_project(here, APP)
        found = findings(here)
        assert codes(found) == {"app/guards.py": ["TCL104"]}
        ((_, line, message),) = found["app/guards.py"]
        assert line == 6
        assert "DescribeInstances" in message

    @pytest.mark.parametrize("path", sorted(APP))
    def test_one_file_is_told_the_same_as_the_tree(self, here: Path, path: str) -> None:
        write_project(here, APP)
        whole = findings(here)
        assert findings(here, [path]) == ({path: whole[path]} if path in whole else {})

    def test_nothing_is_found_where_the_guard_lets_it_pass(self, here: Path) -> None:
        passing = GUARDS.replace("return None", "raise")
        write_project(here, {**APP, "app/guards.py": passing})
        assert findings(here) == {}

    def test_a_folder_of_the_project_is_judged_on_all_of_it(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_project(here, {**APP, "jobs/daily.py": GUARDS})
        monkeypatch.chdir(here / "jobs")
        assert codes(findings(here, ["jobs"])) == {"jobs/daily.py": ["TCL104"]}

    def test_re_exports_and_relative_imports(self, here: Path) -> None:
        files = {
            "src/app/__init__.py": "from .clients import make\n",
            "src/app/clients.py": CLIENTS,
            "src/app/calls.py": CALLS.replace("app.clients", "."),
            "src/app/guards.py": GUARDS.replace("app.calls", ".calls"),
        }
        write_project(here, files)
        assert codes(findings(here)) == {"src/app/guards.py": ["TCL104"]}

    def test_the_standard_input_stands_for_a_file_of_the_project(self, here: Path) -> None:
        write_project(here, APP)
        typed = b"from app.calls import sync\n\ntry:\n    sync(1)\nexcept Exception:\n    pass\n"
        (report,) = run(
            Request(("-",), stdin=typed, stdin_filename="app/guards.py", cache=False)
        ).reports
        assert report.path == "app/guards.py"
        assert [(each.code, each.start.row) for each in report.findings] == [("TCL104", 5)]
        other = Request(("-",), stdin=b"x = 1\n", stdin_filename="app/guards.py", cache=False)
        assert run(other).reports == []

    def test_the_standard_input_may_be_a_file_that_is_not_there_yet(self, here: Path) -> None:
        write_project(here, APP)
        typed = b"from app.calls import sync\n\ntry:\n    sync(1)\nexcept Exception:\n    pass\n"
        (report,) = run(
            Request(("-",), stdin=typed, stdin_filename="new/jobs.py", cache=False)
        ).reports
        assert [each.code for each in report.findings] == ["TCL104"]


class TestChanges:
    """With a cache, only what changed and what depends on it is reduced again."""

    @pytest.fixture
    def reduced(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        paths: list[str] = []

        def lower(job: lowering.LowerJob) -> lowering.LowerResult:
            paths.append(job.path)
            return lowering.lower(job)

        monkeypatch.setattr(batch, "lower", lower)
        return paths

    def test_a_change(self, here: Path, reduced: list[str]) -> None:
        write_project(here, APP)
        cache = here / "cache"
        assert codes(findings(here, cache=cache)) == {"app/guards.py": ["TCL104"]}
        assert sorted(reduced) == ["app/calls.py", "app/clients.py", "app/guards.py", "main.py"]
        reduced.clear()
        write_files(here, {"app/guards.py": GUARDS.replace("return None", "raise")})
        assert findings(here, cache=cache) == {}
        assert reduced == ["app/guards.py"]

    def test_a_change_elsewhere_reduces_nothing(self, here: Path, reduced: list[str]) -> None:
        write_project(here, APP)
        before = findings(here, cache=here / "cache")
        reduced.clear()
        write_files(here, {"other.py": "x = 1\n"})
        assert findings(here, cache=here / "cache") == before
        assert reduced == []

    def test_a_file_that_goes_and_comes_again(self, here: Path, reduced: list[str]) -> None:
        write_project(here, APP)
        cache = here / "cache"
        before = findings(here, cache=cache)
        reduced.clear()
        (here / "app" / "calls.py").unlink()
        assert findings(here, cache=cache) == {}
        assert reduced == []
        write_files(here, {"app/calls.py": CALLS})
        assert findings(here, cache=cache) == before
        assert reduced == []

    def test_a_file_that_ties_another(self, here: Path, reduced: list[str]) -> None:
        write_project(here, APP)
        cache = here / "cache"
        findings(here, cache=cache)
        reduced.clear()
        write_files(here, {"late.py": GUARDS, "other.py": f"{CALLS}\n    job = sync\n"})
        assert codes(findings(here, cache=cache)) == {
            "app/guards.py": ["TCL104"],
            "late.py": ["TCL104"],
        }
        assert "app/clients.py" not in reduced


class TestSeveralProjects:
    """Each settings file starts a project of its own."""

    def test_files_of_one_do_not_count_in_the_other(self, here: Path) -> None:
        write_project(here, APP)
        write_files(here, {"tclsp.toml": "", "inner/tclsp.toml": "", "inner/guards.py": GUARDS})
        assert codes(findings(here)) == {"app/guards.py": ["TCL104"]}

    def test_each_follows_its_settings(self, here: Path) -> None:
        write_project(here, APP)
        write_files(here, {f"inner/{path}": code for path, code in APP.items()})
        write_files(here, {"inner/tclsp.toml": 'ignore = ["TCL104"]\n'})
        assert codes(findings(here)) == {"app/guards.py": ["TCL104"]}
        assert findings(here, ["inner/app/guards.py"]) == {}
        write_files(here, {"inner/tclsp.toml": ""})
        both = {"app/guards.py": ["TCL104"], "inner/app/guards.py": ["TCL104"]}
        assert codes(findings(here)) == both
        assert codes(findings(here, ["app", "inner/app/guards.py"])) == both

    def test_without_a_mark_the_given_files_are_the_project(self, here: Path) -> None:
        write_files(here, APP)
        whole = {"app/guards.py": ["TCL104"]}
        assert codes(findings(here)) == whole
        assert codes(findings(here, sorted(APP))) == whole
        assert findings(here, ["app/guards.py"]) == {}

    def test_a_file_that_git_ignores_is_judged_on_the_project_and_counts_for_no_other(
        self, here: Path
    ) -> None:
        write_project(here, {**APP, ".gitignore": "made.py\n", "made.py": GUARDS})
        write_files(here, {"uses.py": GUARDS.replace("app.calls", "made").replace("sync", "job")})
        assert codes(findings(here)) == {"app/guards.py": ["TCL104"]}
        assert codes(findings(here, ["made.py"])) == {"made.py": ["TCL104"]}
        assert codes(findings(here, ["made.py", "."])) == {
            "app/guards.py": ["TCL104"],
            "made.py": ["TCL104"],
        }

    def test_words_of_the_settings_make_files_matter(self, here: Path) -> None:
        wrapper = "class OurCloud:\n    def ask(self):\n        return 1\n"
        use = "from wrapper import OurCloud\n\nOurCloud().ask()\n"
        write_project(here, {"wrapper.py": wrapper, "use.py": use})
        assert check().reports == []
        write_files(here, {"tclsp.toml": 'triggers = ["ourcloud"]\n'})
        assert [report.path for report in check().reports] == ["use.py", "wrapper.py"]


class TestOddFiles:
    """What cannot be read or understood costs itself alone."""

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xef\xbb\xbf",
            b"def broken(:\n    import app.calls\n",
            b"from app.calls import sync\n\ndef f(:\n    sync()\n",
            b"# tencentcloud \xff\xfe\n",
            "import tencentcloud\n".encode("utf-16"),
            b"# coding: no-such\nimport tencentcloud\n",
            b"\0import tencentcloud\n",
            b"from app.calls import sync\nx = [\n" + b"    1, 2, 3, 4, 5,\n" * 50_000 + b"]\n",
            b"from app.calls import sync\nx = " + b"(" * 3000 + b"sync()" + b")" * 3000 + b"\n",
            b"from app.calls import sync\nx = sync()" + b".b(1)" * 3000 + b"\n",
        ],
        ids=[
            "empty",
            "bom",
            "broken",
            "tied",
            "text",
            "utf-16",
            "coding",
            "nul",
            "huge",
            "deep",
            "chain",
        ],
    )
    def test_an_odd_file_among_others(self, here: Path, content: bytes) -> None:
        write_project(here, {**APP, "odd.py": content})
        outcome = check()
        found = {report.path: [each.code for each in report.findings] for report in outcome.reports}
        assert found.pop("odd.py", []) in ([], ["TCL002"])
        assert {path: each for path, each in found.items() if each} == {"app/guards.py": ["TCL104"]}
        assert outcome.notes.lines() == []

    @pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
    def test_links_that_lead_nowhere_or_round_in_a_circle(self, here: Path) -> None:
        write_project(here, APP)
        (here / "circle").symlink_to(here, target_is_directory=True)
        (here / "round.py").symlink_to(here / "round.py")
        (here / "gone.py").symlink_to(here / "nowhere.py")
        assert codes(findings(here)) == {"app/guards.py": ["TCL104"]}
        lines = check().notes.lines()
        assert [line.partition(":")[0] for line in lines] == ["gone.py", "round.py"]
        assert codes(findings(here, ["app/guards.py"])) == {"app/guards.py": ["TCL104"]}

    @pytest.mark.skipif(sys.platform != "linux", reason="needs names that are no Unicode")
    def test_names_that_are_no_unicode(self, here: Path) -> None:
        root = here / os.fsdecode(b"project\xff")
        root.mkdir()
        write_project(root, {**APP, os.fsdecode(b"odd\xff.py"): GUARDS})
        expected = {"app/guards.py": ["TCL104"], os.fsdecode(b"odd\xff.py"): ["TCL104"]}
        assert codes(findings(root, cache=here / "cache")) == expected
        assert codes(findings(root, cache=here / "cache")) == expected

    def test_modules_that_import_each_other(self, here: Path) -> None:
        circle = {
            "a.py": "from b import *\nfrom b import make\n",
            "b.py": "from a import *\nfrom c import *\n",
            "c.py": f"    import a, b, c\n    from . import c\n{CLIENTS}",
            "d.py": "from a import make\n\ntry:\n    make().DescribeInstances(1)\n"
            "except Exception:\n    pass\n",
        }
        write_project(here, circle)
        assert codes(findings(here)) == {"d.py": ["TCL104"]}

    def test_a_long_chain_of_imports(self, here: Path) -> None:
        chain = {
            f"m{number}.py": f"from m{number - 1} import f{number - 1}\n\n"
            f"def f{number}(x):\n    return f{number - 1}(x)\n"
            for number in range(1, 400)
        }
        write_project(here, {**chain, "m0.py": SWALLOWS.replace("ask", "f0")})
        assert codes(findings(here)) == {"m0.py": ["TCL104"]}
        assert codes(findings(here, ["m0.py", "m399.py"])) == {"m0.py": ["TCL104"]}
