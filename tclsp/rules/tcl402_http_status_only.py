"""TCL402: the HTTP status alone says whether a raw call succeeded."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    reported: set[tuple[str, ...]] = set()
    for test in facts.status_tests:
        if test.calls in reported:
            continue
        reported.add(test.calls)
        yield Finding(
            code=HTTP_STATUS_ONLY.code,
            span=test.span,
            message=Text(
                "Only the HTTP status is judged, and the API answers a failed request with the "
                "status 200, too: what failed is taken for a success.",
                "这里只判断了 HTTP 状态，而 API 对失败的请求同样返回 200：失败会被当作成功。",
            ),
            remedy=Text(
                'Look at the body as well: `if "Error" in response.json()["Response"]`.',
                '还要检查应答内容：`if "Error" in response.json()["Response"]`。',
            ),
        )


HTTP_STATUS_ONLY = Rule(
    code="TCL402",
    name="http-status-only",
    severity="warning",
    summary=Text(
        "The success of a raw call is judged by its HTTP status alone.",
        "仅凭 HTTP 状态判断原始调用是否成功。",
    ),
    explanation=Text(
        "The Tencent Cloud API answers with the HTTP status 200 whether a request succeeded or "
        "not; what went wrong stands in `Response.Error` of the body. `status_code == 200`, `.ok` "
        "and `raise_for_status()` only tell that the gateway could be reached, so a request "
        "without permission, or of a throttled account, passes for done.",
        "无论请求成功与否，腾讯云 API 返回的 HTTP 状态都是 200，出错信息在应答的 `Response.Error` 中。"
        "`status_code == 200`、`.ok` 和 `raise_for_status()` 只说明能连上网关，"
        "没有权限或被限流的请求也会被当作已完成。",
    ),
    bad="""\
import requests


def reboot(headers, payload):
    response = requests.post("https://cvm.tencentcloudapi.com", headers=headers, data=payload)
    return response.status_code == 200
""",
    good="""\
import requests


def reboot(headers, payload):
    response = requests.post("https://cvm.tencentcloudapi.com", headers=headers, data=payload)
    response.raise_for_status()
    answer = response.json()["Response"]
    if "Error" in answer:
        raise RuntimeError(answer)
""",
    check=_check,
)
