"""Settings in the forms that clients send them in, and files of settings that break."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PUSH, Client, codes, uri
from tests.server.samples import SWALLOWED


@pytest.mark.parametrize(
    "options", [{}, {"settings": {}}, {"tclsp": {}}, {"settings": {"tclsp": {}}}]
)
def test_the_first_settings_may_stand_under_a_name(
    client: Client, folder: Path, options: dict[str, Any]
) -> None:
    innermost = options
    while innermost:
        (innermost,) = innermost.values()
    innermost["ignore"] = ["TCL104"]
    client.initialize(folder, initializationOptions=options)
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == []


def test_settings_of_other_servers_change_nothing(client: Client, folder: Path) -> None:
    client.initialize(folder, initializationOptions={"ignore": ["TCL104"]})
    client.open(uri(folder), SWALLOWED)
    client.notify("workspace/didChangeConfiguration", {"settings": {"pylsp": {"plugins": {}}}})
    assert codes(client.pull(uri(folder))) == []
    assert client.received("window/showMessage") == []


def test_a_watched_settings_file_may_break_too(client: Client, folder: Path) -> None:
    (folder / "tclsp.toml").write_text('severity = { TCL104 = "info" }\n')
    client.initialize(folder, PUSH)
    client.open(uri(folder), SWALLOWED)
    before = client.wait_for("textDocument/publishDiagnostics")
    (folder / "tclsp.toml").write_text("severity = {\n")
    change = {"uri": (folder / "tclsp.toml").as_uri(), "type": 2}
    client.notify("workspace/didChangeWatchedFiles", {"changes": [change]})
    assert "tclsp.toml:1: not valid TOML" in client.wait_for("window/showMessage")["message"]
    client.change(uri(folder), 2, SWALLOWED)
    after = client.wait_for("textDocument/publishDiagnostics", lambda sent: sent["version"] == 2)
    assert after["diagnostics"] == before["diagnostics"]


def test_the_settings_file_of_each_folder_is_told_of(client: Client, folder: Path) -> None:
    client.initialize(folder)
    for name in ("sound", "broken"):
        (folder / name).mkdir()
        (folder / name / "tclsp.toml").write_text("" if name == "sound" else "ignore = [\n")
        client.open((folder / name / "a.py").as_uri(), SWALLOWED)
    assert "tclsp.toml:1: not valid TOML" in client.wait_for("window/showMessage")["message"]
