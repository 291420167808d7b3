"""The worker, and messages that arrive at whatever moment."""

import io
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tclsp.catalog import store
from tclsp.server import frames, messages
from tclsp.server.inbox import Inbox
from tclsp.server.options import EditorOptions
from tclsp.server.texts import Splice
from tclsp.server.worker import Worker
from tclsp.source.spans import Span

CODE = "AuthFailure.SignatureExpire"
TEST_OF_A_CODE = f'''\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

def ask(client, request):
    try:
        return client.DescribeZones(request)
    except TencentCloudSDKException as error:
        if error.code == "{CODE}":
            return None
        raise
'''.encode()


class LateInbox(Inbox):
    """Messages arrive right before a certain look into it."""

    def __init__(self, first: list[messages.ToWorker], late: list[messages.ToWorker]) -> None:
        super().__init__()
        self.late = late
        self.looks = -1
        for message in first:
            self.arrive(message)

    def arrive(self, message: messages.ToWorker) -> None:
        self._take(message)
        self.state += isinstance(message, messages.ChangesState)

    def _look(self) -> None:
        if self.looks == 0:
            for message in self.late:
                self.arrive(message)
        self.looks -= 1

    def take_set_up(self) -> messages.SetUp | None:
        self._look()
        return super().take_set_up()

    def take_disk_changed(self) -> bool:
        self._look()
        return super().take_disk_changed()

    def take_changes(self) -> list[tuple[str, int, bytes | None]]:
        self._look()
        return super().take_changes()

    def take_wanted(self) -> str | None:
        self._look()
        return super().take_wanted()


def sent(stream: io.BytesIO) -> Iterator[object]:
    stream.seek(0)
    end = len(stream.getvalue())
    while stream.tell() < end:
        yield frames.read(stream)


@pytest.mark.parametrize("looks", range(4))
def test_a_text_that_comes_at_any_moment_is_reported_on(tmp_path: Path, looks: int) -> None:
    (tmp_path / "tclsp.toml").write_text("")
    path = str(tmp_path / "orders.py")
    set_up = messages.SetUp(EditorOptions(), (str(tmp_path),))
    first: list[messages.ToWorker] = [
        set_up,
        messages.OpenText(path, 1, b"import os\n"),
        messages.CheckText(path),
    ]
    late: list[messages.ToWorker] = [
        messages.ChangeText(path, 2, (Splice(Span(0, 0), b"# More.\n"),)),
        messages.CheckText(path),
    ]
    inbox, stream = LateInbox(first, late), io.BytesIO()
    worker = Worker(inbox, stream, set_up)
    inbox.looks = looks
    while inbox._has_work():
        worker.work()
    reports = [each for each in sent(stream) if isinstance(each, messages.TextReport)]
    assert inbox.looks < 0
    assert reports[-1].number == 2
    assert reports[-1].state == inbox.state


def test_a_catalogue_that_was_built_anew_counts_after_the_next_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalog.db"
    shutil.copyfile(store._DEFAULT_PATH, path)
    monkeypatch.setattr(store, "_DEFAULT_PATH", path)
    set_up = messages.SetUp(EditorOptions(), (str(tmp_path),))
    file = str(tmp_path / "main.py")
    inbox, reports = LateInbox([messages.OpenText(file, 1, TEST_OF_A_CODE)], []), io.BytesIO()
    worker = Worker(inbox, reports, set_up)

    def codes() -> list[str]:
        reports.seek(0)
        reports.truncate()
        inbox.arrive(messages.CheckText(file))
        worker.work()
        (report,) = (each for each in sent(reports) if isinstance(each, messages.TextReport))
        return [finding.code for finding in report.findings]

    assert "TCL301" not in codes()
    with closing(sqlite3.connect(path)) as catalog, catalog:
        catalog.execute("UPDATE code SET code = 'AuthFailure.Another' WHERE code = ?", (CODE,))
    inbox.arrive(set_up)
    assert "TCL301" in codes()


def test_a_worker_whose_server_does_not_listen_ends_without_a_word(tmp_path: Path) -> None:
    file = str(tmp_path / "main.py")
    with subprocess.Popen(
        [sys.executable, "-c", "from tclsp.server.worker import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        for message in (
            messages.SetUp(EditorOptions(), (str(tmp_path),)),
            messages.OpenText(file, 1, TEST_OF_A_CODE),
            messages.CheckText(file),
        ):
            process.stdin.write(frames.pack(message))
        process.stdin.flush()
        assert process.stderr.read() == b""
