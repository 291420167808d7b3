"""Messages that are wrong, late, or about what is not there: each gets an error or is survived."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PULL, Client, RpcError, codes, uri
from tests.server.samples import SWALLOWED


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
    [
        b"{",
        b"\xff\xfe",
        b"[]",
        b"7",
        b'{"id":7000}',
        b'{"jsonrpc":"2.0"}',
        b'"' + b"x" * 100_000,
        b"[" * 200_000 + b"]" * 200_000,
    ],
    ids=["open", "bytes", "array", "number", "no version", "no method", "no end", "deep"],
)
def test_what_is_no_message_is_answered_and_survived(
    client: Client, folder: Path, body: bytes
) -> None:
    client.initialize(folder)
    client.send_raw(body)
    client.write(b"Nonsense: 7\r\n\r\n")
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
    (answer,) = client.unasked()
    assert answer["error"]["code"] in (-32700, -32600)


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
        client.hover(uri(folder), 6, 17)


def test_a_place_outside_the_text_is_no_fault(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.open(uri(folder), "")
    assert client.hover(uri(folder), 10_000, 10_000) is None
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
