"""TCL405: a request over plain HTTP, or by a method that the API does not take."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts, ProtocolFault
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for fault in facts.protocol_faults:
        yield _finding(fault)


def _finding(fault: ProtocolFault) -> Finding:
    if fault.fault == "scheme":
        message = Text(
            "The API takes HTTPS only; a request over plain HTTP is answered with "
            "`UnsupportedProtocol`, or shows its content on the way.",
            "API 只支持 HTTPS；以明文 HTTP 发送的请求会得到 `UnsupportedProtocol`，或在传输中泄露内容。",
        )
        remedy = Text("Write `https`.", "改为 `https`。")
    else:
        message = Text(
            f"The API takes GET and POST only; a {fault.written} request is answered with "
            "`UnsupportedProtocol`.",
            f"API 只支持 GET 和 POST；{fault.written} 请求会得到 `UnsupportedProtocol`。",
        )
        remedy = Text("Send it as POST.", "改用 POST 发送。")
    return Finding(code=UNSUPPORTED_PROTOCOL.code, span=fault.span, message=message, remedy=remedy)


UNSUPPORTED_PROTOCOL = Rule(
    code="TCL405",
    name="unsupported-protocol",
    severity="error",
    summary=Text(
        "A request goes out over plain HTTP, or by another method than GET and POST.",
        "以明文 HTTP，或以 GET、POST 之外的方法发送请求。",
    ),
    explanation=Text(
        "The API documents HTTPS with GET or POST, and the code `UnsupportedProtocol` for "
        "anything else: every such request fails, and plain HTTP shows key id, parameters and "
        "answer to anybody on the way. A custom endpoint, a proxy or a test server may well speak "
        "plain HTTP, so a profile with another `endpoint` is left alone.",
        "API 文档规定使用 HTTPS，方法为 GET 或 POST，其他方式返回错误码 `UnsupportedProtocol`：这样的请求总会失败，"
        "而明文 HTTP 会把密钥标识、参数和应答暴露给途中的任何人。自定义的接入点、代理或测试服务器可以使用明文 HTTP，"
        "因此设置了其他 `endpoint` 的配置不做报告。",
    ),
    bad="""\
from tencentcloud.common.profile.http_profile import HttpProfile

profile = HttpProfile(protocol="http", reqTimeout=10)
""",
    good="""\
from tencentcloud.common.profile.http_profile import HttpProfile

profile = HttpProfile(protocol="https", reqTimeout=10)
""",
    check=_check,
)
