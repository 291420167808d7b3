"""TCL204: an attribute that the SDK error, a model or an answer does not have."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts, WrongAttribute
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.right_attribute import RIGHT_ATTRIBUTE
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for wrong in facts.wrong_attributes:
        yield Finding(
            code=NO_SUCH_ATTRIBUTE.code,
            span=wrong.span,
            message=_message(wrong),
            remedy=_remedy(wrong),
        )


def _message(wrong: WrongAttribute) -> Text:
    if wrong.owner == "error":
        return Text(
            f"The SDK error has no `{wrong.name}`: reading it raises an AttributeError, which hides "
            "the error of the API.",
            f"SDK 错误没有 `{wrong.name}`：读取它会抛出 AttributeError，掩盖 API 的错误。",
        )
    if wrong.owner == "model":
        return Text(
            f"The answer of the SDK has no `{wrong.name}`: reading it raises an AttributeError after "
            "a call that succeeded.",
            f"SDK 的响应对象没有 `{wrong.name}`：调用成功后读取它会抛出 AttributeError。",
        )
    return Text(
        "`Error` holds no `RequestId`: it stands beside it in `Response`, so this is a KeyError.",
        "`Error` 中没有 `RequestId`：它与 `Error` 并列在 `Response` 中，这里会抛出 KeyError。",
    )


def _remedy(wrong: WrongAttribute) -> Text:
    if wrong.owner == "raw":
        return Text(
            'Read it from the answer: `["Response"]["RequestId"]`.',
            '从响应中读取：`["Response"]["RequestId"]`。',
        )
    return Text(f"It is called `{wrong.meant}`.", f"应写作 `{wrong.meant}`。")


NO_SUCH_ATTRIBUTE = Rule(
    code="TCL204",
    name="no-such-attribute",
    severity="error",
    summary=Text(
        "An attribute is read that the SDK error, the model of an answer or `Error` does not have.",
        "读取了 SDK 错误、响应对象或 `Error` 并不具有的属性。",
    ),
    explanation=Text(
        "The SDK error has `code`, `message` and `requestId`, with `get_code()`, `get_message()` and "
        "`get_request_id()`; the model of an answer has `RequestId`; in a raw answer `RequestId` "
        "stands beside `Error`. Any other spelling raises an AttributeError or KeyError inside the "
        "handler: instead of the API's error the log shows the handler's, and the RequestId is gone.",
        "SDK 错误具有 `code`、`message`、`requestId` 以及 `get_code()`、`get_message()`、`get_request_id()`；"
        "响应对象具有 `RequestId`；原始响应中 `RequestId` 与 `Error` 并列。写成别的名字会在处理代码中抛出 "
        "AttributeError 或 KeyError：日志里只剩处理代码自身的错误，API 的错误和 RequestId 都丢失了。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        logger.error("stop failed: %s %s", error.code, error.request_id)
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        logger.error("stop failed: %s %s", error.code, error.requestId)
""",
    check=_check,
    settings=("check-tests",),
    fix=RIGHT_ATTRIBUTE,
)
