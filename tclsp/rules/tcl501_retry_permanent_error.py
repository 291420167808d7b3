"""TCL501: a retry that goes on after errors which never heal."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts, Retry
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.retried_calls import repeats_what
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for retry in facts.retries:
        if retry.permanent and not retry.iterates and not retry.goes_on:
            yield _finding(retry)


def _finding(retry: Retry) -> Finding:
    families = ", ".join(f"`{family}`" for family in retry.permanent)
    families_zh = "、".join(f"`{family}`" for family in retry.permanent)
    what = repeats_what(retry)
    return Finding(
        code=RETRY_PERMANENT_ERROR.code,
        span=retry.span,
        message=Text(
            f"{what.en} after errors that never heal: {families}. Every try fails alike, and the "
            "cause is told late or never.",
            f"{what.zh}，即使遇到永远无法自行恢复的错误：{families_zh}。每次尝试都会同样失败，"
            "真正的原因很晚才暴露，甚至不会暴露。",
        ),
        remedy=_remedy(retry),
    )


def _remedy(retry: Retry) -> Text:
    if retry.kind in ("decorator", "call"):
        return Text(
            "Give it a predicate that is true only for codes that pass "
            "(`RequestLimitExceeded`, `InternalError`, `ClientNetworkError`).",
            "为它提供一个判断函数，仅对可自行恢复的错误码（`RequestLimitExceeded`、`InternalError`、"
            "`ClientNetworkError`）返回真。",
        )
    return Text(
        "Repeat only for codes that pass (`RequestLimitExceeded`, `InternalError`, "
        "`ClientNetworkError`) and `raise` the rest.",
        "仅对可自行恢复的错误码（`RequestLimitExceeded`、`InternalError`、`ClientNetworkError`）重试，"
        "其余的直接 `raise`。",
    )


RETRY_PERMANENT_ERROR = Rule(
    code="TCL501",
    name="retry-permanent-error",
    severity="warning",
    summary=Text(
        "A retry that also repeats the call after errors that never heal.",
        "对永远无法自行恢复的错误也进行重试。",
    ),
    explanation=Text(
        "A wrong key (`AuthFailure`), a missing permission (`UnauthorizedOperation`), a wrong or "
        "missing parameter (`InvalidParameter`, `InvalidParameterValue`, `MissingParameter`) stay "
        "what they are however often the request is sent. A retry that does not ask for the code "
        "wastes its tries and its waits on them, uses up the quota of requests, and hides the "
        "cause behind the last failure; an endless one hangs. Loops, the decorators of tenacity, "
        "backoff, retrying and retry, and functions that call themselves from their handler are "
        "looked at. A test that lists the codes to repeat, or that keeps these families out, is "
        "enough; loops whose next turn sends another request are no retries.",
        "密钥错误（`AuthFailure`）、权限不足（`UnauthorizedOperation`）、参数错误或缺失（`InvalidParameter`、"
        "`InvalidParameterValue`、`MissingParameter`）无论请求发送多少次都不会改变。不判断错误码的重试会把次数和"
        "等待浪费在它们上面，占用请求配额，并把原因掩盖在最后一次失败之后；没有上限的重试则会一直挂起。检查范围包括"
        "循环、tenacity、backoff、retrying 和 retry 的装饰器，以及在错误处理中调用自身的函数。只要判断列出了可重试的"
        "错误码，或排除了上述错误类别即可；下一轮发送的是另一个请求的循环不属于重试。",
    ),
    bad="""\
import time

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def find(client, request):
    for attempt in range(5):
        try:
            return client.DescribeInstances(request)
        except TencentCloudSDKException as error:
            logger.warning("try %s failed: %s", attempt, error)
            time.sleep(2**attempt)
    raise RuntimeError("no answer after five tries")
""",
    good="""\
import time

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

PASSING = ("RequestLimitExceeded", "InternalError", "ClientNetworkError")


def find(client, request):
    for attempt in range(5):
        try:
            return client.DescribeInstances(request)
        except TencentCloudSDKException as error:
            if error.code.split(".")[0] not in PASSING:
                raise
            logger.warning("try %s failed: %s", attempt, error)
            time.sleep(2**attempt)
    raise RuntimeError("no answer after five tries")
""",
    check=_check,
    settings=("sdk-errors", "check-tests"),
)
