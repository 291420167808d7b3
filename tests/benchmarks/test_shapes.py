"""The work on code whose ways multiply or nest grows with its size, not with its ways."""

from pathlib import Path

import pytest

from benchmarks.counts import counted
from benchmarks.shapes import SHAPES, Shape
from tclsp.checker.run import Request, run

MOST = {
    # Twice the functions are four times the calls, and each is met inside each other one.
    "functions that hand the error to each other": 9,
    "functions that send and call each other": 4.4,
    # What fails is told apart by where it does.
    "loops inside each other": 7,
    "tries in a loop": 4,
}
"""How much twice the size may cost; 2.6 elsewhere."""


def calls(shape: Shape, size: int, folder: Path) -> int:
    """Return how many functions of tclsp a check of a module calls."""
    file = folder / "module.py"
    file.write_text(shape.write(size))
    request = Request((str(file),), cache=False, jobs=1)
    outcome = run(request)
    assert not outcome.notes.failed
    assert not [f for report in outcome.reports for f in report.findings if f.code == "TCL002"]
    return counted(lambda: run(request), folder)["calls"]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_twice_the_size_costs_about_twice_as_much(shape: Shape, tmp_path: Path) -> None:
    size = min(*shape.sizes, 40)
    once, twice = calls(shape, size, tmp_path), calls(shape, 2 * size, tmp_path)
    assert twice < MOST.get(shape.name, 2.6) * once


def test_a_chain_of_two_thousand_elifs_is_analysed(tmp_path: Path) -> None:
    shape = next(each for each in SHAPES if each.name == "elifs of one chain")
    (tmp_path / "module.py").write_text(shape.write(2000))
    outcome = run(Request((str(tmp_path),), cache=False, jobs=1))
    assert not outcome.notes.failed
    assert [report.trouble for report in outcome.reports] == [None]
