"""TCL404: a decision on the text of an error's message instead of its code."""

import re
from collections.abc import Iterator

from tclsp.analysis.facts import MessageTest, ModuleFacts
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.compare_code import COMPARE_CODE
from tclsp.rules.foreign_names import catches_foreign
from tclsp.rules.rule import Rule, RuleContext
from tclsp.rules.subcodes import has_subcodes

_NAMED = 3
"""How many texts or codes a message names."""
_LONGEST = 60
"""How many signs of each it shows."""
_ASKS_REQUEST_ID = re.compile(r"request[-_ ]?\\?[-_ ]?id", re.IGNORECASE)


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    classes = frozenset(facts.classes)
    for test in facts.message_tests:
        texts = [text for text in test.texts if _says_something(text)]
        codes = [text for text in texts if _is_code(text, context)]
        if not texts:
            continue
        if codes:
            yield _code_finding(test, codes, context.catalog)
        elif not catches_foreign(test.other_errors, classes):
            yield _text_finding(test, texts)


def _says_something(text: str) -> bool:
    """Tell a part of a message from punctuation and from the label of the RequestId."""
    return any(sign.isalnum() for sign in text) and not _ASKS_REQUEST_ID.search(text)


def _is_code(text: str, context: RuleContext) -> bool:
    catalog = context.catalog
    return catalog.exists(text) or catalog.is_family(text) or text in context.known_codes


def _code_finding(test: MessageTest, codes: list[str], catalog: Catalog) -> Finding:
    named, named_zh = _listed(codes)
    where, where_zh = _searched(test)
    better = _comparison(test, codes, catalog)
    return Finding(
        code=MESSAGE_MATCHING.code,
        span=test.span,
        message=Text(
            f"{named} is a code, and it is looked for in {where}, where any other error's text "
            "may hold it too."
            if len(codes) == 1
            else f"{named} are codes, and they are looked for in {where}, where any other "
            "error's text may hold them too.",
            f"{named_zh} 是错误码，这里却在{where_zh}中查找，其他错误的文本也可能包含它。",
        ),
        remedy=Text(f"Compare the code: `{better}`.", f"改为比较错误码：`{better}`。"),
    )


def _text_finding(test: MessageTest, texts: list[str]) -> Finding:
    named, named_zh = _listed(texts)
    where, where_zh = _searched(test)
    code = _code_of(test)
    service = test.services[0] if test.services else "SERVICE"
    return Finding(
        code=MESSAGE_MATCHING.code,
        span=test.span,
        message=Text(
            f"The decision hangs on {named} in {where}; messages change without notice, codes "
            "do not.",
            f"这里根据{where_zh}中的 {named_zh} 做决定；错误信息随时可能改变，错误码不会。",
        ),
        remedy=Text(
            f"Compare `{code}` with the code that comes here; "
            f"`tclsp codes --service {service}` lists the candidates.",
            f"改为将 `{code}` 与此处返回的错误码比较；用 `tclsp codes --service {service}` 查看候选。",
        ),
    )


def _searched(test: MessageTest) -> tuple[str, str]:
    if test.part == "message":
        return "the message", "错误信息"
    return "the text of the error", "错误的文本"


def _listed(texts: list[str]) -> tuple[str, str]:
    first = [f"`{_shortened(text)}`" for text in texts[:_NAMED]]
    more = len(texts) - _NAMED
    if more <= 0:
        return ", ".join(first), "、".join(first)
    return f"{', '.join(first)} and {more} more", f"{'、'.join(first)} 等 {len(texts)} 项"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _comparison(test: MessageTest, codes: list[str], catalog: Catalog) -> str:
    """Return the comparison of the code that asks for what was looked for in the text."""
    code = _code_of(test)
    if any(has_subcodes(each, test.services, catalog) for each in codes):
        code = f'{code}.split(".")[0]'
        codes = list(dict.fromkeys(each.partition(".")[0] for each in codes))
    if len(codes) == 1:
        return f'{code} == "{codes[0]}"'
    quoted = ", ".join(f'"{each}"' for each in codes)
    return f"{code} in ({quoted})"


def _code_of(test: MessageTest) -> str:
    return f"{test.error}.code" if test.error else 'body["Response"]["Error"]["Code"]'


MESSAGE_MATCHING = Rule(
    code="TCL404",
    name="message-matching",
    severity="warning",
    summary=Text(
        "A decision hangs on the text of an error's message instead of on its code.",
        "根据错误信息的文本而不是错误码做决定。",
    ),
    explanation=Text(
        "Codes are part of the API; messages are meant for people. They are reworded, translated, "
        "and carry names and numbers of the request, so a search in them misses the error one day "
        "or finds another one. Codes that are looked for in `str(error)` have the same fault: the "
        "text of another error may quote them.",
        "错误码是 API 的一部分，错误信息是写给人看的：它会改写、翻译，还会带上请求中的名称和数字。在其中查找，"
        "总有一天会漏掉这个错误，或找到别的错误。在 `str(error)` 中查找错误码也是如此：其他错误的文本也可能"
        "提到它。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def find(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as error:
        if "not found" in error.message:
            return None
        raise
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def find(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "InvalidInstanceId.NotFound":
            return None
        raise
""",
    check=_check,
    settings=("known-codes", "sdk-errors"),
    fix=COMPARE_CODE,
)
