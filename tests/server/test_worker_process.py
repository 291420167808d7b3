"""The process of the worker: what it leaves behind when it dies."""

import queue
import threading

from tclsp.server.worker_process import WorkerProcess
from tests.server.client import PATIENCE


def test_nothing_waits_for_a_process_that_has_died() -> None:
    died: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    before = set(threading.enumerate())
    process = WorkerProcess(lambda _: None, died.put)
    process.start()
    started = set(threading.enumerate()) - before
    assert len(started) == 2
    process.kill()
    assert died.get(timeout=PATIENCE) is None
    assert not process.is_running
    for thread in started:
        thread.join(PATIENCE)
        assert not thread.is_alive(), thread.name
