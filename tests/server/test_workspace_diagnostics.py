"""Diagnostics of all files of the workspace, and of changes on the disk."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PULL, Client, RpcError, codes, patched
from tests.server.test_diagnostics import HANDLED, PUSH, SWALLOWED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tclsp.toml").write_text("")
    (tmp_path / "bad.py").write_text(SWALLOWED)
    (tmp_path / "good.py").write_text(HANDLED)
    (tmp_path / "other.py").write_text("pass\n")
    return tmp_path


def previous(items: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"uri": item["uri"], "value": item["resultId"]} for item in items]


def test_files_that_are_not_open_are_reported(client: Client, folder: Path) -> None:
    client.initialize(folder)
    (item,) = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    assert item["uri"] == (folder / "bad.py").as_uri()
    assert (item["kind"], item["version"]) == ("full", None)
    assert codes(item) == [(7, "TCL104")]


def test_an_answer_waits_for_something_new(client: Client, folder: Path) -> None:
    client.initialize(folder)
    items = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    params = {"previousResultIds": previous(items)}
    held = client.ask("workspace/diagnostic", params)
    client.request("tclsp/state")
    (folder / "good.py").write_text(SWALLOWED)
    (folder / "bad.py").unlink()
    client.notify("textDocument/didOpen", _item((folder / "x.py").as_uri(), "pass\n"))
    client.notify("textDocument/didSave", {"textDocument": {"uri": (folder / "x.py").as_uri()}})
    found = {item["uri"]: item for item in client.answer(held)["items"]}
    good, bad = (folder / "good.py").as_uri(), (folder / "bad.py").as_uri()
    if bad not in found or good not in found:
        params = {"previousResultIds": previous([*items, *found.values()])}
        more = client.request("workspace/diagnostic", params)["items"]
        found |= {item["uri"]: item for item in more}
    assert codes(found[good]) == [(7, "TCL104")]
    assert codes(found[bad]) == []


def _item(uri: str, text: str) -> dict[str, Any]:
    item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
    return {"textDocument": item}


def test_an_open_file_counts_with_its_text(client: Client, folder: Path) -> None:
    client.initialize(folder)
    name = (folder / "good.py").as_uri()
    client.open(name, SWALLOWED, version=4)
    client.pull(name)
    items = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    versions = {item["uri"]: item["version"] for item in items}
    assert versions == {name: 4, (folder / "bad.py").as_uri(): None}


def test_a_file_that_is_closed_is_still_reported(client: Client, folder: Path) -> None:
    client.initialize(folder)
    name = client.open_file(folder / "bad.py")
    first = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    assert [(item["uri"], item["version"]) for item in first] == [(name, 1)]
    client.change(name, 2, HANDLED)
    client.close(name)
    items = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    assert [(item["uri"], item["version"], codes(item)) for item in items] == [
        (name, None, [(7, "TCL104")])
    ]


def test_parts_and_progress_are_sent_on_the_way(client: Client, folder: Path) -> None:
    client.initialize(folder)
    params = {"previousResultIds": [], "partialResultToken": "parts", "workDoneToken": "work"}
    answer = client.request("workspace/diagnostic", params)
    sent: dict[str, list[Any]] = {"parts": [], "work": []}
    for each in client.received("$/progress"):
        sent[each["token"]].append(each["value"])
    items = [item for each in sent["parts"] for item in each["items"]] + answer["items"]
    assert [item["uri"] for item in items] == [(folder / "bad.py").as_uri()]
    work = sent["work"]
    assert [work[0]["kind"], work[-1]["kind"]] == ["begin", "end"]
    assert work[0]["cancellable"] is True


def test_after_a_part_all_comes_in_parts(client: Client, folder: Path) -> None:
    """As the protocol has it: what was reported in parts has an empty answer."""

    def write(name: str) -> None:
        (folder / name).write_text(SWALLOWED)
        changes = [{"uri": (folder / name).as_uri(), "type": 1}]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})

    client.initialize(folder)
    items = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    write("second.py")
    params = {"previousResultIds": previous(items), "partialResultToken": "parts"}
    held = client.ask("workspace/diagnostic", params)
    (second,) = client.wait_for("$/progress")["value"]["items"]
    write("third.py")
    assert client.answer(held)["items"] == []
    (third,) = client.wait_for("$/progress")["value"]["items"]
    uris = [each["uri"] for each in (second, third)]
    assert uris == [(folder / f"{name}.py").as_uri() for name in ("second", "third")]


def test_files_that_are_not_open_may_be_left_alone(client: Client, folder: Path) -> None:
    client.initialize(folder, initializationOptions={"workspaceDiagnostics": False})
    name = client.open_file(folder / "bad.py")
    client.pull(name)
    (folder / "good.py").write_text(SWALLOWED)
    params = {"previousResultIds": [], "workDoneToken": "work"}
    items = client.request("workspace/diagnostic", params)["items"]
    assert [item["uri"] for item in items] == [name]
    assert client.received("$/progress") == [], "nothing takes long"


def test_a_report_that_waits_can_be_cancelled(client: Client, folder: Path) -> None:
    client.initialize(folder)
    items = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    number = client.ask("workspace/diagnostic", {"previousResultIds": previous(items)})
    client.notify("$/cancelRequest", {"id": number})
    with pytest.raises(RpcError) as caught:
        client.answer(number)
    assert caught.value.code == -32800


def test_the_user_can_cancel_what_takes_long(folder: Path) -> None:
    code = """
import time
from tclsp.checker.live_project import LiveProject
LiveProject.mattering = lambda self: time.sleep(100)
"""
    with Client.start(folder, **patched(folder, code)) as client:
        client.initialize(folder)
        params = {"previousResultIds": [], "workDoneToken": "work"}
        number = client.ask("workspace/diagnostic", params)
        client.wait_for("$/progress", lambda params: params["value"]["kind"] == "begin")
        client.notify("window/workDoneProgress/cancel", {"token": "work"})
        with pytest.raises(RpcError) as caught:
            client.answer(number)
        assert caught.value.code == -32800
        client.wait_for("$/progress", lambda params: params["value"]["kind"] == "end")
        assert client.shut_down() == 0


def test_watched_files_count_at_once(client: Client, folder: Path) -> None:
    client.initialize(folder, PUSH)
    name = (folder / "a.py").as_uri()
    helper = folder / "helper.py"
    helper.write_text("def report(error):\n    print(error)\n")
    text = "from helper import report\n" + SWALLOWED.replace("pass", "report(error)")
    client.open(name, text)
    assert codes(client.wait_for("textDocument/publishDiagnostics")) == []
    helper.write_text("def report(error):\n    print(error.code)\n")
    changes = [{"uri": helper.as_uri(), "type": 2}]
    client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    assert codes(client.wait_for("textDocument/publishDiagnostics")) == [(9, "TCL201")]


def test_a_client_that_watches_is_asked_to(client: Client, folder: Path) -> None:
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}, "configuration": True}
    client.answers["workspace/configuration"] = [{"ignore": ["TCL104"]}]
    client.initialize(folder, {**PULL, "workspace": watching})
    registered = client.wait_for("client/registerCapability")["registrations"]
    assert [each["method"] for each in registered] == ["workspace/didChangeWatchedFiles"]
    client.wait_for("workspace/configuration")
    name = (folder / "bad.py").as_uri()
    client.open(name, SWALLOWED)
    client.request("tclsp/state")
    assert codes(client.pull(name)) == []


def test_several_folders_have_settings_of_their_own(client: Client, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for each in (first, second):
        each.mkdir()
        (each / "a.py").write_text(SWALLOWED)
    (first / "tclsp.toml").write_text('ignore = ["TCL104"]\n')
    (second / "tclsp.toml").write_text("")
    folders = [{"uri": each.as_uri(), "name": each.name} for each in (first, second)]
    client.initialize(None, workspaceFolders=folders)
    (item,) = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    assert item["uri"] == (second / "a.py").as_uri()
    removed = {"added": [], "removed": [folders[1]]}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": removed})
    params = {"previousResultIds": previous([item])}
    (gone,) = client.request("workspace/diagnostic", params)["items"]
    assert (gone["uri"], gone["items"]) == (item["uri"], [])
