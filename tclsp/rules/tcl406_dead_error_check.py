"""TCL406: what the SDK gave is asked for `Error`, though the SDK would have raised it."""

from collections.abc import Iterator

from tclsp.analysis.facts import AnswerRead, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.own_fields import defines_field
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    reported: set[tuple[str, tuple[str, ...]]] = set()
    for read in facts.answer_reads:
        place = (read.function, () if read.function else read.calls)
        if place in reported or not _is_test(read):
            continue
        if not read.redefined and not defines_field(read, context.catalog):
            reported.add(place)
            yield _finding(read)


def _is_test(read: AnswerRead) -> bool:
    if read.answer == "raw" or read.key != "Error":
        return False
    return read.form in ("membership", "get") or read.tested


def _finding(read: AnswerRead) -> Finding:
    return Finding(
        code=DEAD_ERROR_CHECK.code,
        span=read.span,
        message=Text(
            "This never finds an `Error`: the SDK raises `TencentCloudSDKException` before it "
            "gives an answer, so what is done about failures here never runs.",
            "这里永远不会有 `Error`：SDK 在返回应答之前就会抛出 `TencentCloudSDKException`，"
            "此处对失败的处理不会执行。",
        ),
        remedy=Text(
            "Put the call into `try` and handle `TencentCloudSDKException` instead.",
            "改为把调用放进 `try`，并处理 `TencentCloudSDKException`。",
        ),
    )


DEAD_ERROR_CHECK = Rule(
    code="TCL406",
    name="dead-error-check",
    severity="warning",
    summary=Text(
        "An answer of the SDK is asked for `Error`, which it never has.",
        "对 SDK 返回的应答检查 `Error`，而其中永远不会有它。",
    ),
    explanation=Text(
        "`call_json`, `call` and the methods of the service clients look at `Response.Error` "
        "themselves and raise `TencentCloudSDKException`. A branch behind a test for `Error` "
        "looks like error handling and never runs, while the exception goes past it to whoever "
        "catches it.",
        "`call_json`、`call` 以及各服务客户端的方法会自己检查 `Response.Error` 并抛出 "
        "`TencentCloudSDKException`。判断 `Error` 的分支看似处理了错误，实际从不执行，"
        "真正的异常则越过它向上传播。",
    ),
    bad="""\
from tencentcloud.common.common_client import CommonClient


def frozen(cred):
    client = CommonClient("billing", "2018-07-09", cred, "ap-guangzhou")
    answer = client.call_json("DescribeAccountBalance", {})
    if "Error" in answer["Response"]:
        raise RuntimeError(answer["Response"]["Error"]["Message"])
    return answer["Response"]["FreezeAmount"]
""",
    good="""\
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def frozen(cred):
    client = CommonClient("billing", "2018-07-09", cred, "ap-guangzhou")
    try:
        answer = client.call_json("DescribeAccountBalance", {})
    except TencentCloudSDKException as error:
        raise RuntimeError(f"no balance: {error.code}, {error.requestId}") from error
    return answer["Response"]["FreezeAmount"]
""",
    check=_check,
)
