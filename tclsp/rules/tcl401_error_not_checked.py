"""TCL401: a field of a raw answer is read though nobody asked whether the request failed."""

from collections.abc import Iterator

from tclsp.analysis.facts import AnswerRead, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext

_ALWAYS_THERE = frozenset({"Error", "RequestId", "Response"})


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    reported: set[tuple[str, tuple[str, ...]]] = set()
    for read in facts.answer_reads:
        place = (read.function, read.calls)
        if place not in reported and _is_fault(read):
            reported.add(place)
            yield _finding(read)


def _is_fault(read: AnswerRead) -> bool:
    if read.answer != "raw" or read.inside != "response" or read.form == "membership":
        return False
    if read.key in _ALWAYS_THERE or read.by_status:
        return False
    return not read.checked and not read.handled


def _finding(read: AnswerRead) -> Finding:
    if read.form == "subscript":
        message = Text(
            f"`{read.key}` is read without a look at `Error`: when the request fails, the answer "
            "has no such field, and the KeyError tells neither the code nor the RequestId.",
            f"读取 `{read.key}` 之前没有检查 `Error`：请求失败时应答里没有这个字段，"
            "抛出的 KeyError 既不含错误码也不含 RequestId。",
        )
    else:
        message = Text(
            f"`{read.key}` is read without a look at `Error`: a failed request looks like an "
            "answer without this field, and its code and RequestId are lost.",
            f"读取 `{read.key}` 之前没有检查 `Error`：失败的请求看起来就像没有这个字段的应答，"
            "错误码和 RequestId 都丢失了。",
        )
    return Finding(
        code=ERROR_NOT_CHECKED.code,
        span=read.span,
        message=message,
        remedy=Text(
            'Test `"Error" in body["Response"]` first, and raise or log the whole `Response`.',
            '先判断 `"Error" in body["Response"]`，若有则抛出或记录整个 `Response`。',
        ),
    )


ERROR_NOT_CHECKED = Rule(
    code="TCL401",
    name="error-not-checked",
    severity="warning",
    summary=Text(
        "A field of a raw answer is read with no test for `Error` on the way.",
        "没有检查 `Error` 就读取了原始应答的字段。",
    ),
    explanation=Text(
        "Without the SDK nobody raises for you: a failed request comes with the HTTP status 200, "
        "and `Response` holds `Error` in place of the fields. Reading one of these ends in a "
        "KeyError, or in `None`, and the code that says why and the RequestId never show up. A "
        "field that is asked for first, or whose KeyError is caught, is left alone.",
        "不使用 SDK 时不会有人替你抛出错误：失败的请求 HTTP 状态同样是 200，`Response` 里只有 `Error` 而没有结果"
        "字段。读取结果字段会得到 KeyError 或 `None`，而说明原因的错误码和 RequestId 不会出现。"
        "先判断字段是否存在，或捕获了 KeyError 的代码不做报告。",
    ),
    bad="""\
import requests


def zones(headers):
    body = requests.post("https://cvm.tencentcloudapi.com", headers=headers, data="{}").json()
    return body["Response"]["ZoneSet"]
""",
    good="""\
import requests


def zones(headers):
    body = requests.post("https://cvm.tencentcloudapi.com", headers=headers, data="{}").json()
    if "Error" in body["Response"]:
        raise RuntimeError(body["Response"])
    return body["Response"]["ZoneSet"]
""",
    check=_check,
)
