"""What tells whether a file has changed, without reading it."""

import os

Stamp = tuple[int, int]
"""Time of change, in nanoseconds, and size in bytes: two changes may have the same time."""


def stamp_of(path: str) -> Stamp | None:
    """Return what tells a content of a file from an earlier one; None where it is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
