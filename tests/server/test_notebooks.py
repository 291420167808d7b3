"""Notebooks: their code cells are one module, and each gets what is said of it."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PULL, Client, RpcError, codes
from tests.server.test_diagnostics import SWALLOWED

IMPORTS = SWALLOWED.partition("\n\n\n")[0]
FUNCTION = "%time\n错 = 1\n" + SWALLOWED.partition("\n\n\n")[2]


def notebook(folder: Path) -> dict[str, Any]:
    name = (folder / "n.ipynb").as_uri()
    texts = {"c1": ("python", IMPORTS), "c2": ("markdown", "# def x("), "c3": ("python", FUNCTION)}
    return {
        "notebookDocument": {
            "uri": name,
            "notebookType": "jupyter-notebook",
            "version": 1,
            "cells": [
                {"kind": 2 if language == "python" else 1, "document": f"{name}#{cell}"}
                for cell, (language, _) in texts.items()
            ],
        },
        "cellTextDocuments": [
            {"uri": f"{name}#{cell}", "languageId": language, "version": 1, "text": text}
            for cell, (language, text) in texts.items()
        ],
    }


def test_the_cells_of_a_notebook_are_one_module(client: Client, folder: Path) -> None:
    client.initialize(folder, {**PULL, "notebookDocument": {"synchronization": {}}})
    params = notebook(folder)
    name = params["notebookDocument"]["uri"]
    client.notify("notebookDocument/didOpen", params)
    assert codes(client.pull(f"{name}#c1")) == []
    report = client.pull(f"{name}#c3")
    assert codes(report) == [(6, "TCL104")]
    start = report["items"][0]["range"]["start"]
    place = {"textDocument": {"uri": f"{name}#c3"}, "range": {"start": start, "end": start}}
    offered = client.request("textDocument/codeAction", {**place, "context": {"diagnostics": []}})
    (silence,) = [each for each in offered if each["title"].startswith("Ignore")]
    resolved = client.request("codeAction/resolve", silence)
    (change,) = resolved["edit"]["documentChanges"]
    assert change["textDocument"]["uri"] == f"{name}#c3"
    assert change["edits"][0]["range"]["start"]["line"] == 5
    cells = {
        "structure": {
            "array": {"start": 1, "deleteCount": 1},
            "didClose": [{"uri": f"{name}#c2"}],
        },
        "textContent": [
            {
                "document": {"uri": f"{name}#c3", "version": 2},
                "changes": [{"text": FUNCTION.replace("        pass", "        raise")}],
            }
        ],
    }
    document = {"uri": name, "version": 2}
    changed = {"notebookDocument": document, "change": {"cells": cells}}
    client.notify("notebookDocument/didChange", changed)
    assert codes(client.pull(f"{name}#c3")) == []
    identifiers = [{"uri": f"{name}#c1"}, {"uri": f"{name}#c3"}]
    closed = {"notebookDocument": {"uri": name}, "cellTextDocuments": identifiers}
    client.notify("notebookDocument/didClose", closed)
    hover = {"textDocument": {"uri": f"{name}#c3"}, "position": {"line": 0, "character": 0}}
    with pytest.raises(RpcError, match="is not open"):
        client.request("textDocument/hover", hover)
    assert client.shut_down() == 0


def test_a_notebook_that_is_opened_again_has_the_new_cells_only(
    client: Client, folder: Path
) -> None:
    client.initialize(folder, {**PULL, "notebookDocument": {"synchronization": {}}})
    params = notebook(folder)
    first, _, last = (each["uri"] for each in params["cellTextDocuments"])
    client.notify("notebookDocument/didOpen", params)
    del params["notebookDocument"]["cells"][0], params["cellTextDocuments"][0]
    client.notify("notebookDocument/didOpen", params)
    with pytest.raises(RpcError, match="is not open"):
        client.hover(first, 0, 0)
    assert client.pull(last)["kind"] == "full"


def test_when_a_notebook_is_saved_the_disk_is_looked_at(client: Client, folder: Path) -> None:
    answer = client.initialize(folder, {**PULL, "notebookDocument": {"synchronization": {}}})
    assert answer["capabilities"]["notebookDocumentSync"]["save"] is True
    (folder / "helper.py").write_text("def report(error):\n    print(error)\n")
    params = notebook(folder)
    first, _, last = params["cellTextDocuments"]
    first["text"] += "\nfrom helper import report"
    last["text"] = last["text"].replace("pass", "report(error)")
    client.notify("notebookDocument/didOpen", params)
    assert codes(client.pull(last["uri"])) == []
    (folder / "helper.py").write_text("def report(error):\n    print(error.code)\n")
    document = {"uri": params["notebookDocument"]["uri"]}
    client.notify("notebookDocument/didSave", {"notebookDocument": document})
    assert codes(client.pull(last["uri"])) == [(7, "TCL201")]


def test_a_cell_in_another_language_is_left_alone(client: Client, folder: Path) -> None:
    client.initialize(folder, {**PULL, "notebookDocument": {"synchronization": {}}})
    params = notebook(folder)
    name = params["notebookDocument"]["uri"]
    client.notify("notebookDocument/didOpen", params)
    assert codes(client.pull(f"{name}#c3")) == [(6, "TCL104")]
    markdown = {"textDocument": {"uri": f"{name}#c2"}}
    assert codes(client.pull(f"{name}#c2")) == []
    place = {"line": 0, "character": 0}
    context = {"diagnostics": [], "includeDeclaration": True, "triggerKind": 1}
    more = {"position": place, "range": {"start": place, "end": place}, "context": context}
    for method in ("hover", "completion", "codeAction", "references", "inlayHint", "codeLens"):
        assert client.request(f"textDocument/{method}", markdown | more) is None


def test_a_cell_may_change_its_language_and_its_place(client: Client, folder: Path) -> None:
    client.initialize(folder, {**PULL, "notebookDocument": {"synchronization": {}}})
    params = notebook(folder)
    name = params["notebookDocument"]["uri"]
    client.notify("notebookDocument/didOpen", params)

    def change(version: int, cells: dict[str, Any]) -> None:
        document = {"uri": name, "version": version}
        changed = {"notebookDocument": document, "change": {"cells": cells}}
        client.notify("notebookDocument/didChange", changed)

    def spoken(version: int, language: str) -> dict[str, Any]:
        item = {"uri": f"{name}#c3", "languageId": language, "version": version, "text": FUNCTION}
        kind = 2 if language == "python" else 1
        array = {"start": 2, "deleteCount": 1, "cells": [{"kind": kind, "document": f"{name}#c3"}]}
        return {"array": array, "didOpen": [item], "didClose": [{"uri": f"{name}#c3"}]}

    change(2, {"structure": spoken(2, "markdown")})
    assert codes(client.pull(f"{name}#c3")) == []
    change(3, {"structure": spoken(3, "python")})
    assert codes(client.pull(f"{name}#c3")) == [(6, "TCL104")]
    # The imports come behind the code that needs them.
    order = [(2, "c3"), (1, "c2"), (2, "c1")]
    cells = [{"kind": kind, "document": f"{name}#{cell}"} for kind, cell in order]
    change(4, {"structure": {"array": {"start": 0, "deleteCount": 3, "cells": cells}}})
    edit = {"text": FUNCTION.replace("pass", "raise")}
    document = {"uri": f"{name}#c3", "version": 4}
    change(5, {"textContent": [{"document": document, "changes": [edit]}]})
    assert codes(client.pull(f"{name}#c3")) == []
    stale = {"document": {"uri": f"{name}#c3", "version": 1}, "changes": [SPOILT]}
    change(6, {"textContent": [stale]})
    assert "close and open" in client.wait_for("window/showMessage")["message"]
    with pytest.raises(RpcError):
        client.pull(f"{name}#c3")


SPOILT = {
    "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}},
    "text": "x",
}


def test_uses_of_codes_are_placed_in_their_cells(client: Client, folder: Path) -> None:
    client.initialize(folder, {**PULL, "notebookDocument": {"synchronization": {}}})
    params = notebook(folder)
    last = params["cellTextDocuments"][-1]
    test = 'if error.code == "AuthFailure.SignatureExpire": raise'
    last["text"] = last["text"].replace("pass", test)
    client.notify("notebookDocument/didOpen", params)
    client.pull(last["uri"])
    here = {"textDocument": {"uri": last["uri"]}, "position": {"line": 6, "character": 30}}
    context = {"includeDeclaration": True}
    (reference,) = client.request("textDocument/references", {**here, "context": context})
    (symbol,) = client.request("workspace/symbol", {"query": "expire"})
    answer = client.request("tclsp/handled", {"code": "AuthFailure.SignatureExpire"})
    (handled,) = answer["handled"]
    for location in (reference, symbol["location"], handled["location"]):
        assert location["uri"] == last["uri"]
        assert location["range"]["start"] == {"line": 6, "character": 26}
