"""TCL201: something of the error is written, but not its RequestId."""

from collections.abc import Iterator

from tclsp.analysis.facts import Handler, ModuleFacts, Path, Record
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.add_request_id import ADD_REQUEST_ID
from tclsp.rules.rule import Rule, RuleContext

_OF_ERROR = frozenset({"code", "message", "cut"})


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    for handler in facts.handlers:
        if not _can_see_request_id(handler):
            continue
        reported: set[int] = set()
        for path in handler.paths:
            record = _reported(path, context)
            if record is not None and record.span.start not in reported:
                reported.add(record.span.start)
                yield _finding(handler, record)


def _can_see_request_id(handler: Handler) -> bool:
    """Raw answers have a rule of their own, and errors of raw HTTP have no RequestId."""
    if handler.kind == "named":
        return True
    return handler.kind == "broad" and any(call.kind != "raw" for call in handler.calls)


def _reported(path: Path, context: RuleContext) -> Record | None:
    """Return the place to report on a way, or `None` where it is right."""
    if path.recorded or path.outcome == "raises":
        return None
    records = path.records
    if path.expected:
        if path.selected and all(_is_client_side(code, context) for code in path.selected):
            return None
        records = tuple(
            record
            for record in records
            if record.kind == "log" and record.loud and _OF_ERROR.intersection(record.parts)
        )
    if path.tried_again and not any(_OF_ERROR.intersection(each.parts) for each in records):
        return None
    using = (record for record in records if _OF_ERROR.intersection(record.parts))
    return next(using, None) or next(iter(records), None)


def _is_client_side(code: str, context: RuleContext) -> bool:
    return context.catalog.kind(code) == "client"


def _finding(handler: Handler, record: Record) -> Finding:
    name = handler.bound or "error"
    parts = frozenset(record.parts)
    return Finding(
        code=REQUEST_ID_NOT_LOGGED.code,
        span=record.span,
        message=_message(record, parts),
        remedy=_remedy(name, bool(handler.bound), parts),
    )


def _message(record: Record, parts: frozenset[str]) -> Text:
    verb, verb_zh = _VERBS[record.kind]
    if "cut" in parts:
        return Text(
            f"The text of the error that is {verb} is cut: the RequestId stands at its end and is "
            "lost.",
            f"这里{verb_zh}的错误文本被截断：RequestId 在文本末尾，因此丢失。",
        )
    if parts & _OF_ERROR:
        names = [name for name in ("code", "message") if name in parts]
        what, what_zh = " and the ".join(names), "和".join(_NAMES_ZH[name] for name in names)
        return Text(
            f"The {what} of the error {'are' if len(names) > 1 else 'is'} {verb}, but not the "
            "RequestId, without which support cannot find the request.",
            f"这里{verb_zh}了错误的{what_zh}，却没有 RequestId，没有它就无法通过工单定位这次请求。",
        )
    return Text(
        f"A fixed text is {verb}: neither what went wrong nor the RequestId that support asks for "
        "is told.",
        f"这里只{verb_zh}了固定文本：既看不出出了什么错，也没有工单所需的 RequestId。",
    )


def _remedy(name: str, bound: bool, parts: frozenset[str]) -> Text:
    if not bound:
        return Text(
            f"Bind the error (`as {name}`) and write it whole: `str({name})` ends with the "
            "RequestId.",
            f"绑定错误（`as {name}`）并完整写出：`str({name})` 末尾就是 RequestId。",
        )
    if "cut" in parts:
        return Text(
            f"Add `{name}.requestId` beside the shortened text.",
            f"在截短的文本旁加上 `{name}.requestId`。",
        )
    return Text(
        f"Add `{name}.requestId`, or write `{name}` whole: its text ends with the RequestId.",
        f"加上 `{name}.requestId`，或完整写出 `{name}`：其文本末尾就是 RequestId。",
    )


_VERBS = {
    "log": ("written", "输出"),
    "call": ("handed on", "传递"),
    "return": ("returned", "返回"),
    "store": ("stored", "保存"),
    "exit": ("given as the reason to exit", "作为退出原因输出"),
}
_NAMES_ZH = {"code": "错误码", "message": "错误信息"}

REQUEST_ID_NOT_LOGGED = Rule(
    code="TCL201",
    name="request-id-not-logged",
    severity="warning",
    summary=Text(
        "A way through a handler that writes something about the error, but not its RequestId.",
        "处理代码的一条路径写出了错误的部分内容，却没有 RequestId。",
    ),
    explanation=Text(
        "The RequestId names one request in the logs of Tencent Cloud; support asks for it first. "
        "A line with only the code and the message says that something failed, not which request. "
        "The text of the SDK error ends with the RequestId, so logging the error itself is enough; "
        "cutting that text short loses it.",
        "RequestId 在腾讯云日志中唯一标识一次请求，提交工单时首先需要它。只有错误码和错误信息的日志说明有请求"
        "失败，却说不出是哪一次。SDK 错误的文本以 RequestId 结尾，直接记录错误对象即可；截短这段文本就会丢掉它。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        logger.error("stop failed: %s %s", error.code, error.message)
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        logger.error("stop failed: %s %s %s", error.code, error.message, error.requestId)
""",
    check=_check,
    settings=("sdk-errors", "request-id-loggers", "check-tests"),
    fix=ADD_REQUEST_ID,
)
