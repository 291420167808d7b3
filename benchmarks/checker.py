"""The checker against its peers and against itself, row by row of its budget.

Run `python -m benchmarks.checker`, with `--quick` for fewer repeats. It prints a table and writes
the same as JSON to `.benchmarks/checker.json`. A row that is missed does not make it fail: what
else the machine does moves these figures; `benchmarks.check` holds those that do not move.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from attrs import frozen

from benchmarks import peers, trees
from benchmarks.output import OUTPUT, publish
from benchmarks.peers import Peer
from benchmarks.table import Row
from benchmarks.timing import (
    TCLSP,
    Contestant,
    Cost,
    RunFailed,
    compile_ours,
    in_turns,
    of_ours,
    run,
)

_QUIETLY = ("--exit-zero", "--output-format", "concise")

_WARM_SECONDS = 0.3
_WARM_SECONDS_A_FILE = 40e-6
_START_MILLISECONDS = 60


@frozen
class Repeats:
    """How often a contestant runs."""

    fast: int
    slow: int
    """Of what takes a minute."""


@frozen
class Bench:
    """A run of the benchmarks: where it works, how often it repeats, with which peers."""

    home: Path
    """An empty folder outside any project; programs run in it."""
    repeats: Repeats
    peers: Mapping[str, Peer | RunFailed]

    # ------------------------------------------------------------ contestants

    def tclsp(self, *words: str | Path) -> Contestant:
        """Return a run of `tclsp check`."""
        return partial(run, [*TCLSP, "check", *words, *_QUIETLY], self.home)

    def peer(self, name: str, tree: Path) -> Contestant:
        """Return a run of a peer; where it could not be installed, that says so."""
        peer = self.peers[name]
        if isinstance(peer, RunFailed):
            return partial(_fail, peer)
        command, fine = peers.command(peer, tree)
        return partial(run, command, self.home, fine)

    # ------------------------------------------------------------ rows

    def rows(self) -> Iterator[Row]:
        """Measure and yield all rows."""
        one = trees.one_plain_file(self.home / "one")
        yield self.start("one small file that does not matter, over `python -c pass`", one)
        few = trees.few_matter(self.home / "few", plain=1_000, apps=1)
        yield self.start_in_a_project(few)
        yield from self.against_slow_peers(few)
        yield from self.against_ruff(few)
        every = trees.all_matter(self.home / "all", apps=30)
        yield self.against_fixit_where_all_matter(every)
        yield self.over_the_parse(every)
        tenth = trees.all_matter(self.home / "tenth", apps=3)
        yield self.growth("all matter", tenth, every)
        trees.remove(every)
        ten_times = trees.few_matter(self.home / "ten", plain=10_000, apps=10)
        yield self.growth("few matter", few, ten_times)

    def start(self, what: str, file: Path) -> Row:
        """Measure the smallest run: one file that does not matter, as a commit hook gives it."""
        found = in_turns(
            {
                "tclsp": self.tclsp(file, "--cache-dir", self.home / "start-cache"),
                "python": partial(run, [sys.executable, "-c", "pass"], self.home),
            },
            {"tclsp": 3 * self.repeats.fast, "python": 3 * self.repeats.fast},
        )
        ours, bare = of_ours(found["tclsp"]), of_ours(found["python"])
        return Row(
            what,
            1_000 * (ours.wall - bare.wall),
            _START_MILLISECONDS,
            "ms",
            detail=f"{1_000 * ours.wall:.0f} ms, {1_000 * bare.wall:.0f} ms",
        )

    def start_in_a_project(self, tree: trees.Tree) -> Row:
        """Measure the same where the file has a project, which must be looked through for it."""
        mark = tree.root / ".git"
        mark.mkdir()
        try:
            file = min(tree.root.glob("area_*/*.py"))
            return self.start(
                f"the same in a project of {tree.files:,} files where few matter", file
            )
        finally:
            mark.rmdir()

    def against_slow_peers(self, tree: trees.Tree) -> Iterator[Row]:
        """Compare with what analyses every file."""
        budgets = {"fixit": 100, "pylint": 100, "flake8": 20, "semgrep": 10}
        contestants = {"tclsp": self.tclsp(tree.root, "--no-cache")}
        contestants.update((name, self.peer(name, tree.root)) for name in budgets)
        repeats = dict.fromkeys(contestants, self.repeats.slow) | {"tclsp": self.repeats.fast}
        found = in_turns(contestants, repeats)
        for name, budget in budgets.items():
            yield _times_faster(f"few matter, {_size(tree)}, against {name}", budget, found, name)

    def against_ruff(self, tree: trees.Tree) -> Iterator[Row]:
        """Compare with the fastest of all, which parses every file, on all processors."""
        ruff = self.peers["ruff"]
        cache = self.home / "ruff-cache"
        contestants = {
            "tclsp": self.tclsp(tree.root, "--no-cache"),
            "ruff": self.peer("ruff", tree.root),
            "tclsp warm": self.tclsp(tree.root, "--cache-dir", self.home / "tclsp-cache"),
        }
        if isinstance(ruff, Peer):
            warm = peers.ruff(ruff, tree.root, "--cache-dir", os.fspath(cache))
            contestants["ruff warm"] = partial(run, warm, self.home)
        for name in ("tclsp warm", "ruff warm"):
            if name in contestants:
                contestants[name]()
        found = in_turns(contestants, dict.fromkeys(contestants, self.repeats.fast))
        yield _times_slower(f"few matter, {_size(tree)}, cold, over ruff cold", 3, found, "ruff")
        warm_cost = of_ours(found["tclsp warm"])
        beside = found.get("ruff warm")
        yield Row(
            f"few matter, {tree.files:,} files, with a cache",
            warm_cost.wall,
            round(_WARM_SECONDS + _WARM_SECONDS_A_FILE * tree.files, 3),
            "s",
            detail=f"ruff with a cache {beside.wall:.2f} s" if isinstance(beside, Cost) else "",
        )

    def against_fixit_where_all_matter(self, tree: trees.Tree) -> Row:
        """Compare with the other tool that parses with libcst."""
        contestants = {
            "tclsp": self.tclsp(tree.root, "--no-cache"),
            "fixit": self.peer("fixit", tree.root),
        }
        repeats = {"tclsp": self.repeats.fast, "fixit": self.repeats.slow}
        found = in_turns(contestants, repeats)
        return _times_faster(f"all matter, {_size(tree)}, against fixit", 10, found, "fixit")

    def over_the_parse(self, tree: trees.Tree) -> Row:
        """Compare the check with libcst's parse of the same files, in one process."""
        words = [sys.executable, "-m", "benchmarks.one_process", os.fspath(tree.root)]
        done = subprocess.run(
            [*words, str(self.repeats.fast)],
            cwd=OUTPUT.parent,
            check=True,
            capture_output=True,
            text=True,
        )
        found = json.loads(done.stdout)
        return Row(
            "all matter, one process, over `libcst.parse_module`, imports apart",
            found["ratio"],
            1.3,
            "×",
            detail=f"{found['check']:.2f} s, {found['parse']:.2f} s of CPU time",
        )

    def growth(self, which: str, small: trees.Tree, large: trees.Tree) -> Row:
        """Compare a tree with one ten times as large, in one process."""
        alone = ("--no-cache", "--jobs", "1")
        found = in_turns(
            {"small": self.tclsp(small.root, *alone), "large": self.tclsp(large.root, *alone)},
            {"small": self.repeats.fast, "large": self.repeats.fast},
        )
        first, second = of_ours(found["small"]), of_ours(found["large"])
        return Row(
            f"{which}: cost of {large.files:,} files over that of {small.files:,}",
            second.cpu / first.cpu,
            10.5,
            "×",
            detail=f"{second.cpu:.2f} s, {first.cpu:.2f} s of CPU time",
        )


def _fail(reason: RunFailed) -> Cost:
    raise reason


def _size(tree: trees.Tree) -> str:
    return f"{tree.files:,} files, {tree.lines / 1_000:.0f} KLOC"


def _times_faster(
    what: str, budget: float, found: Mapping[str, Cost | RunFailed], name: str
) -> Row:
    """Compare by the clock, as both may use all processors."""
    ours, theirs = of_ours(found["tclsp"]), found[name]
    if isinstance(theirs, RunFailed):
        return Row(what, None, budget, "× faster", at_least=True, detail=str(theirs))
    detail = f"{ours.wall:.2f} s, {theirs.wall:.2f} s"
    return Row(what, theirs.wall / ours.wall, budget, "× faster", at_least=True, detail=detail)


def _times_slower(
    what: str, budget: float, found: Mapping[str, Cost | RunFailed], name: str
) -> Row:
    ours, theirs = of_ours(found["tclsp"]), found[name]
    if isinstance(theirs, RunFailed):
        return Row(what, None, budget, "×", detail=str(theirs))
    detail = f"{ours.wall:.2f} s, {theirs.wall:.2f} s"
    return Row(what, ours.wall / theirs.wall, budget, "×", detail=detail)


def _machine() -> str:
    return (
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors;"
        f" {', '.join(f'{name} {version}' for name, version in peers.PINNED.items())}"
    )


def main() -> int:
    """Measure everything, print the table and write it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checker")
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    quick = parser.parse_args().quick
    compile_ours()
    OUTPUT.mkdir(exist_ok=True)
    repeats = Repeats(fast=3, slow=1) if quick else Repeats(fast=7, slow=3)
    installed = {name: peers.installed(name, OUTPUT / "peers") for name in peers.PINNED}
    with tempfile.TemporaryDirectory(prefix="tclsp-benchmarks-") as folder:
        bench = Bench(Path(folder).resolve(), repeats, installed)
        return publish("checker", _machine(), bench.rows())


if __name__ == "__main__":
    sys.exit(main())
