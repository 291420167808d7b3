"""Small projects on the disk, and what a run says of them."""

import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

from tclsp.checker.run import Request, run

Findings = dict[str, list[tuple[str, int, str]]]
"""Code, line and message of the findings of each file with some, by its path in the project."""

CLIENTS = """
    from tencentcloud.common import credential
    from tencentcloud.cvm.v20170312 import cvm_client

    def make():
        return cvm_client.CvmClient(credential.Credential("id", "key"), "ap-guangzhou")
"""


def write_project(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder that git marks as a project."""
    (root / ".git").mkdir(exist_ok=True)
    write_files(root, files)


def write_files(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files; texts lose their common indentation."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = textwrap.dedent(content).lstrip("\n").encode()
        target.write_bytes(content)


def findings(
    root: Path, paths: Iterable[str] = (".",), *, jobs: int = 1, cache: Path | None = None
) -> Findings:
    """Check paths of a project, and return what is found in each file."""
    request = Request(
        tuple(str(root / path) for path in paths),
        jobs=jobs,
        cache=cache is not None,
        cache_folder=None if cache is None else str(cache),
    )
    return {
        Path(report.absolute).relative_to(root).as_posix(): [
            (each.code, each.start.row, each.message.en) for each in report.findings
        ]
        for report in run(request).reports
        if report.findings
    }


def codes(found: Findings) -> dict[str, list[str]]:
    """Return the codes of findings alone."""
    return {path: [code for code, _, _ in each] for path, each in found.items()}
