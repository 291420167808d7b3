"""What is answered from the facts of the whole workspace."""

import json

import pytest

from tclsp.server.explain_answer import answer_explain_answer
from tclsp.server.handled import answer_codes, answer_handled
from tclsp.server.own_requests import (
    CodesParams,
    ExplainAnswerParams,
    HandledParams,
    WrongParams,
)
from tclsp.server.references import answer_workspace_symbols
from tests.server.workspaces import workspace

START = """
def start(client: cvm_client.CvmClient, request):
    try:
        return client.RunInstances(request)
    except TencentCloudSDKException as e:
        if e.code == "AuthFailure.SignatureExpire":
            raise
        if e.code.startswith("ResourceInsufficient."):
            raise
        raise
"""
STOP = """
def stop(client: cvm_client.CvmClient, request):
    client.StopInstances(request)
"""
FILES = {"/w/start.py": START, "/w/stop.py": STOP}


def test_symbols_say_where_codes_are_named() -> None:
    found = answer_workspace_symbols(workspace(FILES), "authfail")
    assert [(symbol.name, symbol.location.uri) for symbol in found] == [
        ("AuthFailure.SignatureExpire", "file:///w/start.py")
    ]


def test_the_services_in_play() -> None:
    (item,) = answer_codes(workspace(FILES), CodesParams()).items
    assert (item.kind, item.name, item.handled) == ("service", "cvm", 2)
    assert item.meaning == "tencentcloud.cvm"
    assert item.children > 20


def test_families_say_what_is_handled() -> None:
    items = answer_codes(workspace(FILES), CodesParams(service="cvm")).items
    by_name = {item.name: item for item in items}
    assert by_name["ResourceInsufficient"].handled == 1
    assert not by_name["ResourceInsufficient"].unhandled
    assert by_name["AuthFailure"].handled == 1
    assert by_name["LimitExceeded"].handled == 0
    assert by_name["LimitExceeded"].unhandled
    assert by_name["LimitExceeded"].meaning


def test_codes_of_a_family() -> None:
    params = CodesParams(service="cvm", family="AuthFailure")
    items = answer_codes(workspace(FILES), params).items
    assert all(item.name.startswith("AuthFailure") for item in items)
    handled = [item.name for item in items if item.handled]
    assert handled == ["AuthFailure", "AuthFailure.SignatureExpire"]


def test_a_search() -> None:
    found = answer_codes(workspace(FILES), CodesParams(query="UinLimit"))
    assert found.items[0].name == "RequestLimitExceeded.UinLimitExceeded"


def test_where_a_family_is_handled_and_where_not() -> None:
    found = answer_handled(workspace(FILES), HandledParams("ResourceInsufficient"))
    assert [(each.code, each.location.uri) for each in found.handled] == [
        ("ResourceInsufficient.", "file:///w/start.py")
    ]
    assert [(each.action, each.location.uri) for each in found.unhandled] == [
        ("StopInstances", "file:///w/stop.py")
    ]


def test_an_answer_is_explained_with_where_it_is_handled() -> None:
    answer = {
        "Response": {
            "Error": {"Code": "AuthFailure.SignatureExpire", "Message": "expired"},
            "RequestId": "r-1",
        }
    }
    found = answer_explain_answer(workspace(FILES), ExplainAnswerParams(json.dumps(answer), "cvm"))
    assert (found.success, found.code) == (False, "AuthFailure.SignatureExpire")
    assert (found.message, found.request_id) == ("expired", "r-1")
    assert "**The call failed: AuthFailure.SignatureExpire**" in found.explanation
    assert [place.uri for place in found.handled] == ["file:///w/start.py"]


def test_a_code_alone_is_explained_but_not_as_a_call_that_failed() -> None:
    for code in ("AuthFailure.SignatureExpire", "ResourceInsufficient"):
        text = json.dumps({"Error": {"Code": code, "Message": ""}})
        found = answer_explain_answer(workspace(FILES), ExplainAnswerParams(text))
        assert found.explanation.startswith(f"**`{code}`** — ")
        assert "*RequestId*" not in found.explanation


def test_an_answer_is_explained_without_options_of_the_command_line() -> None:
    answer = {"Error": {"Code": "UnauthorizedOperation.CamNoAuth", "Message": "no"}}
    found = answer_explain_answer(workspace({}), ExplainAnswerParams(json.dumps(answer)))
    assert "--service" not in found.explanation


def test_what_is_no_answer_is_said() -> None:
    with pytest.raises(WrongParams, match="the text"):
        answer_explain_answer(workspace({}), ExplainAnswerParams("{"))
