"""Reading the answer of an API call: did it succeed, with which code, and what RequestId to quote.

An answer is JSON of the form `{"Response": {"Error": {"Code", "Message"}, "RequestId"}}`; a
successful one has the action's own fields in place of `Error`. Also read are what people keep of
an answer: the object inside `Response`, the object inside `Error`, and the three attributes of
the SDK's exception.
"""

import json
from typing import Any

from attrs import frozen

_KEY_HINT = "an answer is an object with the key Response, or what stands in it"


@frozen
class Answer:
    """What an API call answered."""

    success: bool
    code: str | None
    """The error code; None for a success."""
    message: str | None
    """What the service said about the failure, as it came: control characters included."""
    request_id: str | None
    """What support asks for; None where the answer lacks it or no request was sent."""


class NotAnAnswer(Exception):
    """The input is no answer of the API; `str()` is one sentence that says why and where."""


def read_answer(data: bytes, source: str) -> Answer:
    """Return what `data` says: JSON in UTF-8, UTF-16 or UTF-32, with or without BOM.

    `source` names the data in a sentence: a path or `standard input`. Raises NotAnAnswer.
    """
    return _answer_of(_parsed(_decoded(data, source), source), source)


def _decoded(data: bytes, source: str) -> str:
    # PowerShell's `>` writes UTF-16, Notepad a BOM.
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.replace("-sig", "").upper()
        raise NotAnAnswer(
            f"{source} is no text in {name}: byte {error.start + 1} does not fit; "
            "save the answer in UTF-8"
        ) from error


def _parsed(text: str, source: str) -> Any:
    if not text.strip():
        raise NotAnAnswer(f"{source} is empty; {_KEY_HINT}")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise NotAnAnswer(
            f"{source} is no JSON: line {error.lineno}, column {error.colno}: "
            f"{_lower_first(error.msg)}{_hint_for(text)}"
        ) from error
    except RecursionError as error:
        raise NotAnAnswer(f"{source} is no answer: it is nested too deeply") from error
    except ValueError as error:
        # CPython refuses to read a number of more than 4,300 digits.
        raise NotAnAnswer(f"{source} is no answer: it holds a number that is too long") from error


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _hint_for(text: str) -> str:
    start = text.lstrip()
    if start.startswith(("{'", "[{'")):
        return "; this looks like a printed Python dict, write it with json.dumps"
    if "[TencentCloudSDKException]" in start:
        return "; this is the text of an SDK error, give its code instead"
    if start.startswith("<"):
        return (
            "; this looks like HTML or XML, which no API action answers: something in between did"
        )
    return ""


def _answer_of(parsed: Any, source: str) -> Answer:
    if not isinstance(parsed, dict):
        raise NotAnAnswer(f"{source} is no answer: it holds {_kind_of(parsed)}; {_KEY_HINT}")
    if "Response" not in parsed:
        return _from_inner(parsed, source)
    response = parsed["Response"]
    if not isinstance(response, dict):
        raise NotAnAnswer(
            f"{source} is no answer: Response holds {_kind_of(response)} instead of an object"
        )
    return _from_inner(response, source)


def _from_inner(inner: dict[str, Any], source: str) -> Answer:
    request_id = _text_or_none(inner.get("RequestId"))
    error = inner.get("Error")
    if isinstance(error, dict) and not _reports_on_a_task(inner):
        return _from_error(error, request_id, source)
    if request_id is not None:
        return Answer(success=True, code=None, message=None, request_id=request_id)
    bare = _from_bare_error(inner)
    if bare is None:
        raise NotAnAnswer(
            f"{source} is no answer: there is neither Error nor RequestId in it; {_KEY_HINT}"
        )
    return bare


def _reports_on_a_task(inner: dict[str, Any]) -> bool:
    """Whether `Error` belongs to the action's own fields.

    Two actions of lkeap (2024-05-22) report the state of a task as `Status` and, beside it, why
    the task failed as `Error`. A failed call has no field but `Error` and `RequestId`.
    """
    return "Status" in inner and "RequestId" in inner


def _from_error(error: dict[str, Any], request_id: str | None, source: str) -> Answer:
    code = _text_or_none(error.get("Code"))
    if code is None:
        raise NotAnAnswer(f"{source} is no answer: Error in it has no Code that is a string")
    message = _text_or_none(error.get("Message"))
    return Answer(success=False, code=code, message=message, request_id=request_id)


def _from_bare_error(inner: dict[str, Any]) -> Answer | None:
    """Read what stands inside `Error`, or the attributes of an SDK error, and nothing else.

    More fields than these make it something else: the status of a sent SMS has a Code, too.
    """
    if set(inner) == {"Code", "Message"}:
        code, message, request_id = inner["Code"], inner["Message"], None
    elif set(inner) == {"code", "message", "requestId"}:
        code, message, request_id = inner["code"], inner["message"], inner["requestId"]
    else:
        return None
    if _text_or_none(code) is None:
        return None
    return Answer(
        success=False,
        code=code,
        message=_text_or_none(message),
        request_id=_text_or_none(request_id),
    )


def _text_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _kind_of(value: Any) -> str:
    kinds = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
