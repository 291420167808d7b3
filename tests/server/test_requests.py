"""Every request that is not about one place of the typing, through the real process.

Our own requests have the fields that `docs/protocol.md` documents, and no others.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tests.server.client import PULL, Client, RpcError

CODE = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client


def start(client: cvm_client.CvmClient, request):
    try:
        return client.RunInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "AuthFailure.SignatureExpire":  # tclsp: ignore[TCL302]
            print("错误😀", error.requestId)
        raise
"""
OTHER = CODE.replace("start", "stop").replace("RunInstances", "StopInstances")
LISTS = ActionLists.of(
    {ListedAction("cvm", "2017-03-12", "RunInstances"): ["EniNotAllowedChangeSubnet"]}, "1"
)
DOCUMENTED = Path(__file__).parents[2] / "docs" / "protocol.md"


@frozen
class Session:
    """A workspace of an open document and a file."""

    client: Client
    announced: dict[str, Any]
    """The server's capabilities."""
    uri: str
    other: str

    def ask(self, method: str, text: str = "", **more: Any) -> Any:
        """Send a request about the place of an ASCII text in the document."""
        offset = CODE.index(text)
        line = CODE.count("\n", 0, offset)
        place = {"line": line, "character": offset - CODE.rfind("\n", 0, offset)}
        params = {"textDocument": {"uri": self.uri}, "position": place}
        return self.client.request(method, params | more)

    def text(self, place: dict[str, Any]) -> str:
        """Return what a range within one ASCII line covers."""
        line: str = CODE.split("\n")[place["start"]["line"]]
        start, end = (int(place[each]["character"]) for each in ("start", "end"))
        return line[start:end]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "tclsp.toml").write_text("")
    (folder / "other.py").write_text(OTHER)
    with Client.start(folder) as client:
        options = {"inlayHints": True, "codeLens": True}
        answer = client.initialize(folder, PULL, initializationOptions=options)
        uri = (folder / "a.py").as_uri()
        client.open(uri, CODE)
        client.pull(uri)
        yield Session(client, answer["capabilities"], uri, (folder / "other.py").as_uri())
        assert client.shut_down() == 0


# ---------------------------------------------------------------- those of LSP


def test_references_are_found_in_all_files(session: Session) -> None:
    context = {"includeDeclaration": True}
    found = session.ask("textDocument/references", "AuthFailure", context=context)
    assert [each["uri"] for each in found] == [session.uri, session.other]
    assert {session.text(each["range"]) for each in found} == {"AuthFailure.SignatureExpire"}
    assert session.ask("textDocument/references", "import", context=context) == []


def test_highlights_are_those_of_the_document(session: Session) -> None:
    (found,) = session.ask("textDocument/documentHighlight", "AuthFailure")
    assert session.text(found["range"]) == "AuthFailure.SignatureExpire"


def test_symbols_are_the_codes_that_the_workspace_names(session: Session) -> None:
    found = session.client.request("workspace/symbol", {"query": "authfail"})
    assert [(each["name"], each["location"]["uri"]) for each in found] == [
        ("AuthFailure.SignatureExpire", session.uri),
        ("AuthFailure.SignatureExpire", session.other),
    ]
    assert session.client.request("workspace/symbol", {"query": "no such code"}) == []


def test_hints_lenses_and_links(session: Session) -> None:
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    (hint,) = session.ask("textDocument/inlayHint", range=whole)
    assert hint["position"]["line"] == 8
    (lens,) = session.ask("textDocument/codeLens")
    assert re.match(r"RunInstances: \d+ codes in \d+ families, 1 handled", lens["command"]["title"])
    links = session.ask("textDocument/documentLink")
    assert {session.text(each["range"]) for each in links} == {"RunInstances", "TCL302"}


# ---------------------------------------------------------------- our own


def documented(name: str) -> set[str]:
    """Return the fields of an interface in the documentation."""
    body = re.search(rf"interface {name} {{\n(.*?)\n}}", DOCUMENTED.read_text(), re.DOTALL)
    assert body is not None, name
    return set(re.findall(r"^  (\w+)\??:", body[1], re.MULTILINE))


def test_an_answer_is_explained(session: Session) -> None:
    error = {"Code": "AuthFailure.SignatureExpire", "Message": "expired"}
    text = json.dumps({"Response": {"Error": error, "RequestId": "r-1"}})
    found = session.client.request("tclsp/explainAnswer", {"text": text, "service": "cvm"})
    assert set(found) == documented("ExplainAnswerResult")
    assert (found["code"], found["requestId"]) == (error["Code"], "r-1")
    assert [each["uri"] for each in found["handled"]] == [session.uri, session.other]
    with pytest.raises(RpcError, match="the text") as caught:
        session.client.request("tclsp/explainAnswer", {"text": "{"})
    assert caught.value.code == -32602


def test_the_tree_of_codes_goes_down_to_codes(session: Session) -> None:
    services = session.client.request("tclsp/codes", {})
    assert set(services) == documented("CodesResult")
    (service,) = services["items"]
    assert set(service) == documented("CodeItem")
    assert (service["kind"], service["name"]) == ("service", "cvm")
    params = {"service": "cvm"}
    families = session.client.request("tclsp/codes", params)["items"]
    assert service["children"] == len(families)
    params["family"] = "AuthFailure"
    codes = session.client.request("tclsp/codes", params)["items"]
    (family,) = [each for each in families if each["name"] == "AuthFailure"]
    assert family["children"] == len(codes)
    assert [each["handled"] for each in codes if each["name"].endswith("SignatureExpire")] == [2]
    (first, *_) = session.client.request("tclsp/codes", {"query": "SignatureExpire"})["items"]
    assert (first["kind"], first["name"]) == ("code", "AuthFailure.SignatureExpire")


def test_where_a_code_is_handled_and_where_not(session: Session) -> None:
    found = session.client.request("tclsp/handled", {"code": "AuthFailure"})
    assert set(found) == documented("HandledResult")
    assert [each["location"]["uri"] for each in found["handled"]] == [session.uri, session.other]
    assert {each["code"] for each in found["handled"]} == {"AuthFailure.SignatureExpire"}
    found = session.client.request("tclsp/handled", {"code": "LimitExceeded", "service": "cvm"})
    assert {each["action"] for each in found["unhandled"]} >= {"RunInstances"}
    assert {each["service"] for each in found["unhandled"]} == {"cvm"}


def test_the_state_is_what_a_bug_report_needs(session: Session) -> None:
    found = session.client.request("tclsp/state")
    assert set(found) == documented("StateResult")
    assert (found["files"], found["diagnostics"], found["sdk"]) == (2, "pull", None)
    assert found["positionEncoding"] == "utf-16"


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


def test_every_request_and_command_of_ours_is_documented(session: Session) -> None:
    text = DOCUMENTED.read_text()
    assert re.findall(r"^## (tclsp/\w+)$", text, re.MULTILINE) == [
        "tclsp/explainAnswer",
        "tclsp/codes",
        "tclsp/handled",
        "tclsp/state",
    ]
    commands = re.findall(r"^\| `(tclsp\.\w+)` \|", text, re.MULTILINE)
    assert sorted(commands) == sorted(session.announced["executeCommandProvider"]["commands"])
