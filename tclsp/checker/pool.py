"""Reduces files in several processes; the results are the same as in one."""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from tclsp.checker.lowering import LowerJob, LowerResult, lower, with_text

Lower = Callable[[LowerJob], LowerResult]

_QUEUED_A_PROCESS = 4
_MOST_ON_WINDOWS = 61


def lower_in_processes(
    jobs: Iterable[LowerJob], processes: int, lower_one: Lower | None = None
) -> Iterator[LowerResult]:
    """Yield the result of each job, in the order in which they get done, as text.

    Jobs are drawn as they are needed. One that kills its process, by a crash or for want of
    memory, gives a trouble, and the others go on. `lower_one` is what runs in the processes and
    must be importable there; by default it is the checker's.
    """
    # Once, here: forked processes have it then.
    import tclsp.analysis.parsing  # noqa: F401

    pool = _Pool(processes, lower_one or _lower_in_worker)
    try:
        for job in jobs:
            pool.submit(job)
            while pool.is_full():
                yield from pool.finished()
        while pool.is_busy():
            yield from pool.finished()
    finally:
        pool.close()


class _Pool:
    """A pool of processes that outlives the death of one of them."""

    def __init__(self, processes: int, lower_one: Lower) -> None:
        self._processes = processes
        self._lower = lower_one
        self._running: dict[Future[LowerResult], LowerJob] = {}
        self._executor = _executor(processes)

    def is_full(self) -> bool:
        return len(self._running) >= self._processes * _QUEUED_A_PROCESS

    def is_busy(self) -> bool:
        return bool(self._running)

    def submit(self, job: LowerJob) -> None:
        try:
            future = self._executor.submit(self._lower, job)
        except BrokenProcessPool:
            future = Future()
            future.set_exception(BrokenProcessPool())
        self._running[future] = job

    def finished(self) -> Iterator[LowerResult]:
        """Wait until something is done and yield it."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        broken = False
        for future in done:
            if isinstance(future.exception(), BrokenProcessPool):
                broken = True
            else:
                del self._running[future]
                yield future.result()
        if broken:
            yield from self._recover()

    def _recover(self) -> Iterator[LowerResult]:
        """Reduce what was under way when a process died, each job in a process of its own."""
        wait(self._running)
        suspects = list(self._running.items())
        self._running.clear()
        self._executor.shutdown()
        for future, job in suspects:
            yield self._lower_alone(job) if future.exception() else future.result()
        self._executor = _executor(self._processes)

    def _lower_alone(self, job: LowerJob) -> LowerResult:
        with _executor(1) as executor:
            try:
                return executor.submit(self._lower, job).result()
            except BrokenProcessPool:
                return LowerResult(
                    job.number, trouble="its check ended the process, by a crash or lack of memory"
                )

    def close(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)


def _executor(processes: int) -> ProcessPoolExecutor:
    if sys.platform == "win32":
        processes = min(processes, _MOST_ON_WINDOWS)
    # The parent runs no threads, and a forked process need not import everything again.
    method = "fork" if sys.platform == "linux" else None
    return ProcessPoolExecutor(processes, multiprocessing.get_context(method), _start_worker)


def _start_worker() -> None:
    # Ctrl-C reaches the workers too; they shall end without a traceback each.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _lower_in_worker(job: LowerJob) -> LowerResult:
    """Reduce a file; its text alone is sent back, which costs less than its records."""
    result = with_text(lower(job))
    return LowerResult(job.number, None, result.text, result.trouble)
