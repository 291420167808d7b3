"""Watches the process that the server works for, so that no server outlives its editor."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable

_POLL_SECONDS = 10.0


def watch(pid: int, ended: Callable[[], None]) -> None:
    """Have `ended` called on the running loop once the process is gone.

    A process that is not there from the start is not watched: the editor may run in another
    container, whose numbers mean nothing here.
    """
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":
        _watch_on_windows(pid, lambda: loop.call_soon_threadsafe(ended))
    elif _is_there(pid) and not _watch_descriptor(loop, pid, ended):
        _poll(loop, pid, ended)


def _watch_descriptor(loop: asyncio.AbstractEventLoop, pid: int, ended: Callable[[], None]) -> bool:
    """Have the system tell when the process ends; False where it cannot."""
    if sys.platform != "linux":
        return False
    try:
        descriptor = os.pidfd_open(pid)
    except OSError:
        return False
    loop.add_reader(descriptor, _gone, loop, descriptor, ended)
    return True


def _gone(loop: asyncio.AbstractEventLoop, descriptor: int, ended: Callable[[], None]) -> None:
    loop.remove_reader(descriptor)
    os.close(descriptor)
    ended()


def _poll(loop: asyncio.AbstractEventLoop, pid: int, ended: Callable[[], None]) -> None:
    if _is_there(pid):
        loop.call_later(_POLL_SECONDS, _poll, loop, pid, ended)
    else:
        ended()


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # It is somebody else's.
    return True


def _watch_on_windows(pid: int, ended: Callable[[], object]) -> None:
    if sys.platform != "win32":
        return
    import ctypes

    synchronize, for_ever = 0x00100000, 0xFFFFFFFF
    kernel = ctypes.windll.kernel32
    handle = kernel.OpenProcess(synchronize, False, pid)
    if not handle:
        return

    def wait() -> None:
        kernel.WaitForSingleObject(handle, for_ever)
        ended()

    threading.Thread(target=wait, name="parent", daemon=True).start()
