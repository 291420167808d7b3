"""Several processes: every file is reduced, whatever becomes of the processes."""

import os
from collections.abc import Iterator

import pytest

from tclsp.analysis.options import AnalysisOptions
from tclsp.checker.lowering import LowerJob, LowerResult
from tclsp.checker.pool import lower_in_processes
from tclsp.source.ties import ALONE


def job(number: int, path: str = "app.py") -> LowerJob:
    return LowerJob(path, b"", AnalysisOptions(), ALONE, number)


def lower_or_die(job: LowerJob) -> LowerResult:
    """Stand in for the analysis; files whose name says so end their process."""
    if job.path.startswith("kill"):
        os._exit(9)
    return LowerResult(job.number)


def test_every_job_is_done_once() -> None:
    results = list(lower_in_processes(map(job, range(50)), 2, lower_or_die))
    assert sorted(result.number for result in results) == list(range(50))
    assert all(result.trouble is None for result in results)


@pytest.mark.parametrize("deadly", [[7], [7, 8, 9]])
def test_a_process_that_dies_costs_its_own_file_only(deadly: list[int]) -> None:
    jobs = [job(number, "kill.py" if number in deadly else "app.py") for number in range(20)]
    results = list(lower_in_processes(jobs, 2, lower_or_die))
    assert sorted(result.number for result in results) == list(range(20))
    assert sorted(result.number for result in results if result.trouble) == deadly


def test_jobs_are_drawn_as_they_are_needed() -> None:
    drawn = []

    def jobs() -> Iterator[LowerJob]:
        for number in range(100):
            drawn.append(number)
            yield job(number)

    results = lower_in_processes(jobs(), 2, lower_or_die)
    next(results)
    assert len(drawn) < 20
    results.close()  # type: ignore[attr-defined]
