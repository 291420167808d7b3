"""The requests that LSP does not have: their results have the documented fields, and no others."""

import json
import re
from pathlib import Path

import attrs
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from tclsp.server.capabilities import CODES, EXPLAIN_ANSWER, HANDLED, STATE
from tclsp.server.commands import APPLY_CODE_ACTION, FIX_ALL_OF_RULE, RELOAD_CATALOG
from tclsp.server.own_requests import CodeItem, CodesResult, ExplainAnswerResult, HandledResult
from tclsp.server.state import State
from tests.server.features.conftest import OTHER
from tests.server.features.editor import Editor
from tests.server.features.own_results import spelt

ROOT = Path(__file__).parents[3]
DOCUMENTED = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
CODE = OTHER.replace("stop", "start").replace("StopInstances", "RunInstances")


@pytest.mark.parametrize(
    ("interface", "form"),
    [
        ("ExplainAnswerResult", ExplainAnswerResult),
        ("CodesResult", CodesResult),
        ("CodeItem", CodeItem),
        ("HandledResult", HandledResult),
        ("StateResult", State),
    ],
)
def test_the_fields_of_results_are_documented(interface: str, form: type) -> None:
    body = re.search(rf"interface {interface} {{\n(.*?)\n}}", DOCUMENTED, re.DOTALL)
    assert body is not None
    fields = re.findall(r"^  (\w+)\??:", body[1], re.MULTILINE)
    assert fields == [spelt(field.name) for field in attrs.fields(form)]


def test_every_request_is_documented() -> None:
    requests = re.findall(r"^## (tclsp/\w+)$", DOCUMENTED, re.MULTILINE)
    assert requests == [EXPLAIN_ANSWER, CODES, HANDLED, STATE]


def test_every_command_is_documented() -> None:
    commands = re.findall(r"^\| `(tclsp\.\w+)` \|", DOCUMENTED, re.MULTILINE)
    assert commands == [RELOAD_CATALOG, FIX_ALL_OF_RULE, APPLY_CODE_ACTION]


# ---------------------------------------------------------------- tclsp/explainAnswer


async def test_an_answer_is_explained(editor: Editor) -> None:
    tab = editor.open(CODE)
    error = {"Code": "AuthFailure.SignatureExpire", "Message": "expired"}
    text = json.dumps({"Response": {"Error": error, "RequestId": "r-1"}})
    found = await editor.ask(EXPLAIN_ANSWER, {"text": text, "service": "cvm"}, ExplainAnswerResult)
    assert (found.success, found.code) == (False, error["Code"])
    assert (found.message, found.request_id) == ("expired", "r-1")
    assert "differs from the server's clock" in found.explanation
    assert [each.uri for each in found.handled] == [other(editor), tab.uri]


def other(editor: Editor) -> str:
    """Return the URI of the file that also tests a code."""
    return (editor.folder / "other.py").as_uri()


async def test_what_is_no_answer_is_said(editor: Editor) -> None:
    with pytest.raises(JsonRpcInvalidParams, match="the text"):
        await editor.ask(EXPLAIN_ANSWER, {"text": "{"}, ExplainAnswerResult)


# ---------------------------------------------------------------- tclsp/codes


async def level(editor: Editor, **params: str) -> dict[str, CodeItem]:
    """Return a level of the tree of codes, by names."""
    found = await editor.ask(CODES, params, CodesResult)
    return {item.name: item for item in found.items}


async def test_the_tree_goes_from_services_down_to_codes(editor: Editor) -> None:
    editor.open(CODE)
    services = await level(editor)
    assert [(each.kind, each.name) for each in services.values()] == [("service", "cvm")]
    families = await level(editor, service="cvm")
    assert services["cvm"].children == len(families)
    codes = await level(editor, service="cvm", family="AuthFailure")
    assert families["AuthFailure"].children == len(codes)
    assert {each.kind for each in codes.values()} == {"code"}
    assert codes["AuthFailure.SignatureExpire"].handled == 2
    assert families["LimitExceeded"].unhandled


async def test_codes_are_found_by_a_part_of_their_names(editor: Editor) -> None:
    first, *_ = (await level(editor, query="SignatureExpire")).values()
    assert (first.kind, first.name) == ("code", "AuthFailure.SignatureExpire")


# ---------------------------------------------------------------- tclsp/handled


async def test_where_a_code_is_handled_and_where_not(editor: Editor) -> None:
    tab = editor.open(CODE)
    found = await editor.ask(HANDLED, {"code": "AuthFailure"}, HandledResult)
    code = "AuthFailure.SignatureExpire"
    assert [(each.location.uri, each.code) for each in found.handled] == [
        (other(editor), code),
        (tab.uri, code),
    ]
    assert tab.covered(found.handled[1].location.range) == code
    assert found.unhandled == []
    found = await editor.ask(HANDLED, {"code": "LimitExceeded", "service": "cvm"}, HandledResult)
    assert [(each.service, each.action) for each in found.unhandled] == [
        ("cvm", "StopInstances"),
        ("cvm", "RunInstances"),
    ]


# ---------------------------------------------------------------- tclsp/state, commands


async def test_the_state_is_what_a_bug_report_needs(editor: Editor) -> None:
    found = await editor.ask(STATE, {}, State)
    assert (found.position_encoding, found.diagnostics) == ("utf-16", "pull")
    assert found.folders == [str(editor.folder)]
    assert found.sdk is not None
    assert found.sdk["version"] == "3.0.1"


async def test_the_catalogue_can_be_loaded_again(editor: Editor) -> None:
    tab = editor.open(CODE)
    before = await tab.pull()
    assert await editor.run(RELOAD_CATALOG) is None
    await editor.next(types.WORKSPACE_DIAGNOSTIC_REFRESH)
    assert await tab.pull() == before


async def test_a_wrong_parameter_is_told(editor: Editor) -> None:
    with pytest.raises(JsonRpcInvalidParams, match="`code` must be a string"):
        await editor.ask(HANDLED, {"code": 7}, HandledResult)
