"""Writes changed files: whole or not at all, with the mode and the links that they had."""

import os
import stat
import tempfile


def why_not_writable(path: str) -> str | None:
    """Say why a file must not be replaced; `None` where it may.

    The bits of the mode count even where the user may write everywhere.
    """
    real = os.path.realpath(path)
    for place, what in ((real, "it"), (os.path.dirname(real), "its folder")):
        if not os.stat(place).st_mode & 0o222 or not os.access(place, os.W_OK):
            return f"not fixed: {what} is read-only"
    return None


def write(path: str, before: bytes, after: bytes) -> str | None:
    """Replace the content `before` of a file; say why it was left as it is, or `None`.

    A link stays a link: what it leads to is written. Raises OSError.
    """
    real = os.path.realpath(path)
    with open(real, "rb") as file:
        found = file.read()
    if found == after:
        return None  # Written by another path that leads to the same file.
    if found != before:
        return "not fixed: it changed while it was checked"
    _replace(real, after)
    return None


def _replace(path: str, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{os.path.basename(path)}.", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
