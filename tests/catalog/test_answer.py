import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.catalog.answer import Answer, NotAnAnswer, read_answer

SAMPLES = Path(__file__).parents[2] / "fixtures" / "answers"
REQUEST_ID = "6f0a7c52-3b1e-4d0b-9a55-21d5c1f7e9a4"
EXPIRED = {"Code": "AuthFailure.SignatureExpire", "Message": "too late"}


def read(value: object) -> Answer:
    return read_answer(json.dumps(value).encode(), "answer.json")


def refusal(data: bytes) -> str:
    with pytest.raises(NotAnAnswer) as caught:
        read_answer(data, "answer.json")
    return str(caught.value)


def test_a_failure() -> None:
    answer = read({"Response": {"Error": EXPIRED, "RequestId": REQUEST_ID}})

    assert answer == Answer(
        success=False,
        code="AuthFailure.SignatureExpire",
        message="too late",
        request_id=REQUEST_ID,
    )


def test_a_success() -> None:
    answer = read({"Response": {"TotalCount": 0, "RequestId": REQUEST_ID}})

    assert answer == Answer(success=True, code=None, message=None, request_id=REQUEST_ID)


def test_what_stands_inside_the_response_is_an_answer() -> None:
    assert read({"Error": EXPIRED, "RequestId": REQUEST_ID}).code == "AuthFailure.SignatureExpire"
    assert read({"TotalCount": 0, "RequestId": REQUEST_ID}).success


def test_what_stands_inside_the_error_is_an_answer() -> None:
    answer = read(EXPIRED)

    assert (answer.code, answer.request_id) == ("AuthFailure.SignatureExpire", None)


def test_the_attributes_of_an_sdk_error_are_an_answer() -> None:
    error = {"code": "ClientNetworkError", "message": "timed out", "requestId": None}

    assert read(error) == Answer(
        success=False, code="ClientNetworkError", message="timed out", request_id=None
    )


def test_a_failure_may_lack_the_request_id_and_the_message() -> None:
    answer = read({"Response": {"Error": {"Code": "InternalError"}}})

    assert (answer.code, answer.message, answer.request_id) == ("InternalError", None, None)


def test_an_error_that_is_null_is_none() -> None:
    assert read({"Response": {"Error": None, "RequestId": REQUEST_ID}}).success


def test_the_error_of_a_task_is_a_field_of_a_successful_answer() -> None:
    task = {"Status": "Failed", "Error": {"Code": "1001", "Message": "no text"}}

    assert read({"Response": {**task, "RequestId": REQUEST_ID}}).success


def test_a_code_beside_the_request_id_is_the_actions_own() -> None:
    assert read({"Response": {"Code": "Ok", "Message": "", "RequestId": REQUEST_ID}}).success


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_that_editors_and_shells_write(encoding: str) -> None:
    text = '{"Response": {"Error": {"Code": "LimitExceeded", "Message": "已达上限"}}}'

    assert read_answer(text.encode(encoding), "answer.json").message == "已达上限"


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_the_samples_are_answers(path: Path) -> None:
    answer = read_answer(path.read_bytes(), path.name)

    assert answer.success == (path.stem == "describe-instances-status")


def test_broken_json_says_where() -> None:
    assert refusal(b'{"Response": {\n  "Error": }') == (
        "answer.json is no JSON: line 2, column 12: expecting value"
    )


def test_what_looks_like_something_else_gets_a_hint() -> None:
    assert "json.dumps" in refusal(b"{'Response': {}}")
    assert "HTML" in refusal(b"<html><h1>502 Bad Gateway</h1></html>")
    assert "give its code" in refusal(
        b"[TencentCloudSDKException] code:InternalError message:x requestId:y"
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"[]", "it holds a list"),
        (b'"InternalError"', "it holds a string"),
        (b"42", "it holds a number"),
        (b"null", "it holds null"),
        (b"{}", "neither Error nor RequestId"),
        (b'{"Response": {}}', "neither Error nor RequestId"),
        (b'{"Response": []}', "Response holds a list"),
        (b'{"Response": null}', "Response holds null"),
        (b'{"Response": {"Error": {}}}', "no Code that is a string"),
        (b'{"Response": {"Error": {"Code": 4000}}}', "no Code that is a string"),
        (b'{"Response": {"Error": "failed"}}', "neither Error nor RequestId"),
        (b'{"Code": "Ok", "SerialNo": "2019", "Message": "sent"}', "neither Error nor RequestId"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number that is too long"),
        ("上限".encode("gbk"), "is no text in UTF-8: byte 1 does not fit"),
    ],
)
def test_other_shapes_get_one_sentence(data: bytes, reason: str) -> None:
    sentence = refusal(data)

    assert sentence.startswith("answer.json ")
    assert reason in sentence
    assert "\n" not in sentence


@given(st.binary())
def test_any_bytes_are_an_answer_or_refused(data: bytes) -> None:
    try:
        answer = read_answer(data, "answer.json")
    except NotAnAnswer as refused:
        assert str(refused)  # noqa: PT017 - either outcome is right
    else:
        assert isinstance(answer, Answer)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["Response", "Error", "Code", "Message", "RequestId", "Status", "code"]
            ),
            inner,
            max_size=4,
        )
    ),
)


@given(_JSON)
def test_any_json_is_an_answer_or_refused(value: object) -> None:
    try:
        answer = read(value)
    except NotAnAnswer:
        return
    assert answer.success == (answer.code is None)
