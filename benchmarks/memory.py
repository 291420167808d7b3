"""How much memory processes hold, as Linux tells it."""

from pathlib import Path

from benchmarks.timing import RunFailed

_PROC = Path("/proc")


def megabytes(pid: int) -> float:
    """Return the resident memory of a process. Raises RunFailed where that cannot be read."""
    try:
        status = (_PROC / str(pid) / "status").read_text()
    except OSError as error:
        raise RunFailed(f"cannot be measured: {error.strerror}: {error.filename}") from error
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


def children(pid: int) -> list[int]:
    """Return the child processes of a process. Raises RunFailed where that cannot be read."""
    found: list[int] = []
    try:
        for task in (_PROC / str(pid) / "task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except OSError as error:
        raise RunFailed(f"cannot be measured: {error.strerror}: {error.filename}") from error
    return found
