"""Runs programs and says what they cost; runs those that are compared in turns."""

import compileall
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from attrs import frozen

import tclsp

TCLSP = [sys.executable, "-c", "import sys; from tclsp.cli.main import main; sys.exit(main())"]
"""What the console script does."""


def compile_ours() -> None:
    """Write the byte code of the package, as pip does when it installs one.

    A source tree may have none, and gets none where the environment says so: each start of a
    program would then compile it anew.
    """
    compileall.compile_dir(Path(tclsp.__file__).parent, quiet=2)


class RunFailed(Exception):
    """A program that is to be measured could not do its work; the text is one sentence."""


@frozen
class Cost:
    """What one run of a program costs, in seconds."""

    wall: float
    cpu: float
    """Of all its processes, user and system."""


Contestant = Callable[[], Cost]


def run(command: Sequence[str | Path], cwd: Path, fine: Sequence[int] = (0,)) -> Cost:
    """Run a program and return its cost.

    Raises RunFailed where it cannot start or ends with a code that is not in `fine`: a program
    that stops at once must not pass for a quick one.
    """
    errors = cwd / "stderr.txt"
    with errors.open("wb") as stderr:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=stderr, stdin=subprocess.DEVNULL
            )
        except OSError as error:
            raise RunFailed(f"{command[0]}: {error.strerror}") from error
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in fine:
        said = errors.read_text(errors="replace").strip().splitlines()
        raise RunFailed(
            f"ended with {process.returncode}: {said[-1] if said else 'without a word'}"
        )
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def in_turns(
    contestants: Mapping[str, Contestant], repeats: Mapping[str, int]
) -> dict[str, Cost | RunFailed]:
    """Run each contestant as often as `repeats` says, in turns, and return the medians.

    In turns, so that what else the machine does meets all of them. One that fails is not run again.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in contestants}
    failed: dict[str, RunFailed] = {}
    for turn in range(max(repeats.values())):
        for name, contestant in contestants.items():
            if name in failed or turn >= repeats[name]:
                continue
            try:
                costs[name].append(contestant())
            except RunFailed as error:
                failed[name] = error
    return {name: failed.get(name) or _median(own) for name, own in costs.items()}


def of_ours(found: Cost | RunFailed) -> Cost:
    """Return a cost that must be there: that of the program itself. Raises RunFailed."""
    if isinstance(found, RunFailed):
        raise found
    return found


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))
