"""TCL202: another error is raised in place of the SDK error, without its RequestId."""

from collections.abc import Iterator

from tclsp.analysis.facts import Handler, ModuleFacts, Path, Raised
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.add_cause import ADD_CAUSE
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for handler in facts.handlers:
        if handler.kind != "named":
            continue
        dropped = {path.raised for path in handler.paths if path.raised and _drops(path)}
        for raised in sorted(dropped, key=_start):
            yield _finding(handler, raised)


def _drops(path: Path) -> bool:
    return not path.expected and not path.recorded


def _start(raised: Raised) -> int:
    return raised.span.start


def _finding(handler: Handler, raised: Raised) -> Finding:
    name, error = raised.name or "The new error", handler.bound or "error"
    called = f"`{raised.name}`" if raised.name else name
    if raised.cause == "none":
        return Finding(
            code=REQUEST_ID_DROPPED.code,
            span=raised.span,
            message=Text(
                f"{called} replaces the SDK error and `from None` cuts the link to it: the "
                "RequestId is lost.",
                f"{called} 取代了 SDK 错误，`from None` 又切断了与它的联系：RequestId 就此丢失。",
            ),
            remedy=Text(
                f"Put `{error}.requestId` into the new error, or raise it `from {error}`.",
                f"把 `{error}.requestId` 放进新错误，或用 `from {error}` 抛出。",
            ),
            severity="warning",
        )
    return Finding(
        code=REQUEST_ID_DROPPED.code,
        span=raised.span,
        message=Text(
            f"{called} is raised without the RequestId: a log of it alone does not show which "
            "request failed.",
            f"抛出的 {called} 不带 RequestId：只记录它就看不出是哪次请求失败。",
        ),
        remedy=Text(
            f"Raise it `from {error}`, or put `{error}.requestId` into it.",
            f"用 `from {error}` 抛出，或把 `{error}.requestId` 放进去。",
        ),
        severity="info",
    )


REQUEST_ID_DROPPED = Rule(
    code="TCL202",
    name="request-id-dropped",
    severity="warning",
    summary=Text(
        "Another exception is raised in a handler of the SDK error, without the RequestId.",
        "在 SDK 错误的处理代码中抛出另一个不带 RequestId 的异常。",
    ),
    explanation=Text(
        "Who catches the new error sees neither code nor RequestId of the request that failed. "
        "With `from None` both are gone (a warning); without `from` only the implicit chain of a "
        "full traceback still shows them (an info), a log of the new error does not.",
        "捕获新异常的代码看不到失败请求的错误码和 RequestId。使用 `from None` 时二者彻底丢失（警告）；不写 "
        "`from` 时只有完整回溯中的隐式链还能看到（提示），单独记录新异常则看不到。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def resize(client, request):
    try:
        client.ResetInstancesType(request)
    except TencentCloudSDKException as error:
        raise ResizeFailed(error.code) from None
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def resize(client, request):
    try:
        client.ResetInstancesType(request)
    except TencentCloudSDKException as error:
        raise ResizeFailed(error.code) from error
""",
    check=_check,
    settings=("sdk-errors", "check-tests"),
    fix=ADD_CAUSE,
)
