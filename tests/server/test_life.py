"""The life of the process: how it begins and ends, and what it survives."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PATIENCE, PULL, Client, RpcError, codes, patched
from tests.server.test_diagnostics import HANDLED, SWALLOWED, uri

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tclsp.toml").write_text("")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    with Client.start(folder) as client:
        yield client


def hover(client: Client, name: str, line: int = 6, character: int = 17) -> Any:
    position = {"line": line, "character": character}
    params = {"textDocument": {"uri": name}, "position": position}
    return client.request("textDocument/hover", params)


# ---------------------------------------------------------------- the end


def test_it_ends_well_after_a_shutdown(client: Client, folder: Path) -> None:
    client.initialize(folder)
    assert client.shut_down() == 0


def test_an_exit_without_shutdown_is_an_error(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.notify("exit")
    assert client.process.wait(PATIENCE) == 1


def test_it_ends_where_the_client_is_gone(client: Client, folder: Path) -> None:
    client.initialize(folder)
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(PATIENCE) == 1


def test_it_ends_where_the_process_it_works_for_has_ended(client: Client, folder: Path) -> None:
    editor = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    params = {"processId": editor.pid, "rootUri": folder.as_uri(), "capabilities": PULL}
    client.request("initialize", params)
    client.notify("initialized", {})
    editor.kill()
    editor.communicate()
    assert client.process.wait(PATIENCE) == 1


@ON_LINUX
def test_no_worker_is_left_behind(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.open(uri(folder), SWALLOWED)
    client.pull(uri(folder))
    (worker,) = children(client.process.pid)
    client.process.kill()
    client.process.wait()
    deadline = time.monotonic() + PATIENCE
    while Path(f"/proc/{worker}").exists() and _state(worker) != "Z":
        assert time.monotonic() < deadline, "the worker still runs"


def test_nothing_is_answered_after_a_shutdown_but_the_exit(client: Client, folder: Path) -> None:
    client.initialize(folder)
    assert client.request("shutdown") is None
    with pytest.raises(RpcError) as caught:
        client.request("workspace/symbol", {"query": ""})
    assert caught.value.code == -32600
    client.notify("exit")
    assert client.process.wait(PATIENCE) == 0


def test_tcp_serves_one_client(folder: Path) -> None:
    command = [sys.executable, "-m", "tclsp", "server", "--tcp", "127.0.0.1:0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=folder, text=True)
    assert process.stderr is not None
    said = process.stderr.readline()
    port = int(said.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for body in (
            b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}',
            b'{"jsonrpc":"2.0","id":2,"method":"shutdown"}',
            b'{"jsonrpc":"2.0","method":"exit"}',
        ):
            connection.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        connection.settimeout(PATIENCE)
        received = b""
        while data := connection.recv(65536):
            received += data
    process.stderr.close()
    assert b'"name": "tclsp"' in received
    assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize("address", ["nowhere", "127.0.0.1:", ":1", "127.0.0.1:99999"])
def test_a_wrong_address_is_one_sentence(address: str) -> None:
    command = [sys.executable, "-m", "tclsp", "server", "--tcp", address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "HOST:PORT" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# ---------------------------------------------------------------- messages that are wrong


def test_requests_before_initialize_are_refused(client: Client) -> None:
    with pytest.raises(RpcError) as caught:
        client.request("textDocument/hover", {})
    assert caught.value.code == -32002


def test_a_session_begins_once(client: Client, folder: Path) -> None:
    client.initialize(folder)
    with pytest.raises(RpcError) as caught:
        client.request("initialize", {"processId": None, "capabilities": {}})
    assert caught.value.code == -32600
    assert client.request("tclsp/state")["folders"] == [str(folder)]


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b"[]", b"7", b'{"id":1}', b'{"jsonrpc":"2.0"}', b'"' + b"x" * 100_000],
)
def test_what_is_no_message_is_answered_and_survived(
    client: Client, folder: Path, body: bytes
) -> None:
    client.initialize(folder)
    client.send_raw(body)
    client.write(b"Nonsense: 7\r\n\r\n")
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: abc\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 99999999999999999999\r\n\r\n{}",
        b"Content-Length: 0\r\n\r\n",
        b'Content-Length: 3\r\n\r\n{"a":1}',
    ],
)
def test_a_wrong_length_costs_one_message_at_most(
    client: Client, folder: Path, header: bytes
) -> None:
    client.initialize(folder)
    client.write(header)
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("initialized", {}),
        ("textDocument/didOpen", {"textDocument": {"uri": 7}}),
        ("textDocument/didChange", None),
        ("notebookDocument/didChange", []),
        ("workspace/didChangeWatchedFiles", {"changes": 7}),
        ("$/cancelRequest", {"id": {}}),
        ("$/cancelRequest", {"id": "unknown"}),
        ("window/workDoneProgress/cancel", {"token": "unknown"}),
        ("nonsense/nonsense", {"a": [1]}),
    ],
)
def test_a_notification_that_is_wrong_is_never_answered(
    client: Client, folder: Path, method: str, params: Any
) -> None:
    client.initialize(folder)
    client.notify(method, params)
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
    assert client.unasked() == []
    assert client.shut_down() == 0


def test_an_answer_that_is_wrong_is_logged(client: Client, folder: Path) -> None:
    client.answers["workspace/configuration"] = 7
    client.initialize(folder, {**PULL, "workspace": {"configuration": True}})
    logged = client.wait_for("window/logMessage")
    assert "answer is not as LSP has it" in logged["message"]
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]


def test_a_capability_that_is_not_as_lsp_has_it_counts_as_absent(
    client: Client, folder: Path
) -> None:
    capabilities = {
        "textDocument": {
            **PULL["textDocument"],
            "hover": {"contentFormat": ["markdown"]},
            "codeAction": {"codeActionLiteralSupport": {}},
            "semanticTokens": {},
        },
        "workspace": {"workspaceEdit": {"resourceOperations": ["of a later version"]}},
        "general": 7,
    }
    client.initialize(folder, capabilities)
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
    logged = client.wait_for("window/logMessage")["message"]
    for name in ("textDocument.codeAction", "workspace.workspaceEdit", "general"):
        assert name in logged
    assert client.shut_down() == 0


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("textDocument/hover", {"textDocument": {}}, -32602),
        ("textDocument/hover", None, -32602),
        ("textDocument/nonsense", {}, -32601),
        ("tclsp/handled", {"code": 7}, -32602),
        ("workspace/executeCommand", {"command": "other.command"}, -32602),
    ],
)
def test_a_request_that_is_wrong_gets_an_error(
    client: Client, folder: Path, method: str, params: Any, code: int
) -> None:
    client.initialize(folder)
    with pytest.raises(RpcError) as caught:
        client.request(method, params)
    assert caught.value.code == code
    assert client.shut_down() == 0


def test_a_document_that_is_not_open_gets_an_error(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.change(uri(folder), 2, "x")
    client.close(uri(folder))
    with pytest.raises(RpcError, match="is not open"):
        hover(client, uri(folder))


def test_a_place_outside_the_text_is_no_fault(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.open(uri(folder), "")
    assert hover(client, uri(folder), 10_000, 10_000) is None
    client.change(uri(folder), 2, SWALLOWED, (99, 99, 99, 99))
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]


def test_an_edit_out_of_order_is_told_and_healed_by_opening_again(
    client: Client, folder: Path
) -> None:
    client.initialize(folder)
    client.open(uri(folder), SWALLOWED, version=5)
    client.change(uri(folder), 4, "x", (0, 0, 0, 0))
    assert "close and open" in client.wait_for("window/showMessage")["message"]
    with pytest.raises(RpcError) as caught:
        client.pull(uri(folder))
    assert caught.value.code == -32801
    client.close(uri(folder))
    client.open(uri(folder), SWALLOWED, version=1)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]


def test_what_is_traced_and_unknown_does_no_harm(client: Client, folder: Path) -> None:
    client.initialize(folder, {}, trace="verbose", locale="zh-CN", initializationOptions=7)
    client.notify("$/setTrace", {"value": "off"})
    client.notify("$/unknown", {"value": 1})
    client.notify("$/cancelRequest", {"id": 99})
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    uri = (folder / "a.py").as_uri()
    client.open(uri, SWALLOWED)
    (item,) = client.pull(uri)["items"]
    assert not item["message"].isascii(), "the client speaks Chinese"
    assert client.shut_down() == 0


# ---------------------------------------------------------------- faults


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
            hover(client, uri(folder))
        assert caught.value.code == -32603
        logged = client.wait_for("window/logMessage")
        assert "textDocument/hover" in logged["message"]
        assert "ZeroDivisionError: a fault" in logged["message"]
        assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
        assert client.received("window/logMessage") == []
        assert client.received("window/showMessage") == []
        assert client.shut_down() == 0


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in listed.split()]


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


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


def test_a_worker_that_never_ends_is_ended(folder: Path) -> None:
    code = """
import time
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


def test_the_help_says_how_to_start_it() -> None:
    command = [sys.executable, "-m", "tclsp", "server", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "--tcp HOST:PORT" in done.stdout


def test_a_request_can_be_cancelled(folder: Path) -> None:
    code = """
import tclsp.server.hover, time
def slow(view, position):
    time.sleep(0.5)
tclsp.server.hover.answer_hover = slow
"""
    with Client.start(folder, **patched(folder, code)) as client:
        client.initialize(folder)
        client.open(uri(folder), SWALLOWED)
        position = {"line": 0, "character": 0}
        params = {"textDocument": {"uri": uri(folder)}, "position": position}
        asked = [client.ask("textDocument/hover", params) for _ in range(40)]
        for number in asked:
            client.notify("$/cancelRequest", {"id": number})
        started = time.monotonic()
        client.request("textDocument/documentHighlight", params)
        assert time.monotonic() - started < 10, "the cancelled ones were run all the same"
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


@ON_LINUX
def test_an_idle_server_does_nothing(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.open(uri(folder), SWALLOWED)
    client.pull(uri(folder))
    pids = [client.process.pid, *children(client.process.pid)]
    deadline = time.monotonic() + PATIENCE
    before: list[int] = []
    while (now := [_awakenings(pid) for pid in pids]) != before:
        assert time.monotonic() < deadline, "it never comes to rest"
        before = now
        with pytest.raises(subprocess.TimeoutExpired):
            client.process.wait(1)


def _awakenings(pid: int) -> int:
    """Return how often the threads of a process have gone to sleep, and so were awake."""
    count = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                count += int(line.split()[1])
    return count
