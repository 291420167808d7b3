"""What the checker does, counted: figures that no load of the machine moves.

Run `python -m benchmarks.counts` for them as JSON. Only calls of functions of tclsp itself are
counted, neither those of the interpreter's library nor of libcst, and no comprehensions, which
Python runs in a frame of their own before 3.12: so the figures hold on every version of Python.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import libcst

import tclsp
from benchmarks import trees
from benchmarks.shapes import SHAPES
from tclsp.checker.run import Request, run
from tclsp.source import trees as tree_sitter_trees

_OWN = str(Path(tclsp.__file__).resolve().parent) + os.sep
_COMPREHENSIONS = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>"})

_LIGHT_PATH = """
import sys
before = set(sys.modules)
from tclsp.cli.main import main
main(["check", sys.argv[1]])
print(*(name for name in sys.modules if name not in before), file=sys.stderr)
"""

Figures = dict[str, int]


def all_figures() -> Figures:
    """Count everything. The first word of a name says which run it is of."""
    with tempfile.TemporaryDirectory(prefix="tclsp-counts-") as folder:
        home = Path(folder).resolve()
        figures = _of_light_path(trees.one_plain_file(home / "one"))
        mixed = trees.few_matter(home / "mixed", plain=60, apps=2)
        apps = trees.all_matter(home / "apps", apps=8)
        cached = Request((os.fspath(mixed.root),), jobs=1, cache_folder=os.fspath(home / "cache"))
        # What is loaded or kept once for all runs must not count for the first.
        run(cached)
        figures |= _named("mixed", counted(_uncached(mixed.root), mixed.root))
        figures |= _named("cached", counted(partial(run, cached), mixed.root))
        figures |= _named("apps", counted(_uncached(apps.root), apps.root))
        figures |= {f"shapes: calls, {name}": count for name, count in _of_shapes(home / "shapes")}
    return figures


def _of_shapes(folder: Path) -> Iterator[tuple[str, int]]:
    """Count for code whose ways multiply or nest."""
    folder.mkdir()
    for shape in SHAPES:
        size = shape.sizes[0]
        (folder / "module.py").write_text(shape.write(size))
        yield f"{size} {shape.name}", counted(_uncached(folder), folder)["calls"]


def _uncached(root: Path) -> Callable[[], object]:
    return partial(run, Request((os.fspath(root),), cache=False, jobs=1))


def _named(run_name: str, figures: Figures) -> Figures:
    return {f"{run_name}: {what}": count for what, count in figures.items()}


def _of_light_path(file: Path) -> Figures:
    """Count the modules that the check of a file loads that does not matter."""
    done = subprocess.run(
        [sys.executable, "-c", _LIGHT_PATH, os.fspath(file)],
        cwd=file.parent,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = done.stderr.split()
    own = [name for name in loaded if name.partition(".")[0] == "tclsp"]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {
        "start: modules of tclsp": len(own),
        f"start: other modules, Python {version}": len(loaded) - len(own),
    }


def counted(work: Callable[[], object], root: Path) -> Figures:
    """Do some work and count what it does; files are counted below `root`."""
    counter: Counter[str] = Counter()
    with (
        _noting(libcst, "parse_module", partial(_note_parse, counter, "libcst")),
        _noting(tree_sitter_trees, "parse", partial(_note_parse, counter, "tree-sitter")),
        _counting_queries(counter),
        _counting_reads(counter, str(root) + os.sep),
        _counting_calls(counter),
    ):
        work()
    names = (
        "calls",
        "libcst parses",
        "libcst characters",
        "tree-sitter parses",
        "tree-sitter characters",
        "queries",
        "reads",
    )
    return {name: counter[name] for name in names}


@contextmanager
def _counting_calls(counter: Counter[str]) -> Iterator[None]:
    is_own: dict[str, bool] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        if event != "call":
            return
        code = frame.f_code
        own = is_own.get(code.co_filename)
        if own is None:
            own = is_own[code.co_filename] = code.co_filename.startswith(_OWN)
        if own and code.co_name not in _COMPREHENSIONS:
            counter["calls"] += 1

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)


@contextmanager
def _noting(module: Any, name: str, note: Callable[[Any], None]) -> Iterator[None]:
    """Have `note` called with the first argument of each call of a function, which runs unseen."""
    function = getattr(module, name)

    def noting(text: Any) -> object:
        note(text)
        profile = sys.getprofile()
        sys.setprofile(None)
        try:
            return function(text)
        finally:
            sys.setprofile(profile)

    setattr(module, name, noting)
    try:
        yield
    finally:
        setattr(module, name, function)


def _note_parse(counter: Counter[str], parser: str, text: str | bytes) -> None:
    counter[f"{parser} parses"] += 1
    counter[f"{parser} characters"] += len(text)


@contextmanager
def _counting_queries(counter: Counter[str]) -> Iterator[None]:
    connect = sqlite3.connect

    def note(_: str) -> None:
        counter["queries"] += 1

    def noting(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(note)
        return connection

    sqlite3.connect = noting  # type: ignore[assignment]
    try:
        yield
    finally:
        sqlite3.connect = connect


@contextmanager
def _counting_reads(counter: Counter[str], folder: str) -> Iterator[None]:
    """Count how often files below a folder are opened."""
    active = True

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if active and event == "open" and str(arguments[0]).startswith(folder):
            counter["reads"] += 1

    # There is no way to take it off again, so it falls silent.
    sys.addaudithook(note)
    try:
        yield
    finally:
        active = False


if __name__ == "__main__":
    print(json.dumps(all_figures(), indent=2))
