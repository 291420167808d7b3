"""TCL504: a clause or retry predicate for errors that the SDK never lets out."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts, NetworkHandler
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for handler in facts.network_handlers:
        yield _clause_finding(handler) if handler.kind == "clause" else _predicate_finding(handler)


def _clause_finding(handler: NetworkHandler) -> Finding:
    named, named_zh = _listed(handler.classes)
    return Finding(
        code=NETWORK_ERROR_NEVER_RAISED.code,
        span=handler.span,
        message=Text(
            f"The calls in this `try` never raise {named}: the SDK turns a broken connection into "
            "`TencentCloudSDKException` with the code `ClientNetworkError`.",
            f"这个 `try` 中的调用不会抛出 {named_zh}：SDK 会把网络故障转换为 "
            "`TencentCloudSDKException`，其 code 为 `ClientNetworkError`。",
        ),
        remedy=Text(
            'Catch `TencentCloudSDKException` and test `code == "ClientNetworkError"`.',
            '捕获 `TencentCloudSDKException` 并判断 `code == "ClientNetworkError"`。',
        ),
    )


def _predicate_finding(handler: NetworkHandler) -> Finding:
    named, named_zh = _listed(handler.classes)
    return Finding(
        code=NETWORK_ERROR_NEVER_RAISED.code,
        span=handler.span,
        message=Text(
            f"Nothing is ever repeated after {named}: the SDK turns a broken connection into "
            "`TencentCloudSDKException` with the code `ClientNetworkError`.",
            f"{named_zh} 不会触发重试：SDK 会把网络故障转换为 `TencentCloudSDKException`，"
            "其 code 为 `ClientNetworkError`。",
        ),
        remedy=Text(
            "Repeat where the error is a `TencentCloudSDKException` whose code is "
            "`ClientNetworkError`.",
            "改为在错误是 `TencentCloudSDKException` 且 code 为 `ClientNetworkError` 时重试。",
        ),
    )


def _listed(classes: tuple[str, ...]) -> tuple[str, str]:
    names = [f"`{name}`" for name in classes]
    return " or ".join(names), "、".join(names)


NETWORK_ERROR_NEVER_RAISED = Rule(
    code="TCL504",
    name="network-error-never-raised",
    severity="warning",
    summary=Text(
        "`except` or a retry for network errors that the SDK never lets out.",
        "为 SDK 不会抛出的网络错误编写了 `except` 或重试。",
    ),
    explanation=Text(
        "The methods of the service clients let nothing out but SDK errors. A refused connection, "
        "a timeout, a failure of TLS arrive as `TencentCloudSDKException` with the code "
        "`ClientNetworkError` (anything else has the name of its class as the code), so what is "
        "written for the errors of requests, urllib3 or sockets never runs. `CommonClient`, "
        "streamed answers and the async clients do let some out and are left alone.",
        "各服务客户端的方法只会抛出 SDK 错误。连接被拒、超时、TLS 故障都表现为 code 为 `ClientNetworkError` 的 "
        "`TencentCloudSDKException`（其他异常以其类名作为 code），因此为 requests、urllib3 或 socket 错误编写的"
        "代码不会执行。`CommonClient`、流式返回和异步客户端确实可能抛出这类错误，不做判断。",
    ),
    bad="""\
import requests
from tencentcloud.cvm.v20170312 import cvm_client, models


def zones(client: cvm_client.CvmClient):
    try:
        return client.DescribeZones(models.DescribeZonesRequest())
    except requests.exceptions.ConnectionError:
        return None
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, models


def zones(client: cvm_client.CvmClient):
    try:
        return client.DescribeZones(models.DescribeZonesRequest())
    except TencentCloudSDKException as error:
        if error.code == "ClientNetworkError":
            return None
        raise
""",
    check=_check,
    settings=("sdk-errors",),
)
