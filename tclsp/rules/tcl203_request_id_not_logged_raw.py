"""TCL203: the branch for a raw answer's `Error` tells of it without the RequestId."""

from collections.abc import Iterator

from attrs import frozen

from tclsp.analysis.facts import ModuleFacts, Path
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext
from tclsp.source.spans import Span

_OF_ERROR = frozenset({"code", "message", "cut"})


@frozen
class _Told:
    """A place that tells of the error, and what it tells."""

    span: Span
    parts: frozenset[str]
    raised: bool = False


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for handler in facts.handlers:
        if handler.kind != "raw":
            continue
        reported: set[int] = set()
        for path in handler.paths:
            told = _reported(path)
            if told is not None and told.span.start not in reported:
                reported.add(told.span.start)
                yield _finding(told)


def _reported(path: Path) -> _Told | None:
    """Return the place to report on a way, or `None` where it is right."""
    if path.recorded:
        return None
    records = path.records
    if path.expected:
        records = tuple(each for each in records if each.kind == "log" and each.loud)
    told = [_Told(each.span, frozenset(each.parts)) for each in records]
    if path.raised is not None and not path.expected:
        told.append(_Told(path.raised.span, frozenset(path.raised.parts), raised=True))
    using = next((each for each in told if each.parts & _OF_ERROR), None)
    if using is not None or path.expected or path.tried_again or path.outcome == "raises":
        return using
    return next(iter(told), None)


def _finding(told: _Told) -> Finding:
    verb, verb_zh = ("raised", "抛出") if told.raised else ("told", "写出")
    if told.parts & _OF_ERROR:
        message = Text(
            f"What went wrong is {verb}, but not the RequestId that stands beside `Error` in the "
            "answer; without it support cannot find the request.",
            f"这里{verb_zh}了出错的内容，却没有应答中与 `Error` 并列的 RequestId，"
            "没有它就无法通过工单定位这次请求。",
        )
    else:
        message = Text(
            "A fixed text is told: neither what went wrong nor the RequestId that stands beside "
            "`Error` in the answer.",
            "这里只写出了固定文本：既看不出出了什么错，也没有应答中与 `Error` 并列的 RequestId。",
        )
    return Finding(
        code=REQUEST_ID_NOT_LOGGED_RAW.code,
        span=told.span,
        message=message,
        remedy=Text(
            'Add `["Response"]["RequestId"]` of the answer, or tell `Response` whole.',
            '加上应答的 `["Response"]["RequestId"]`，或完整写出 `Response`。',
        ),
    )


REQUEST_ID_NOT_LOGGED_RAW = Rule(
    code="TCL203",
    name="request-id-not-logged-raw",
    severity="warning",
    summary=Text(
        "The branch for the `Error` of a raw answer tells of it without the RequestId.",
        "处理原始应答 `Error` 的分支写出了错误，却没有 RequestId。",
    ),
    explanation=Text(
        "Without the SDK a failure comes as JSON: `Error` with `Code` and `Message`, and beside "
        "it, not in it, the `RequestId`. Logging or raising `Error` alone leaves the RequestId "
        "behind, and support cannot find the request without it.",
        "不使用 SDK 时，失败以 JSON 返回：`Error` 中有 `Code` 和 `Message`，`RequestId` 与它并列而不在其中。"
        "只记录或抛出 `Error` 就丢下了 RequestId，没有它就无法通过工单定位这次请求。",
    ),
    bad="""\
import requests


def zones(headers):
    url = "https://cvm.tencentcloudapi.com"
    response = requests.post(url, headers=headers, data="{}").json()["Response"]
    if "Error" in response:
        raise RuntimeError(response["Error"]["Message"])
    return response["ZoneSet"]
""",
    good="""\
import requests


def zones(headers):
    url = "https://cvm.tencentcloudapi.com"
    response = requests.post(url, headers=headers, data="{}").json()["Response"]
    if "Error" in response:
        raise RuntimeError(response["Error"]["Message"], response["RequestId"])
    return response["ZoneSet"]
""",
    check=_check,
    settings=("request-id-loggers", "check-tests"),
)
