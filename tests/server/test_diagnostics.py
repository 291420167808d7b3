"""Diagnostics through the real process: pulled or pushed, of the very text that is shown."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PULL, Client, RpcError, codes

ROOT = Path(__file__).parents[2]
HANDLED = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        raise RuntimeError(str(error)) from error
"""
SWALLOWED = HANDLED.replace("raise RuntimeError(str(error)) from error", "pass")
PUSH: dict[str, Any] = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}


def uri(folder: Path) -> str:
    return (folder / "a.py").as_uri()


def test_the_sample_application_shows_what_check_says(tmp_path: Path) -> None:
    app = tmp_path / "sample_app"
    shutil.copytree(ROOT / "fixtures" / "sample_app", app)
    (app / "tclsp.toml").write_text("")
    command = [sys.executable, "-m", "tclsp", "check", ".", "--exit-zero", "--no-cache"]
    said = subprocess.run(
        [*command, "--output-format", "json"], cwd=app, capture_output=True, check=True
    )
    expected: dict[str, list[tuple[int, str]]] = {}
    for finding in json.loads(said.stdout):
        where = finding["location"]["row"], finding["code"]
        expected.setdefault(Path(finding["filename"]).name, []).append(where)
    assert expected
    with Client.start(app) as client:
        client.initialize(app)
        for path in sorted(app.glob("*.py")):
            report = client.pull(client.open_file(path))
            assert codes(report) == expected.get(path.name, []), path.name
        assert client.shut_down() == 0


def test_a_client_that_asks_is_not_sent_any(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.open(uri(folder), SWALLOWED)
    report = client.pull(uri(folder))
    assert (report["kind"], codes(report)) == ("full", [(7, "TCL104")])
    again = client.pull(uri(folder), report["resultId"])
    assert again == {"kind": "unchanged", "resultId": report["resultId"]}
    assert client.received("textDocument/publishDiagnostics") == []


def test_a_client_that_does_not_ask_is_sent_them(client: Client, folder: Path) -> None:
    client.initialize(folder, PUSH)
    client.open(uri(folder), SWALLOWED, version=7)
    sent = client.wait_for("textDocument/publishDiagnostics")
    assert (sent["uri"], sent["version"], codes(sent)) == (uri(folder), 7, [(7, "TCL104")])
    client.change(uri(folder), 8, HANDLED)
    sent = client.wait_for("textDocument/publishDiagnostics")
    assert (sent["version"], codes(sent)) == (8, [])
    client.change(uri(folder), 9, SWALLOWED)
    client.wait_for("textDocument/publishDiagnostics", lambda params: bool(params["diagnostics"]))
    client.close(uri(folder))
    sent = client.wait_for("textDocument/publishDiagnostics")
    assert (sent["uri"], sent["diagnostics"]) == (uri(folder), [])


def test_a_diagnostic_says_what_to_write_and_where_to_read_more(
    client: Client, folder: Path
) -> None:
    client.initialize(folder)
    twice = SWALLOWED.replace(
        "        pass\n",
        '        if error.code == "AuthFailure.SignatureExpire":\n'
        "            raise\n"
        '        elif error.code == "AuthFailure.SignatureExpire":\n'
        "            return None\n"
        "        raise\n",
    )
    client.open(uri(folder), twice)
    found = {item["code"]: item for item in client.pull(uri(folder))["items"]}
    item = found["TCL106"]
    assert item["source"] == "tclsp"
    assert item["severity"] == 2
    assert item["tags"] == [1]
    assert item["codeDescription"]["href"].endswith("/docs/rules/TCL106.md")
    (related,) = item["relatedInformation"]
    assert related["location"]["range"]["start"]["line"] == 7
    assert related["location"]["uri"] == uri(folder)
    assert "\n" in item["message"]


def test_a_part_that_cannot_be_read_is_marked_on_its_first_line(
    client: Client, folder: Path
) -> None:
    client.initialize(folder)
    client.open(uri(folder), HANDLED.replace("as error:", "as"))
    (item,) = client.pull(uri(folder))["items"]
    assert item["code"] == "TCL002"
    assert item["range"]["start"] == {"line": 3, "character": 0}
    assert item["range"]["end"] == {"line": 3, "character": 26}


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 42), ("utf-16", 36), ("utf-32", 35)])
def test_columns_count_as_the_client_has_chosen(
    client: Client, folder: Path, encoding: str, column: int
) -> None:
    capabilities = {**PULL, "general": {"positionEncodings": [encoding]}}
    answer = client.initialize(folder, capabilities)
    assert answer["capabilities"]["positionEncoding"] == encoding
    test = '        if "错误😀" and error.code == "NoSuchCodeX.Y": raise'
    client.open(uri(folder), SWALLOWED.replace("        pass", test))
    items = client.pull(uri(folder))["items"]
    starts = [item["range"]["start"] for item in items if item["code"] == "TCL301"]
    assert starts == [{"line": 7, "character": column}]


def test_a_client_may_ask_before_it_opens_a_document(client: Client, folder: Path) -> None:
    client.initialize(folder)
    assert client.pull(uri(folder)) == {"kind": "full", "items": []}
    client.open(uri(folder), SWALLOWED)
    client.wait_for("workspace/diagnostic/refresh")
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]


def test_an_edit_makes_an_old_question_void(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.open(uri(folder), HANDLED)
    client.pull(uri(folder))
    client.change(uri(folder), 2, HANDLED + "\n")
    old = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri(folder)}})
    client.change(uri(folder), 3, SWALLOWED)
    with pytest.raises(RpcError) as caught:
        client.answer(old)
    assert (caught.value.code, caught.value.data) == (-32802, {"retriggerRequest": True})
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]


def test_a_settings_file_counts_without_being_watched(client: Client, folder: Path) -> None:
    client.initialize(folder)
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == [(7, "TCL104")]
    (folder / "tclsp.toml").write_text('ignore = ["TCL104"]\n')
    assert codes(client.pull(uri(folder))) == []


def test_settings_of_the_client_go_on_top_and_change_live(client: Client, folder: Path) -> None:
    client.initialize(folder, initializationOptions={"settings": {"ignore": ["TCL104"]}})
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == []
    settings = {"tclsp": {"severity": {"TCL104": "info"}, "language": "zh"}}
    client.notify("workspace/didChangeConfiguration", {"settings": settings})
    (item,) = client.pull(uri(folder))["items"]
    assert item["severity"] == 3
    assert "StopInstances" in item["message"]
    assert not item["message"].isascii()


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


def test_null_means_the_settings_that_the_session_began_with(client: Client, folder: Path) -> None:
    client.answers["workspace/configuration"] = [None]
    capabilities = {**PULL, "workspace": {"configuration": True}}
    client.initialize(folder, capabilities, initializationOptions={"ignore": ["TCL104"]})
    client.wait_for("workspace/configuration")
    client.open(uri(folder), SWALLOWED)
    for answer, expected in (({}, [(7, "TCL104")]), (None, [])):
        client.answers["workspace/configuration"] = [answer]
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        client.wait_for("workspace/configuration")
        client.request("tclsp/state")
        assert codes(client.pull(uri(folder))) == expected


def test_a_wrong_setting_is_told_once_and_the_rest_counts(client: Client, folder: Path) -> None:
    options = {"ignore": ["TCL104"], "knowncodes": ["X"]}
    client.initialize(folder, initializationOptions=options)
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == []
    shown = client.wait_for("window/showMessage")
    assert "did you mean `known-codes`?" in shown["message"]


def test_a_broken_settings_file_is_told_and_the_last_good_one_counts(
    client: Client, folder: Path
) -> None:
    (folder / "tclsp.toml").write_text('ignore = ["TCL104"]\n')
    client.initialize(folder)
    client.open(uri(folder), SWALLOWED)
    assert codes(client.pull(uri(folder))) == []
    (folder / "tclsp.toml").write_text("ignore = [\n")
    assert codes(client.pull(uri(folder))) == []
    assert "tclsp.toml:1: not valid TOML" in client.wait_for("window/showMessage")["message"]


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


def test_an_edit_in_one_file_counts_in_another(client: Client, folder: Path) -> None:
    helper = "def report(error):\n    print(error)\n"
    (folder / "helper.py").write_text(helper)
    client.initialize(folder)
    caller = "from helper import report\n" + SWALLOWED.replace("pass", "report(error)")
    client.open(uri(folder), caller)
    assert codes(client.pull(uri(folder))) == []
    other = client.open_file(folder / "helper.py")
    client.change(other, 2, helper.replace("print(error)", "print(error.code)"))
    assert client.pull(other)["items"] == []
    assert codes(client.pull(uri(folder))) == [(9, "TCL201")]


def test_what_is_excluded_or_in_another_language_shows_nothing(
    client: Client, folder: Path
) -> None:
    (folder / "tclsp.toml").write_text('extend-exclude = ["generated"]\n')
    client.initialize(folder, PUSH)
    left_out = (folder / "generated" / "a.py").as_uri()
    client.open(left_out, SWALLOWED)
    assert codes(client.wait_for("textDocument/publishDiagnostics")) == []
    client.open(uri(folder), SWALLOWED, language="plaintext")
    assert codes(client.wait_for("textDocument/publishDiagnostics")) == []
    client.close(uri(folder))
    client.open(uri(folder), SWALLOWED)
    client.wait_for("textDocument/publishDiagnostics", lambda params: codes(params) != [])


@pytest.mark.parametrize(
    "name",
    [
        "untitled:Untitled-1",
        "vscode-vfs://github/a/b/c%20d.py",
        "file:///c%3A/x/a.py",
        "file:////a.py",
        "file://[a/b.py",
        "http://[a/b.py",
    ],
)
def test_a_document_may_lie_nowhere(client: Client, folder: Path, name: str) -> None:
    client.initialize(None)
    client.open(name, SWALLOWED)
    assert codes(client.pull(name)) == [(7, "TCL104")]


@pytest.mark.parametrize("name", ["untitled:Untitled-1", "vscode-vfs://github/a/b/c%20d.py"])
def test_uses_of_codes_are_placed_where_the_document_is(client: Client, name: str) -> None:
    client.initialize(None)
    test = 'if error.code == "AuthFailure.SignatureExpire": raise'
    client.open(name, SWALLOWED.replace("pass", test))
    client.pull(name)
    (symbol,) = client.request("workspace/symbol", {"query": "expire"})
    assert symbol["location"]["uri"] == name


def test_two_spellings_of_a_uri_are_one_document(client: Client) -> None:
    client.initialize(None)
    client.open("file:///c%3A/x/a.py", SWALLOWED)
    assert codes(client.pull("file:///C:/x/a.py")) == [(7, "TCL104")]
