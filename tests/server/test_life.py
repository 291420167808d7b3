"""How the process begins, rests and ends."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.server.client import PATIENCE, PULL, Client, RpcError, uri
from tests.server.processes import ON_LINUX, children, state
from tests.server.samples import SWALLOWED


def test_it_ends_well_after_a_shutdown(client: Client, folder: Path) -> None:
    client.initialize(folder)
    assert client.shut_down() == 0


def test_a_folder_may_be_written_with_a_slash_at_its_end(client: Client, folder: Path) -> None:
    params = {"processId": None, "rootUri": f"{folder.as_uri()}/", "capabilities": PULL}
    client.request("initialize", params)
    assert client.request("tclsp/state")["folders"] == [str(folder)]


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
def test_the_worker_gives_way_to_the_server(client: Client, folder: Path) -> None:
    worker = started_worker(client, folder)
    assert niceness(worker) == min(niceness(client.process.pid) + 5, 19)


def started_worker(client: Client, folder: Path) -> int:
    """Have a document checked, and return the number of the process that does it."""
    client.initialize(folder)
    client.open(uri(folder), SWALLOWED)
    client.pull(uri(folder))
    (worker,) = children(client.process.pid)
    return worker


def niceness(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


@ON_LINUX
def test_no_worker_is_left_behind(client: Client, folder: Path) -> None:
    worker = started_worker(client, folder)
    client.process.kill()
    client.process.wait()
    deadline = time.monotonic() + PATIENCE
    while Path(f"/proc/{worker}").exists() and state(worker) != "Z":
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


def test_the_help_says_how_to_start_it() -> None:
    command = [sys.executable, "-m", "tclsp", "server", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "--tcp HOST:PORT" in done.stdout


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
