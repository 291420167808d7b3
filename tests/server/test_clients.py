"""Clients as they are: each gets what it can show, at the right place in its own encoding."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tclsp.catalog.store import Catalog
from tclsp.checker.live_project import LiveProject
from tclsp.checker.project import Projects
from tclsp.source.text import SourceText
from tests.server.client import Client, codes

CODE = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        if "错误😀" and error.code == "AuthFailure.SignatureExpire":
            return None
        print("😀", error.code)
"""
OLD_NEOVIM: dict[str, Any] = {
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {"relatedInformation": True, "tagSupport": {"valueSet": [1, 2]}},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {"completionItem": {"documentationFormat": ["markdown", "plaintext"]}},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}},
    },
    "workspace": {"configuration": True, "applyEdit": True},
}
NEW_NEOVIM: dict[str, Any] = {
    **OLD_NEOVIM,
    "general": {"positionEncodings": ["utf-8", "utf-16", "utf-32"]},
    "textDocument": {
        **OLD_NEOVIM["textDocument"],
        "diagnostic": {"dynamicRegistration": False},
        "completion": {
            "completionItem": {
                "documentationFormat": ["markdown", "plaintext"],
                "resolveSupport": {"properties": ["documentation"]},
            }
        },
    },
}
EGLOT: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-32", "utf-8", "utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": False, "codeDescriptionSupport": False},
        "hover": {"contentFormat": ["plaintext"]},
        "completion": {"completionItem": {"snippetSupport": False}},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}
VSCODE: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "diagnostic": {"dynamicRegistration": True, "relatedDocumentSupport": False},
        "publishDiagnostics": {
            "relatedInformation": True,
            "codeDescriptionSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {
            "completionItem": {
                "snippetSupport": True,
                "insertReplaceSupport": True,
                "labelDetailsSupport": True,
                "documentationFormat": ["markdown", "plaintext"],
                "resolveSupport": {"properties": ["documentation", "detail"]},
            }
        },
        "codeAction": {
            "isPreferredSupport": True,
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}},
        },
    },
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
CLIENTS = {
    "Neovim 0.7": (OLD_NEOVIM, "utf-16", 36),
    "Neovim 0.11": (NEW_NEOVIM, "utf-8", 42),
    "eglot": (EGLOT, "utf-32", 35),
    "VS Code": (VSCODE, "utf-16", 36),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tclsp.toml").write_text("")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    with Client.start(folder) as client:
        yield client


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_gets_what_it_can_show(client: Client, folder: Path, name: str) -> None:
    capabilities, encoding, column = CLIENTS[name]
    pulls = "diagnostic" in capabilities["textDocument"]
    answer = client.initialize(folder, capabilities)
    assert answer["capabilities"]["positionEncoding"] == encoding
    uri = (folder / "a.py").as_uri()
    client.open(uri, CODE)
    found = client.pull(uri) if pulls else client.wait_for("textDocument/publishDiagnostics")
    assert codes(found) == [(10, "TCL201")]

    place = {"textDocument": {"uri": uri}, "position": {"line": 7, "character": column + 5}}
    hover = client.request("textDocument/hover", place)
    markdown = "markdown" in capabilities["textDocument"]["hover"]["contentFormat"]
    assert hover["contents"]["kind"] == ("markdown" if markdown else "plaintext")
    assert "AuthFailure.SignatureExpire" in hover["contents"]["value"]
    covered = hover["range"]["start"]["character"]
    assert covered in (column, column + 1)

    items = client.request("textDocument/completion", place)["items"]
    able = capabilities["textDocument"]["completion"]["completionItem"]
    assert ("insert" in items[0]["textEdit"]) == ("insertReplaceSupport" in able)
    assert ("labelDetails" in items[0]) == ("labelDetailsSupport" in able)
    assert ("documentation" in items[0]) == ("resolveSupport" not in able)
    resolved = client.request("completionItem/resolve", items[0])
    assert resolved["documentation"]["value"]

    published = client.received("textDocument/publishDiagnostics")
    assert published == [] if pulls else all(each["uri"] == uri for each in published)
    assert client.shut_down() == 0


def test_what_is_traced_and_unknown_does_no_harm(client: Client, folder: Path) -> None:
    client.initialize(folder, {}, trace="verbose", locale="zh-CN", initializationOptions=7)
    client.notify("$/setTrace", {"value": "off"})
    client.notify("$/unknown", {"value": 1})
    client.notify("$/cancelRequest", {"id": 99})
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    uri = (folder / "a.py").as_uri()
    client.open(uri, CODE)
    (item,) = client.pull(uri)["items"]
    assert not item["message"].isascii(), "the client speaks Chinese"
    assert client.shut_down() == 0


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_end_with_what_a_fresh_look_says(
    client: Client, folder: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    client.initialize(folder, VSCODE, initializationOptions={"debounce": 10})
    uri = (folder / "a.py").as_uri()
    lines = CODE.split("\n")
    client.open(uri, CODE)
    for version in range(2, 60):
        row = chance.randrange(len(lines))
        text = chance.choice(
            ["错😀", "\n", "x = 1\n", "", '"', lines[chance.randrange(len(lines))]]
        )
        column = chance.randrange(len(lines[row]) + 1)
        units = len(lines[row][:column].encode("utf-16-le")) // 2
        client.change(uri, version, text, (row, units, row, units))
        lines[row] = lines[row][:column] + text + lines[row][column:]
        lines = "\n".join(lines).split("\n")
        if version % 10 == 0:
            client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    final = CODE + "\n".join(["", *lines])
    # The broken text with a sound one before it: what is broken must not hide the rest.
    client.change(uri, 60, CODE + "\n", (0, 0, 0, 0))
    items = client.pull(uri)["items"]
    assert [(item["range"]["start"]["line"] + 1, item["code"]) for item in items] == fresh(
        folder, final
    )


def fresh(folder: Path, text: str) -> list[tuple[int, str]]:
    """Return line and rule of what a look at a text alone finds."""
    projects = Projects()
    live = LiveProject(projects.of_folder(str(folder)), projects, Catalog.open(), lambda: None)
    live.scan()
    source = SourceText.of(text)
    live.put(str(folder / "a.py"), source)
    report = live.report(str(folder / "a.py"))
    assert report is not None
    return [(source.row_of(each.span.start), each.code) for each in report.findings]
