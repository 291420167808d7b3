"""Handlers that fail, workers that die or hang, files that are too much: the server lives on."""

import os
import signal
from pathlib import Path

import pytest

from tests.server.client import PULL, Client, RpcError, codes, patched, uri
from tests.server.processes import HAS_PIPES, ON_LINUX, children
from tests.server.samples import HANDLED, SWALLOWED


def test_a_handler_that_fails_is_logged_once_and_the_server_lives(folder: Path) -> None:
    code = """
import tclsp.server.hover
def fails(view, position):
    raise ZeroDivisionError("a fault")
tclsp.server.hover.answer_hover = fails
"""
    with Client.start(folder, **patched(folder, code)) as client:
        client.initialize(folder)
        client.open(uri(folder), SWALLOWED)
        with pytest.raises(RpcError) as caught:
            client.hover(uri(folder), 6, 17)
        assert caught.value.code == -32603
        logged = client.wait_for("window/logMessage")
        assert "textDocument/hover" in logged["message"]
        assert "ZeroDivisionError: a fault" in logged["message"]
        assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
        assert client.received("window/logMessage") == []
        assert client.received("window/showMessage") == []
        assert client.shut_down() == 0


@ON_LINUX
def test_a_worker_that_dies_is_started_again(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.open(uri(folder), HANDLED)
    assert codes(client.pull(uri(folder))) == []
    (worker,) = children(client.process.pid)
    os.kill(worker, signal.SIGKILL)
    client.change(uri(folder), 2, SWALLOWED)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
    assert children(client.process.pid) != [worker]


DEADLY = """
import os
from tclsp.checker.live_project import LiveProject
report = LiveProject.report
def dies(self, path):
    known = self._find(path)[1]
    if b"DEADLY" in known.source().utf8:
        os._exit(3)
    return report(self, path)
LiveProject.report = dies
"""
"""Has the worker die of every document with a certain word in it."""


def test_what_the_worker_dies_of_twice_is_left_out_until_something_is_saved(folder: Path) -> None:
    deadly = (folder / "deadly.py").as_uri()
    with Client.start(folder, **patched(folder, DEADLY)) as client:
        client.initialize(folder)
        client.open(deadly, SWALLOWED + "# DEADLY\n")
        assert codes(client.pull(deadly)) == []
        logged = client.wait_for(
            "window/logMessage", lambda params: "deadly.py" in params["message"]
        )
        assert "because of it or of a file that it works with" in logged["message"]
        client.open(uri(folder), SWALLOWED)
        assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
        client.change(deadly, 2, SWALLOWED)
        assert codes(client.pull(deadly)) == []
        client.notify("textDocument/didSave", {"textDocument": {"uri": deadly}})
        assert codes(client.pull(deadly)) == [(7, "TCL104")]


def test_a_worker_that_dies_often_gets_a_pause_and_then_diagnostics_come(folder: Path) -> None:
    code = (
        DEADLY
        + """
import tclsp.server.supervisor
tclsp.server.supervisor.PAUSES_SECONDS = (0.0, 0.5)
"""
    )
    refreshing = {**PULL, "workspace": {"diagnostics": {"refreshSupport": True}}}
    with Client.start(folder, **patched(folder, code)) as client:
        client.initialize(folder, refreshing)
        client.open(uri(folder), SWALLOWED + "# DEADLY\n")
        with pytest.raises(RpcError, match="has a pause"):
            client.pull(uri(folder))
        assert client.request("workspace/symbol", {"query": "x"}) == []
        client.change(uri(folder), 2, SWALLOWED)
        client.wait_for("workspace/diagnostic/refresh")
        assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
        assert client.shut_down() == 0


def test_nobody_waits_for_the_workspace_while_the_worker_has_a_pause(folder: Path) -> None:
    code = (
        DEADLY
        + """
import tclsp.server.supervisor
tclsp.server.supervisor.PAUSES_SECONDS = (0.0, 1000.0)
"""
    )
    (folder / "deadly.py").write_text(SWALLOWED + "# DEADLY\n")
    with Client.start(folder, **patched(folder, code)) as client:
        client.initialize(folder)
        assert client.request("workspace/diagnostic", {"previousResultIds": []}) == {"items": []}


def test_a_worker_that_never_ends_is_ended(folder: Path) -> None:
    code = """
import tclsp.server.supervisor
from tclsp.checker.live_project import LiveProject
tclsp.server.supervisor.PATIENCE_SECONDS = 1.0
report = LiveProject.report
def hangs(self, path):
    if path.endswith("endless.py"):
        time.sleep(1000)
    return report(self, path)
LiveProject.report = hangs
"""
    endless = (folder / "endless.py").as_uri()
    with Client.start(folder, **patched(folder, code)) as client:
        client.initialize(folder)
        client.open(endless, SWALLOWED)
        assert codes(client.pull(endless)) == []
        client.open(uri(folder), SWALLOWED)
        assert codes(client.pull(uri(folder))) == [(7, "TCL104")]


@HAS_PIPES
def test_a_request_can_be_cancelled(folder: Path) -> None:
    code = """
import tclsp.server.hover
def held(view, position):
    with open("begun", "a") as begun:
        begun.write("x")
    open("go_on").close()
tclsp.server.hover.answer_hover = held
"""
    os.mkfifo(folder / "go_on")
    with Client.start(folder, **patched(folder, code)) as client:
        client.initialize(folder)
        client.open(uri(folder), SWALLOWED)
        position = {"line": 0, "character": 0}
        params = {"textDocument": {"uri": uri(folder)}, "position": position}
        asked = [client.ask("textDocument/hover", params) for _ in range(40)]
        for number in asked:
            client.notify("$/cancelRequest", {"id": number})
        # Once this is answered, all that was sent before has been read.
        client.request("tclsp/state")
        with (folder / "go_on").open("w"):
            client.request("textDocument/documentHighlight", params)
        assert (folder / "begun").read_text() == "x", "cancelled ones were run all the same"
        for number in asked:
            with pytest.raises(RpcError) as caught:
                client.answer(number)
            assert caught.value.code == -32800


def test_a_long_file_is_checked(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.open(uri(folder), "# " + "x" * 5_000_000 + "\n" + SWALLOWED)
    assert codes(client.pull(uri(folder))) == [(8, "TCL104")]
    client.change(uri(folder), 2, "错😀", (0, 5, 0, 9))
    client.change(uri(folder), 3, "\n", (0, 0, 0, 0))
    assert codes(client.pull(uri(folder))) == [(9, "TCL104")]


def test_a_file_may_be_deleted_and_its_folder_be_read_only(client: Client, folder: Path) -> None:
    file = folder / "a.py"
    file.write_text(SWALLOWED)
    (folder / "b.py").write_text("import a\n")
    client.initialize(folder)
    client.open_file(file)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
    file.unlink()
    folder.chmod(0o555)
    try:
        change = {"uri": uri(folder), "type": 3}
        client.notify("workspace/didChangeWatchedFiles", {"changes": [change]})
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri(folder)}})
        assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
        client.close(uri(folder))
        assert client.shut_down() == 0
    finally:
        folder.chmod(0o755)
