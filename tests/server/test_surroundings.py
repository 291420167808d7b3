"""What is installed or added around a project: an SDK, and lists of what actions answer."""

from pathlib import Path

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tests.server.client import Client

LISTS = ActionLists.of(
    {ListedAction("cvm", "2017-03-12", "RunInstances"): ["EniNotAllowedChangeSubnet"]}, "1"
)


def test_an_sdk_may_be_installed_later(client: Client, folder: Path) -> None:
    client.initialize(folder)
    assert client.request("tclsp/state")["sdk"] is None
    package = folder / ".venv/lib/python3.11/site-packages/tencentcloud"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "3.0.1"\n')
    sdk = {"version": "3.0.1", "folder": str(package)}
    assert client.request("tclsp/state")["sdk"] == sdk


def test_the_action_lists_of_the_project_count(client: Client, folder: Path) -> None:
    LISTS.save(folder / "lists.txt")
    (folder / "tclsp.toml").write_text('action-lists = ["lists.txt"]\n')
    client.initialize(folder)
    assert client.request("tclsp/state")["documentedPairs"] == 1
    data = {"about": "code", "code": "EniNotAllowedChangeSubnet", "services": ["cvm"]}
    item = client.request("completionItem/resolve", {"label": data["code"], "data": data})
    assert "cvm:RunInstances" in item["documentation"]


def test_the_users_action_lists_can_be_loaded_again(folder: Path) -> None:
    data = {"XDG_DATA_HOME": str(folder), "LOCALAPPDATA": str(folder)}
    with Client.start(folder, **data) as client:
        client.initialize(folder)
        assert client.request("tclsp/state")["documentedPairs"] == 0
        (folder / "tclsp").mkdir()
        LISTS.save(folder / "tclsp" / "action-lists.txt")
        call = {"command": "tclsp.reloadCatalog", "arguments": []}
        assert client.request("workspace/executeCommand", call) is None
        assert client.request("tclsp/state")["documentedPairs"] == 1
