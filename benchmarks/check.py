"""Holds the counts of `benchmarks.counts` against the stored ones.

Run `python -m benchmarks.check`; it ends with 1 where a figure is more than 15 % over the stored
one. `--update` stores today's figures, once it is clear why they moved.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.counts import Figures

BASELINE = Path(__file__).parent / "baseline.json"

MOST = 0.15
"""How much a figure may grow."""

_RENEW = "make bench-check ARGS=--update"


def complaints(stored: Mapping[str, int], counted: Mapping[str, int]) -> Iterator[str]:
    """Yield a line for each figure that has grown too much or that only one side has.

    A figure of another version of Python is nobody's fault.
    """
    for name, count in counted.items():
        if name not in stored:
            if not _is_of_one_version(name):
                yield f"{name}: {count:,}, and nothing is stored to compare it with"
        elif count > stored[name] * (1 + MOST):
            yield f"{name}: {count:,}, stored {stored[name]:,} ({_change(stored[name], count)})"
    for name in stored.keys() - counted.keys():
        if not _is_of_one_version(name):
            yield f"{name}: stored, but no longer counted"


def improvements(stored: Mapping[str, int], counted: Mapping[str, int]) -> Iterator[str]:
    """Yield a line for each figure that has shrunk so much that the stored one guards nothing."""
    for name, count in counted.items():
        if name in stored and count < stored[name] * (1 - MOST):
            yield f"{name}: {count:,}, stored {stored[name]:,} ({_change(stored[name], count)})"


def _is_of_one_version(name: str) -> bool:
    return ", Python " in name


def _change(before: int, after: int) -> str:
    return f"{(after - before) / before:+.0%}" if before else "it was nothing"


def count_in_a_fixed_order() -> Figures:
    """Count in a process where sets have the same order each time."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.counts"],
        cwd=BASELINE.parent.parent,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def _store(stored: Mapping[str, int], counted: Mapping[str, int]) -> None:
    others = {name: count for name, count in stored.items() if _is_of_one_version(name)}
    BASELINE.write_text(json.dumps(others | dict(counted), indent=2, sort_keys=True) + "\n")


def main() -> int:
    """Count, compare and say what moved; return 1 where something grew too much."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check")
    parser.add_argument("--update", action="store_true", help="store today's figures")
    update = parser.parse_args().update
    stored: dict[str, int] = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    counted = count_in_a_fixed_order()
    if update:
        _store(stored, counted)
        print(f"stored {len(counted)} figures in {BASELINE.name}")
        return 0
    worse = sorted(complaints(stored, counted))
    for line in worse:
        print(f"worse: {line}")
    for line in sorted(improvements(stored, counted)):
        print(f"better: {line}; store it: {_RENEW}")
    if worse:
        print(
            f"A figure may grow by {MOST:.0%}. Find out why it grew; if that is right, say so in"
            f" the commit and renew the stored figures: {_RENEW}"
        )
        return 1
    print(f"{len(counted)} counts are within {MOST:.0%} of the stored ones")
    return 0


if __name__ == "__main__":
    sys.exit(main())
