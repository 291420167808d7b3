"""TCL502: a retry that sends the request again at once."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts, Retry
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.retried_calls import repeats_what
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for retry in facts.retries:
        if retry.hasty and not retry.iterates:
            yield _finding(retry)


def _finding(retry: Retry) -> Finding:
    what = repeats_what(retry)
    code = _worst(retry)
    return Finding(
        code=RETRY_WITHOUT_BACKOFF.code,
        span=retry.span,
        message=Text(
            f"{what.en} without a delay, after `{code}` for instance. The tries are over within a "
            "moment, and add to a rate limit that refused the first one.",
            f"{what.zh}，其间没有任何延迟（例如遇到 `{code}` 之后）。所有尝试瞬间用尽，"
            "若首次因限频被拒，还会使限频更严重。",
        ),
        remedy=_remedy(retry),
    )


def _worst(retry: Retry) -> str:
    """Return the code that shows best why a delay is needed."""
    limits = (code for code in retry.hasty if code.startswith("RequestLimitExceeded"))
    return next(limits, retry.hasty[0])


def _remedy(retry: Retry) -> Text:
    if retry.kind in ("decorator", "call"):
        return Text(
            "Give it a wait that grows (`wait=wait_exponential(max=30)` in tenacity, "
            "`delay=1, backoff=2` in retry).",
            "为它设置逐渐增长的等待（tenacity 用 `wait=wait_exponential(max=30)`，retry 用 "
            "`delay=1, backoff=2`）。",
        )
    return Text(
        "Wait before the next try, longer each time: `time.sleep(2**attempt)`.",
        "在下一次尝试前等待，且逐次加长：`time.sleep(2**attempt)`。",
    )


RETRY_WITHOUT_BACKOFF = Rule(
    code="TCL502",
    name="retry-without-backoff",
    severity="warning",
    summary=Text(
        "A retry on which an error is followed by the next try without a delay.",
        "出错后不等待就立即重试。",
    ),
    explanation=Text(
        "What passes by itself needs time: a rate limit is counted by the second, a server that is "
        "restarting takes longer. Tries without a delay are spent within a moment, and each counts "
        "against the same limit (`RequestLimitExceeded`), for all other programs of the account "
        "too. Anything that sleeps or waits on the repeating path counts as a delay, in functions "
        "of the project too, and so does a call that cannot be seen; a decorator needs a wait.",
        "能自行恢复的错误需要时间：限频按秒计算，服务重启则更久。没有延迟的重试瞬间用尽，而且每次都计入同一限频"
        "（`RequestLimitExceeded`），还会影响同一账号的其他程序。重试路径上任何休眠或等待都算延迟，项目内函数中的也算，"
        "看不到实现的调用同样算；装饰器则需要设置等待。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def find(client, request):
    while True:
        try:
            return client.DescribeInstances(request)
        except TencentCloudSDKException as error:
            if not error.code.startswith("RequestLimitExceeded"):
                raise
""",
    good="""\
import time

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def find(client, request):
    while True:
        try:
            return client.DescribeInstances(request)
        except TencentCloudSDKException as error:
            if not error.code.startswith("RequestLimitExceeded"):
                raise
            time.sleep(1)
""",
    check=_check,
    settings=("sdk-errors", "check-tests"),
)
