"""TCL403: a key of an answer is sought where it does not stand."""

from collections.abc import Iterator

from tclsp.analysis.facts import AnswerRead, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.own_fields import defines_field
from tclsp.rules.rule import Rule, RuleContext

_BELOW_RESPONSE = {
    "Error": '["Response"]["Error"]',
    "Code": '["Response"]["Error"]["Code"]',
    "Message": '["Response"]["Error"]["Message"]',
    "RequestId": '["Response"]["RequestId"]',
}
_BELOW_ERROR = {
    "Code": '["Response"]["Error"]["Code"]',
    "Message": '["Response"]["Error"]["Message"]',
}


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    on_top: set[tuple[str, ...]] = set()
    for read in facts.answer_reads:
        if read.tolerant or read.redefined:
            continue
        if read.answer == "model":
            if read.key == "Response" and read.inside == "response" and read.calls not in on_top:
                on_top.add(read.calls)
                yield _on_top(read)
        elif read.inside == "body" and _stands_below(read):
            if not _is_dead_check(read):
                path = _BELOW_RESPONSE.get(read.key, f'["Response"]["{read.key}"]')
                yield _below(read, path)
        elif (
            read.inside == "response"
            and read.key in _BELOW_ERROR
            and not read.handled
            and not defines_field(read, context.catalog)
        ):
            yield _below(read, _BELOW_ERROR[read.key])


def _stands_below(read: AnswerRead) -> bool:
    """Tell whether a key is one of those below `Response`: fields begin with a capital."""
    if read.key in _BELOW_RESPONSE:
        return True
    return read.key[:1].isupper() and read.key != "Response" and read.form != "membership"


def _is_dead_check(read: AnswerRead) -> bool:
    """Tell whether TCL406 reports it: an SDK dict is asked for `Error`."""
    return read.answer == "dict" and read.key == "Error" and read.form != "subscript"


def _below(read: AnswerRead, path: str) -> Finding:
    if read.form == "subscript":
        effect = Text("this is a KeyError", "这里会抛出 KeyError")
    elif read.form == "membership":
        effect = Text("this never holds", "这个条件永远不成立")
    else:
        effect = Text("this never finds it", "这里永远取不到")
    missing = Text("`Response`", "`Response`")
    if read.inside == "response":
        missing = Text("`Error`", "`Error`")
    return Finding(
        code=WRONG_RESPONSE_PATH.code,
        span=read.span,
        message=Text(
            f"`{read.key}` stands below {missing.en}, which is missing here: {effect.en}.",
            f"`{read.key}` 位于 {missing.zh} 之下，这里的路径缺了这一层：{effect.zh}。",
        ),
        remedy=Text(f"The path is `{path}`.", f"正确的路径是 `{path}`。"),
    )


def _on_top(read: AnswerRead) -> Finding:
    return Finding(
        code=WRONG_RESPONSE_PATH.code,
        span=read.span,
        message=Text(
            "A response model has no `Response` around its fields: this finds nothing in any answer, "
            "also when the request succeeded.",
            "响应模型的字段外面没有 `Response` 这一层：即使请求成功，这里也什么都读不到。",
        ),
        remedy=Text(
            'Leave `["Response"]` out: the fields and `RequestId` stand on top.',
            '去掉 `["Response"]`：各字段和 `RequestId` 就在最外层。',
        ),
    )


WRONG_RESPONSE_PATH = Rule(
    code="TCL403",
    name="wrong-response-path",
    severity="error",
    summary=Text(
        "A key of an answer is sought at a path where it does not stand.",
        "读取应答字段的路径不对。",
    ),
    explanation=Text(
        'What an HTTP call or `call_json` gives is `{"Response": {"RequestId": ..., ...}}`, in '
        "a raw answer with `Error` and its `Code` and `Message` inside `Response`. Without one of "
        "these steps a subscript is a KeyError, and `.get` is `None`, so that failures pass "
        "unseen. `json.loads(resp.to_json_string())` of a response model has no `Response`. A "
        "field that the action's own answer defines is left alone.",
        'HTTP 调用或 `call_json` 得到的是 `{"Response": {"RequestId": ..., ...}}`，原始应答的 `Error` 及其 '
        "`Code`、`Message` 都在 `Response` 里面。少写一层时，下标访问会抛出 KeyError，`.get` 得到 `None`，"
        "失败因此不被察觉。响应模型的 `json.loads(resp.to_json_string())` 没有 `Response` 这一层。"
        "接口自身的应答定义了同名字段时不做报告。",
    ),
    bad="""\
import requests


def zones(headers):
    body = requests.post("https://cvm.tencentcloudapi.com", headers=headers, data="{}").json()
    if "Error" in body["Response"]:
        raise RuntimeError(body["Error"]["Message"], body["RequestId"])
    return body["Response"]["ZoneSet"]
""",
    good="""\
import requests


def zones(headers):
    body = requests.post("https://cvm.tencentcloudapi.com", headers=headers, data="{}").json()
    response = body["Response"]
    if "Error" in response:
        raise RuntimeError(response["Error"]["Message"], response["RequestId"])
    return response["ZoneSet"]
""",
    check=_check,
)
