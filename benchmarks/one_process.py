"""The check in one process without a cache, against `libcst.parse_module` on the same files.

Run `python -m benchmarks.one_process TREE REPEATS`. It prints JSON: seconds of CPU time, imports
apart, medians of runs in turns.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import libcst

from tclsp.checker.run import Request, run
from tclsp.source import prefilter


def measure(tree: Path, repeats: int) -> dict[str, float]:
    """Return the seconds that the check and the parse alone take, by their names."""
    contents = [path.read_bytes() for path in sorted(tree.rglob("*.py"))]
    texts = [data.decode() for data in contents if prefilter.matters(data)]

    def parse() -> None:
        for text in texts:
            libcst.parse_module(text)

    def check() -> None:
        run(Request((os.fspath(tree),), cache=False, jobs=1))

    check()
    parse()
    taken = [(_cpu(check), _cpu(parse)) for _ in range(repeats)]
    return {
        "check": median(each for each, _ in taken),
        "parse": median(each for _, each in taken),
        "ratio": median(both / alone for both, alone in taken),
    }


def _cpu(call: Callable[[], None]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
