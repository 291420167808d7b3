"""Real clients, one server process each: everybody gets what it can show, at the right place."""

from collections.abc import Iterator
from typing import Any

import pytest
from attrs import frozen

from tests.server.client import Client, codes
from tests.server.client_profiles import PROFILES, Profile
from tests.server.columns import index_of, position_of
from tests.server.places import CURSOR
from tests.server.samples import install_sdk

CODE = '''\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, errorcodes, models


def stop(client, request):
    try:
        return client.StopInstances(request)
    except TencentCloudSDKException as error:
        if "错误😀" and error.code == "AuthFailure.SignatureExpire":
            print("😀", error.requestId)
        elif "错误😀" and error.code == errorcodes.AUTHFAILURE_CAMROLENAMEAUTHENTICATEFAILED:
            print("😀", error.requestId)
        elif error.code == "AuthFailure.TokenFailure":
            print("错误", error.requestId)
        elif error.code == "AuthFailure.TokenFailure":
            print("😀", error.requestId)
        else:
            raise


def start(client, request):
    try:
        return client.StartInstances(request)
    except TencentCloudSDKException: """错误😀"""; pass


STATES = ("错误", "😀")  # tclsp: ignore[TCL201]
'''


@frozen
class Session:
    """A client of one profile with a document open."""

    profile: Profile
    client: Client
    uri: str
    answer: dict[str, Any]
    """The server's capabilities."""
    diagnostics: list[dict[str, Any]]
    """Those that the client got in its way, by asking or without."""

    def at(self, text: str, nth: int = 0, inside: int = 0) -> dict[str, Any]:
        """Return the parameters of a request at the n-th occurrence of an ASCII text."""
        offset = -1
        for _ in range(nth + 1):
            offset = CODE.index(text, offset + 1)
        return {"textDocument": {"uri": self.uri}, "position": self.position(offset + inside)}

    def position(self, offset: int, text: str = CODE) -> dict[str, int]:
        """Return the position of an offset in characters, in the encoding agreed upon."""
        line, character = position_of(text, offset, self.profile.encoding)
        return {"line": line, "character": character}

    def text(self, place: dict[str, Any]) -> str:
        """Return what a range covers, as the client would mark it."""
        start, end = (
            index_of(CODE, (place[each]["line"], place[each]["character"]), self.profile.encoding)
            for each in ("start", "end")
        )
        return CODE[start:end]

    def actions(self) -> list[dict[str, Any]]:
        """Return the code actions for the handler that does nothing."""
        place = self.at("except TencentCloudSDKException:")["position"]
        params = {
            "textDocument": {"uri": self.uri},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
        }
        actions: list[dict[str, Any]] = self.client.request("textDocument/codeAction", params)
        return actions


@pytest.fixture(scope="module", params=PROFILES, ids=lambda profile: profile.name)
def session(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "tclsp.toml").write_text("")
    install_sdk(folder)
    with Client.start(folder) as client:
        answer = client.initialize(folder, request.param.capabilities)
        uri = (folder / "a.py").as_uri()
        client.open(uri, CODE)
        report = (
            client.pull(uri)["items"]
            if request.param.pulls
            else client.wait_for("textDocument/publishDiagnostics")["diagnostics"]
        )
        yield Session(request.param, client, uri, answer["capabilities"], report)
        assert client.shut_down() == 0


def test_the_encoding_is_the_one_that_the_client_likes_best(session: Session) -> None:
    assert session.answer["positionEncoding"] == session.profile.encoding


def test_hover_is_in_the_form_that_the_client_shows(session: Session) -> None:
    hover = session.client.request("textDocument/hover", session.at("SignatureExpire", inside=4))
    assert hover["contents"]["kind"] == session.profile.hover
    assert ("**" in hover["contents"]["value"]) == (session.profile.hover == "markdown")
    assert session.text(hover["range"]) == "AuthFailure.SignatureExpire"


def test_completion_has_the_fields_that_the_client_knows(session: Session) -> None:
    profile = session.profile
    place = session.at("SignatureExpire", inside=3)
    (item,) = [
        each
        for each in session.client.request("textDocument/completion", place)["items"]
        if each["label"] == "AuthFailure.SignatureExpire"
    ]
    assert item.get("insertTextFormat", 1) == 1
    assert ("labelDetails" in item) == profile.label_details
    if profile.label_details:
        assert item["labelDetails"] == {"description": "common"}
    assert item["detail"] == "common code"
    edit = item["textEdit"]
    assert edit["newText"] == "AuthFailure.SignatureExpire"
    if profile.insert_replace:
        assert session.text(edit["insert"]) == "AuthFailure.Sig"
        assert session.text(edit["replace"]) == "AuthFailure.SignatureExpire"
    else:
        assert session.text(edit["range"]) == "AuthFailure.SignatureExpire"
    assert ("documentation" in item) != profile.resolves_documentation
    resolved = session.client.request("completionItem/resolve", item)
    documentation = resolved["documentation"]
    if profile.documentation != "text":
        assert documentation["kind"] == profile.documentation
        documentation = documentation["value"]
    assert "AuthFailure.SignatureExpire" in documentation


def test_links_say_where_they_lead_if_the_client_shows_it(session: Session) -> None:
    document = {"textDocument": {"uri": session.uri}}
    links = session.client.request("textDocument/documentLink", document)
    over = [session.text(each["range"]) for each in links]
    assert over == ["TCL201", "StopInstances", "StartInstances"]
    assert all(("tooltip" in each) == session.profile.link_tooltips for each in links)


def test_diagnostics_say_what_the_client_can_show(session: Session) -> None:
    profile = session.profile
    found = {each["code"]: each for each in session.diagnostics}
    assert sorted(found) == ["TCL001", "TCL104", "TCL106"]
    assert session.text(found["TCL001"]["range"]) == "# tclsp: ignore[TCL201]"
    assert session.text(found["TCL106"]["range"]) == '"AuthFailure.TokenFailure"'
    assert ("tags" in found["TCL001"]) == profile.tags
    assert ("relatedInformation" in found["TCL106"]) == profile.related
    assert ("codeDescription" in found["TCL106"]) == profile.pages


def test_diagnostics_come_in_one_way_only(session: Session) -> None:
    """Whoever asks is sent none; whoever does not ask is sent those of each text."""
    client, published = session.client, "textDocument/publishDiagnostics"
    uri = session.uri.replace("/a.py", "/pushed.py")
    sound = CODE.replace("; pass", "; raise")
    for version, text in enumerate((CODE, sound, CODE), 1):
        if version == 1:
            client.open(uri, text)
        else:
            client.change(uri, version, text)
        if session.profile.pulls:
            report = client.pull(uri)
        else:
            report = client.wait_for(published, lambda params: params["uri"] == uri)
            assert report["version"] == version
        assert ("TCL104" in {code for _, code in codes(report)}) == (text == CODE)
    client.close(uri)
    if session.profile.pulls:
        client.request("tclsp/state")
        assert client.received(published) == []
    else:
        assert client.wait_for(published) == {"uri": uri, "diagnostics": []}


def test_code_actions_are_in_the_form_that_the_client_takes(session: Session) -> None:
    profile = session.profile
    actions = session.actions()
    if not profile.code_actions:
        applies = "applyEdit" in profile.capabilities.get("workspace", {})
        titles = ["Log the error and raise it again", "Ignore TCL104 here"] if applies else []
        assert [each["title"] for each in actions] == titles
        assert {each["command"] for each in actions} <= {"tclsp.applyCodeAction"}
        return
    (ignore,) = [each for each in actions if each["title"] == "Ignore TCL104 here"]
    assert ignore["kind"] == "quickfix"
    assert ("edit" not in ignore) == profile.resolves_edits
    if profile.resolves_edits:
        ignore = session.client.request("codeAction/resolve", ignore)
    if profile.versioned_edits:
        (change,) = ignore["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": session.uri, "version": 1}
        (edit,) = change["edits"]
    else:
        ((uri, (edit,)),) = ignore["edit"]["changes"].items()
        assert uri == session.uri
    assert edit["newText"].strip() == "# tclsp: ignore[TCL104]"
    end = session.at('"""; pass', inside=len('"""; pass'))
    assert edit["range"]["end"] == end["position"]
    assert all(each.get("isPreferred") is None or profile.preferred for each in actions)


def test_definitions_lead_into_the_installed_sdk(session: Session) -> None:
    place = session.at("AUTHFAILURE_CAM", inside=5)
    (target,) = session.client.request("textDocument/definition", place)
    if session.profile.links:
        origin = session.text(target["originSelectionRange"])
        assert origin == "AUTHFAILURE_CAMROLENAMEAUTHENTICATEFAILED"
        uri, place = target["targetUri"], target["targetSelectionRange"]
        assert place == target["targetRange"]
    else:
        uri, place = target["uri"], target["range"]
    assert uri.endswith("/cvm/v20170312/errorcodes.py")
    assert place["start"] == {"line": 0, "character": 0}


# Each: before the cursor, the cursor, what follows; the first offer; what it replaces.
UNFINISHED = [
    ('if "错😀" and e.code == "AuthFailure.Sig│', "AuthFailure.SignatureExpire", "AuthFailure.Sig"),
    ("if '错😀' and e.code == 'RequestLimit│Exceeded", "RequestLimitExceeded",
     "RequestLimitExceeded"),
    ('if "错😀" and e.code in ("A", "MissingPar│', "MissingParameter", "MissingPar"),
    ('if "错😀" and e.code.startswith("AuthF│', "AuthFailure", "AuthF"),
    ('match e.code:\n    case "错😀" | "MissingP│', "MissingParameter", "MissingP"),
    ('x = "错😀", 1  # tclsp: ignore[TCL10│', "TCL101", "TCL10"),
]  # fmt: skip
BEFORE = CODE + "\n\ndef more(e):\n    "


@pytest.mark.parametrize(("example", "first", "replaced"), UNFINISHED)
def test_unfinished_code_is_completed(
    session: Session, example: str, first: str, replaced: str
) -> None:
    uri = session.uri.replace("/a.py", "/unfinished.py")
    before, _, after = (BEFORE + example.replace("\n", "\n    ")).partition(CURSOR)
    session.client.open(uri, before + after)
    position = session.position(len(before), before + after)
    items = session.client.request(
        "textDocument/completion", {"textDocument": {"uri": uri}, "position": position}
    )["items"]
    assert items[0]["label"] == first
    edit = items[0]["textEdit"]
    start = before.rindex(replaced[: len(replaced) - len(after)])
    place = edit.get("replace", edit.get("range"))
    assert place["start"] == session.position(start, before + after)
    assert place["end"] == session.position(start + len(replaced), before + after)
    session.client.close(uri)
