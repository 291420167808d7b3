"""TCL301: a code that does not exist."""

from collections.abc import Iterator

from tclsp.analysis.facts import OF_FRAGMENTS, CodeLiteral, CodeTest, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.nearest_code import nearest_code
from tclsp.rules.foreign_names import COS_CODES, EXCEPTIONS, catches_foreign
from tclsp.rules.rule import Rule, RuleContext

_NAMED = 2
"""How many near codes a message names."""


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    classes = frozenset(facts.classes)
    reported: set[int] = set()
    for test in facts.tests:
        for literal in test.literals:
            if literal.span.start in reported or literal.constant:
                continue
            if literal.value in classes or _is_known(literal.value, test, context):
                continue
            if catches_foreign(test.other_errors, classes):
                continue
            reported.add(literal.span.start)
            yield _finding(literal, test.services or (), context)
    for literal in facts.loose_codes:
        meant = _meant(literal.value, context)
        if meant and literal.span.start not in reported:
            yield _misspelt(literal, meant)


def _is_known(value: str, test: CodeTest, context: RuleContext) -> bool:
    if test.operator in OF_FRAGMENTS or value in context.known_codes or value in EXCEPTIONS:
        return True
    catalog = context.catalog
    if test.folded:
        return any(near.lower() == value.lower() for near in catalog.nearest(value))
    if catalog.exists(value) or catalog.is_family(value.rstrip(".")):
        return True
    return test.operator == "startswith" and bool(catalog.with_prefix(value, limit=1))


def _meant(value: str, context: RuleContext) -> str | None:
    """Return the one code that a literal outside tests is a small edit away from."""
    from rapidfuzz.distance import DamerauLevenshtein

    catalog = context.catalog
    if value in context.known_codes or catalog.exists(value):
        return None
    if not catalog.is_family(value.partition(".")[0]):
        return None
    near = [
        code
        for code in catalog.nearest(value, limit=3)
        if DamerauLevenshtein.distance(code, value, score_cutoff=1) == 1
    ]
    return near[0] if len(near) == 1 else None


def _finding(literal: CodeLiteral, services: tuple[str, ...], context: RuleContext) -> Finding:
    value = literal.value
    if value in COS_CODES:
        return _of_cos(literal)
    near = context.catalog.nearest(value, services, limit=_NAMED)
    if near and near[0].lower() == value.lower():
        return _other_case(literal, near[0])
    named = " or ".join(f"`{code}`" for code in near)
    named_zh = " 或 ".join(f"`{code}`" for code in near)
    return Finding(
        code=UNKNOWN_CODE.code,
        span=literal.span,
        message=Text(
            f"`{value}` is no error code of the Tencent Cloud API, so no error ever has it.",
            f"`{value}` 不是腾讯云 API 的错误码，任何错误都不会带有它。",
        ),
        remedy=Text(
            f"Did you mean {named}? A code that is newer than the catalogue goes into "
            "`known-codes`."
            if near
            else "A code that is newer than the catalogue goes into `known-codes`.",
            f"是否想写 {named_zh}？若是目录尚未收录的新错误码，请加入 `known-codes`。"
            if near
            else "若是目录尚未收录的新错误码，请加入 `known-codes`。",
        ),
        fix=nearest_code(literal.span, value, near[0]) if near else None,
    )


def _other_case(literal: CodeLiteral, code: str) -> Finding:
    return Finding(
        code=UNKNOWN_CODE.code,
        span=literal.span,
        message=Text(
            f"`{literal.value}` is no error code; the API writes it `{code}`, and codes are "
            "compared with case.",
            f"`{literal.value}` 不是错误码；API 的写法是 `{code}`，错误码区分大小写。",
        ),
        remedy=Text(f"Write `{code}`.", f"写作 `{code}`。"),
        fix=nearest_code(literal.span, literal.value, code),
    )


def _of_cos(literal: CodeLiteral) -> Finding:
    return Finding(
        code=UNKNOWN_CODE.code,
        span=literal.span,
        message=Text(
            f"`{literal.value}` is a code of COS, which has an SDK of its own: it comes as "
            "`CosServiceError`, never as the error caught here.",
            f"`{literal.value}` 是对象存储 COS 的错误码，COS 使用独立的 SDK：它以 `CosServiceError` "
            "抛出，不会出现在这里捕获的错误中。",
        ),
        remedy=Text(
            "Catch `qcloud_cos.CosServiceError` and test `get_error_code()`.",
            "捕获 `qcloud_cos.CosServiceError` 并判断 `get_error_code()`。",
        ),
    )


def _misspelt(literal: CodeLiteral, code: str) -> Finding:
    return Finding(
        code=UNKNOWN_CODE.code,
        span=literal.span,
        message=Text(
            f"`{literal.value}` is no error code of the Tencent Cloud API; it looks like "
            f"`{code}` misspelt.",
            f"`{literal.value}` 不是腾讯云 API 的错误码，看起来是 `{code}` 的误写。",
        ),
        remedy=Text(
            f"Write `{code}`, or add the code to `known-codes`.",
            f"写作 `{code}`，或将该错误码加入 `known-codes`。",
        ),
        fix=nearest_code(literal.span, literal.value, code),
    )


UNKNOWN_CODE = Rule(
    code="TCL301",
    name="unknown-code",
    severity="warning",
    summary=Text(
        "An error's code is compared with a text that is no code.",
        "将错误的 code 与并不存在的错误码比较。",
    ),
    explanation=Text(
        "The comparison never holds, so the branch written for that error is dead and the error "
        "goes another way: it is retried, reported as unknown or raised. Misspelt codes, codes of "
        "other vendors and codes made up by code generators look right until the error happens. "
        "An unknown code is judged against the catalogue of all services; `known-codes` adds codes "
        "that are newer.",
        "这个比较永远不成立，为该错误写的分支不会执行，错误会走别的路：被重试、当作未知错误或直接抛出。拼错的错误码、"
        "其他厂商的错误码、代码生成器编造的错误码，在真正出错之前都看不出问题。判断依据是全部服务的错误码目录；"
        "`known-codes` 可加入更新的错误码。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def sign_in(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "AuthFailure.SignatureExpired":
            return resync_clock(request)
        raise
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def sign_in(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "AuthFailure.SignatureExpire":
            return resync_clock(request)
        raise
""",
    check=_check,
    settings=("known-codes",),
)
