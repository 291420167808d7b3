"""`make bench-check` sees a regression, and only that."""

from pathlib import Path

import pytest

from benchmarks.check import complaints, improvements
from benchmarks.counts import counted
from benchmarks.trees import Tree, all_matter, few_matter, plain_module
from tclsp.analysis import analyse, parsing
from tclsp.analysis.walks import all_expressions
from tclsp.checker.run import Request, run
from tclsp.source.pieces import Piece


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return few_matter(tmp_path / "tree", plain=4, apps=1)


def check(tree: Tree) -> object:
    return run(Request((str(tree.root),), cache=False, jobs=1))


def test_the_same_work_gives_the_same_counts(tree: Tree) -> None:
    check(tree)
    first = counted(lambda: check(tree), tree.root)
    second = counted(lambda: check(tree), tree.root)
    assert first == second
    assert first["calls"] > 10_000
    assert first["libcst parses"] > 50
    assert first["reads"] >= tree.files
    assert not list(complaints(first, second))


def test_a_piece_that_is_parsed_twice_is_seen(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counted(lambda: check(tree), tree.root)
    parse = parsing.parse

    def parse_twice(piece: Piece, row: int) -> object:
        parse(piece, row)
        return parse(piece, row)

    monkeypatch.setattr(parsing, "parse", parse_twice)
    after = counted(lambda: check(tree), tree.root)
    assert "libcst parses" in {line.partition(":")[0] for line in complaints(before, after)}


def test_work_that_grows_with_the_square_of_the_files_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = all_matter(tmp_path / "apps", apps=2)
    check(tree)
    before = counted(lambda: check(tree), tree.root)
    facts = analyse.ProjectAnalysis.facts

    def with_all_others(self: analyse.ProjectAnalysis, *words: object) -> object:
        for module in self.project.modules:
            for unit in module.units:
                list(all_expressions(unit.body))
        return facts(self, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(analyse.ProjectAnalysis, "facts", with_all_others)
    after = counted(lambda: check(tree), tree.root)
    assert "calls" in {line.partition(":")[0] for line in complaints(before, after)}


def test_fifteen_per_cent_are_the_limit() -> None:
    stored = {"calls": 1_000, "cached: libcst parses": 0}
    assert not list(complaints(stored, {"calls": 1_150, "cached: libcst parses": 0}))
    assert list(complaints(stored, {"calls": 1_151, "cached: libcst parses": 0})) == [
        "calls: 1,151, stored 1,000 (+15%)"
    ]
    assert list(complaints(stored, {"calls": 1_000, "cached: libcst parses": 1})) == [
        "cached: libcst parses: 1, stored 0 (it was nothing)"
    ]


def test_a_figure_of_one_side_alone_is_told_but_for_other_versions_of_python() -> None:
    assert list(complaints({}, {"calls": 5})) == [
        "calls: 5, and nothing is stored to compare it with"
    ]
    assert list(complaints({"calls": 5}, {})) == ["calls: stored, but no longer counted"]
    assert not list(complaints({"modules, Python 3.10": 5}, {"modules, Python 3.99": 7}))


def test_what_got_much_better_is_told_so_that_it_stays() -> None:
    assert list(improvements({"calls": 1_000}, {"calls": 500})) == [
        "calls: 500, stored 1,000 (-50%)"
    ]
    assert not list(improvements({"calls": 1_000}, {"calls": 900}))


def test_trees_are_the_same_each_time(tmp_path: Path) -> None:
    one, other = (few_matter(tmp_path / name, plain=25, apps=1) for name in ("one", "other"))
    assert (one.files, one.lines) == (other.files, other.lines)
    paths = sorted(path.relative_to(one.root) for path in one.root.rglob("*.py"))
    assert len(paths) == one.files
    for path in paths:
        assert (one.root / path).read_bytes() == (other.root / path).read_bytes()


@pytest.mark.parametrize("number", range(40))
def test_modules_that_do_not_matter_are_valid_and_do_not_matter(number: int) -> None:
    text = plain_module(number)
    compile(text, "module.py", "exec")
    assert "tencentcloud" not in text.lower()
