"""What the analysis takes on code whose ways multiply or nest, as its size grows.

Run `python -m benchmarks.hard_shapes`. CPU time of one process without a cache, imports apart, the
least of a few runs; beside it that of `libcst.parse_module` alone, and what the run complains of.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import libcst

from benchmarks.shapes import SHAPES, Shape
from tclsp.checker.run import Request, run

_ENOUGH = 1.0
"""Seconds; a run that took longer is not repeated."""


def main() -> None:
    """Measure all shapes and print a line for each size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hard_shapes")
    parser.add_argument("--only", default="", help="shapes whose names hold this text")
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tclsp-shapes-") as folder:
        for shape in SHAPES:
            if arguments.only in shape.name:
                for size in shape.sizes:
                    print(_line(shape, size, Path(folder), arguments.repeats), flush=True)


def _line(shape: Shape, size: int, folder: Path, repeats: int) -> str:
    file = folder / "module.py"
    text = shape.write(size)
    file.write_text(text)
    request = Request((os.fspath(file),), cache=False, jobs=1)
    run(request)
    check = _least(lambda: run(request), repeats)
    parse = _least(lambda: libcst.parse_module(text), repeats)
    codes = [finding.code for each in run(request).reports for finding in each.findings]
    gaps = codes.count("TCL002")
    return (
        f"{size:5} {shape.name:45} {check * 1000:9.1f} ms, the parse alone {parse * 1000:7.1f} ms,"
        f" {len(codes) - gaps} findings{f', {gaps} parts not analysed' if gaps else ''}"
    )


def _least(work: Callable[[], object], repeats: int) -> float:
    least = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
        if least > _ENOUGH:
            break
    return least


if __name__ == "__main__":
    main()
