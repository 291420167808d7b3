"""What Linux says of processes, and what processes may wait for."""

import os
import sys
from pathlib import Path

import pytest

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

HAS_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="waits for a pipe with a name")


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in listed.split()]


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
