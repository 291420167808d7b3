"""What is found does not depend on order, split, processes, cache or the seed of hashes."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checker.projects import CLIENTS, Findings, findings, write_project

SAMPLE_APP = Path(__file__).parents[2] / "fixtures" / "sample_app"

BLOCKS = (
    CLIENTS,
    """
    shared = make()

    def sync(request=None):
        return shared.DescribeInstances(request)
    """,
    """
    def sync(request=None):
        try:
            return make().RunInstances(request)
        except SdkError as error:
            if is_gone(error):
                return None
            raise AppError(error.message)
    """,
    """
    def job():
        try:
            sync()
        except Exception:
            return None
    """,
    """
    def is_gone(error):
        return error.code in GONE or error.get_code() == "InvalidInstanceId.NotFuond"
    """,
    """
    GONE = ("InvalidInstanceId.NotFound", "ResourceNotFound")
    """,
    """
    class AppError(Exception):
        pass

    def guarded(function):
        def inner(*args):
            try:
                return function(*args)
            except AppError:
                return None
        return inner
    """,
    """
    @guarded
    def job():
        return sync()

    class Worker(Base):
        def run(self):
            job()
    """,
    """
    class Base:
        client = make()

        def ask(self, request):
            try:
                return self.client.DescribeInstances(request)
            except SdkError as error:
                log(error.message)
    """,
    """
    def log(text):
        print(text)
    """,
    """
    if __name__ == "__main__":
        job()
        Worker().run()
        sync()
    """,
)
"""Parts of modules; the names that one defines are what others use."""

NAMES = [
    "make",
    "shared",
    "sync",
    "is_gone",
    "GONE",
    "AppError",
    "guarded",
    "job",
    "Base",
    "Worker",
    "log",
]
PATHS = ("a.py", "b.py", "main.py", "app/__init__.py", "app/c.py", "app/d.py", "app/sub/e.py")
MODULES = ("a", "b", "app", "app.c", "app.d", "app.sub.e", ".", ".c", ".d", "..c", ".sub", "main")
SDK_ERROR = (
    "from tencentcloud.common.exception.tencent_cloud_sdk_exception"
    " import TencentCloudSDKException as SdkError\n"
)


@st.composite
def modules(draw: st.DrawFn) -> str:
    """A module of one or two blocks, with imports from anywhere, cycles included."""
    blocks = draw(st.lists(st.sampled_from(BLOCKS), max_size=2))
    lines = [SDK_ERROR] if any("SdkError" in block for block in blocks) else []
    for module in draw(st.lists(st.sampled_from(MODULES), min_size=1, max_size=4, unique=True)):
        named = st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True)
        brought = draw(st.just([]) | named)
        lines.append(f"from {module} import {', '.join(brought) or '*'}\n")
    return "".join(f"    {line}" for line in lines) + "".join(blocks)


projects = st.fixed_dictionaries(
    {"app/c.py": st.just(CLIENTS)},
    optional={path: modules() for path in PATHS if path != "app/c.py"},
)


@contextmanager
def project(files: dict[str, str]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "project"
        root.mkdir()
        write_project(root, files)
        yield root


@pytest.fixture(scope="module", autouse=True)
def always_in_parallel() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tclsp.checker.batch.PARALLEL_BYTES", 0)
        yield


def joined(parts: list[Findings]) -> Findings:
    return {path: found for part in parts for path, found in part.items()}


@settings(max_examples=30, deadline=None)
@given(projects, st.data())
def test_neither_split_nor_order_of_the_given_files_matters(
    files: dict[str, str], data: st.DataObject
) -> None:
    with project(files) as root:
        whole = findings(root)
        order = data.draw(st.permutations(sorted(files)))
        assert findings(root, order) == whole
        cut = data.draw(st.integers(0, len(order)))
        assert (
            joined([findings(root, part) for part in (order[:cut], order[cut:]) if part]) == whole
        )
        assert joined([findings(root, [path]) for path in order]) == whole


@settings(max_examples=20, deadline=None)
@given(projects, st.data())
def test_a_cache_changes_nothing_whatever_it_holds(
    files: dict[str, str], data: st.DataObject
) -> None:
    with project(files) as root:
        cache = root.parent / "cache"
        changed = data.draw(st.sampled_from(sorted(files)))
        findings(root, [changed], cache=cache)  # Part of the project is known,
        before = findings(root)
        assert findings(root, cache=cache) == before
        assert findings(root, cache=cache) == before
        write_project(root, {changed: data.draw(modules())})  # a file changes,
        after = findings(root)
        assert findings(root, cache=cache) == after
        (root / changed).unlink()  # goes,
        assert findings(root, cache=cache) == findings(root)
        write_project(root, {changed: files[changed]})  # and is as it was.
        assert findings(root, cache=cache) == before


@settings(max_examples=5, deadline=None)
@given(projects)
def test_the_number_of_processes_does_not_matter(files: dict[str, str]) -> None:
    with project(files) as root:
        cache = root.parent / "cache"
        alone = findings(root)
        assert findings(root, jobs=3) == alone
        assert findings(root, jobs=3, cache=cache) == alone
        assert findings(root, cache=cache) == alone


def test_the_seed_of_hashes_does_not_matter(tmp_path: Path) -> None:
    blocks = dict(zip(PATHS, BLOCKS, strict=False))
    star = "".join(f"    from {module} import *\n" for module in MODULES)
    files = {path: f"    {SDK_ERROR}{star}{block}" for path, block in blocks.items()}
    write_project(tmp_path, files)
    (text,) = {_checked(seed, tmp_path) for seed in ("0", "1", "2", "3")}
    assert "TCL104" in text


def test_nor_does_it_matter_for_the_sample_application() -> None:
    (text,) = {_checked(seed, SAMPLE_APP) for seed in ("0", "4242")}
    assert "TCL203" in text


def _checked(seed: str, path: Path) -> str:
    command = [sys.executable, "-m", "tclsp", "check", "--no-cache", "--output-format", "json"]
    done = subprocess.run(
        [*command, str(path)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return done.stdout
