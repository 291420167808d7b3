"""Several processes: every file gets its check, whatever becomes of the processes."""

import os
from collections.abc import Iterator

import pytest

from tclsp.checker.file_check import FileCheck, FileJob
from tclsp.checker.pool import check_in_processes
from tclsp.checker.result import FileReport
from tclsp.checker.settings import Settings


def job(path: str) -> FileJob:
    return FileJob(path, f"/project/{path}", path, b"", Settings())


def check_or_die(job: FileJob) -> FileCheck:
    """Stand in for the checker; files whose name says so end their process."""
    if job.path.startswith("kill"):
        os._exit(9)
    return FileCheck(FileReport(job.path, job.absolute, None))


def test_every_job_is_checked_once() -> None:
    paths = [f"{number}.py" for number in range(50)]
    checks = list(check_in_processes(map(job, paths), 2, check_or_die))
    assert sorted(check.report.path for check in checks) == sorted(paths)
    assert all(check.report.trouble is None for check in checks)


@pytest.mark.parametrize("deadly", [["kill-1.py"], ["kill-1.py", "kill-2.py", "kill-3.py"]])
def test_a_process_that_dies_costs_its_own_file_only(deadly: list[str]) -> None:
    paths = [f"{number}.py" for number in range(20)]
    mixed = paths[:7] + deadly + paths[7:]
    checks = list(check_in_processes(map(job, mixed), 2, check_or_die))
    assert sorted(check.report.path for check in checks) == sorted(mixed)
    failed = [check.report.path for check in checks if check.report.trouble]
    assert sorted(failed) == deadly


def test_jobs_are_drawn_as_they_are_needed() -> None:
    drawn = []

    def jobs() -> Iterator[FileJob]:
        for number in range(100):
            drawn.append(number)
            yield job(f"{number}.py")

    checks = check_in_processes(jobs(), 2, check_or_die)
    next(checks)
    assert len(drawn) < 20
    checks.close()  # type: ignore[attr-defined]
