"""Reports on the workspace: in parts, cut short, and given up."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.client import Client, RpcError, patched
from tests.server.samples import HANDLED, SWALLOWED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tclsp.toml").write_text("")
    (tmp_path / "bad.py").write_text(SWALLOWED)
    (tmp_path / "good.py").write_text(HANDLED)
    (tmp_path / "other.py").write_text("pass\n")
    return tmp_path


def previous(items: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"uri": item["uri"], "value": item["resultId"]} for item in items]


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
    # This is answered once all files were looked at; else the third may come with that.
    client.request("workspace/symbol", {"query": "no such code"})
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
