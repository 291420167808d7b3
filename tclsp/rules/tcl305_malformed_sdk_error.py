"""TCL305: an SDK error made with a text where the code belongs."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for span in facts.malformed_errors:
        yield Finding(
            code=MALFORMED_SDK_ERROR.code,
            span=span,
            message=Text(
                "The first argument of `TencentCloudSDKException` is the code; a text given there "
                "is found by no test of the code, and the message stays empty.",
                "`TencentCloudSDKException` 的第一个参数是错误码；把文本放在这里，任何错误码判断都匹配不到，"
                "错误信息也是空的。",
            ),
            remedy=Text(
                "Give a code first, then the text: "
                '`TencentCloudSDKException("ClientError", "...")`.',
                '先给出错误码，再给出文本：`TencentCloudSDKException("ClientError", "...")`。',
            ),
        )


MALFORMED_SDK_ERROR = Rule(
    code="TCL305",
    name="malformed-sdk-error",
    severity="warning",
    summary=Text(
        "An SDK error is made with a text where its code belongs.",
        "构造 SDK 错误时把文本放在了错误码的位置。",
    ),
    explanation=Text(
        "`TencentCloudSDKException(code, message, requestId)` takes the code first. With a sentence "
        "there, `error.code` is that sentence: tests of codes and families pass it by, counts by "
        "code get a row for each text, and `error.message` is `None`.",
        "`TencentCloudSDKException(code, message, requestId)` 的第一个参数是错误码。若在此传入一句话，"
        "`error.code` 就成了这句话：错误码和大类的判断都会落空，按错误码统计时每句话各成一类，而 "
        "`error.message` 为 `None`。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def load(profile):
    if profile is None:
        raise TencentCloudSDKException("no profile given")
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def load(profile):
    if profile is None:
        raise TencentCloudSDKException("ClientError", "no profile given")
""",
    check=_check,
)
