"""TCL104: a way through a handler that loses the error."""

from collections.abc import Iterator

from tclsp.analysis.facts import Handler, ModuleFacts, Path
from tclsp.catalog.text import Text
from tclsp.rules.dispatching_handlers import lets_others_fall_out
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.log_and_raise import LOG_AND_RAISE
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for handler in facts.handlers:
        if lets_others_fall_out(handler):
            continue
        if any(_swallows(path) and not _may_note(path, handler) for path in handler.paths):
            yield _finding(handler)


def _swallows(path: Path) -> bool:
    if path.expected or path.recorded or path.tried_again or path.outcome == "raises":
        return False
    return not path.records


def _may_note(path: Path, handler: Handler) -> bool:
    """Tell whether a way may only note what a text says that looks like an answer.

    Of what no HTTP call of the API gave (the output of a program, a file), a branch that goes on
    is taken for part of a report on it.
    """
    given = handler.kind == "raw" and not handler.calls and handler.services is None
    return given and path.outcome == "falls" and path.own_statement


def _finding(handler: Handler) -> Finding:
    actions = sorted({call.action for call in handler.calls if call.action})
    what = f"An error of `{actions[0]}`" if len(actions) == 1 else "An API error"
    what_zh = f"`{actions[0]}` 的错误" if len(actions) == 1 else "API 错误"
    some = len(handler.paths) > 1
    where = "on one way through this handler" if some else "here"
    where_zh = "在这段处理的一条路径上" if some else "在这里"
    return Finding(
        code=SWALLOWED_ERROR.code,
        span=handler.span,
        message=Text(
            f"{what} is swallowed {where}: it is neither raised again nor logged, and the "
            "RequestId that support asks for is gone.",
            f"{what_zh}{where_zh}被吞掉：既没有再次抛出也没有记录，工单所需的 RequestId 随之丢失。",
        ),
        remedy=_remedy(handler),
    )


def _remedy(handler: Handler) -> Text:
    if handler.kind == "suppress":
        return Text(
            "Catch the error instead, log it with its RequestId, and let through what is not "
            "expected.",
            "改为捕获该错误，连同 RequestId 一起记录，并让预期之外的错误继续抛出。",
        )
    name = handler.bound or "error"
    if handler.kind == "raw":
        return Text(
            f"Log `{name}` whole, or raise an error that carries its `RequestId`.",
            f"完整记录 `{name}`，或抛出带有其 `RequestId` 的错误。",
        )
    if handler.kind == "broad":
        return Text(
            "Catch `TencentCloudSDKException as error` before it; log `error` (its text has the "
            "RequestId) and `raise` what is not expected.",
            "在它之前捕获 `TencentCloudSDKException as error`；记录 `error`（其文本含 RequestId），"
            "并 `raise` 预期之外的错误。",
        )
    if not handler.bound:
        return Text(
            "Bind it (`as error`), test `error.code` for what is expected; log `error` (its text "
            "has the RequestId) and `raise` the rest.",
            "绑定它（`as error`），用 `error.code` 判断预期的错误；其余的记录 `error`（其文本含 "
            "RequestId）后 `raise`。",
        )
    return Text(
        f"Test `{name}.code` for what is expected; log `{name}` (its text has the RequestId) and "
        "`raise` the rest.",
        f"用 `{name}.code` 判断预期的错误；其余的记录 `{name}`（其文本含 RequestId）后 `raise`。",
    )


SWALLOWED_ERROR = Rule(
    code="TCL104",
    name="swallowed-error",
    severity="warning",
    summary=Text(
        "A way through a handler on which the error is neither raised, recorded nor handed on.",
        "处理代码存在一条既不抛出、不记录、也不传递错误的路径。",
    ),
    explanation=Text(
        "`pass`, `continue`, `return None` or a fixed value hide that the request failed: a wrong "
        "key, a missing permission, a spent quota look like an empty result. Nobody learns of it "
        "until the data is missing, and by then the RequestId, which support needs to find the "
        "request, is lost. Errors that a test of the code selects are expected and may be passed "
        "over.",
        "`pass`、`continue`、`return None` 或返回固定值会掩盖请求失败：密钥错误、权限不足、配额用尽看起来都像"
        "空结果。等到发现数据缺失时，定位请求所需的 RequestId 早已丢失。经错误码判断选中的错误属于预期，可以忽略。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def find(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException:
        return None
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def find(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "InvalidInstanceId.NotFound":
            return None
        logger.error("DescribeInstances failed: %s", error)
        raise
""",
    check=_check,
    settings=("sdk-errors", "request-id-loggers", "check-tests"),
    fix=LOG_AND_RAISE,
)
