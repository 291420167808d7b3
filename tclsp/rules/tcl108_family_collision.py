"""TCL108: a prefix or a part that is a family's name and matches another family as well."""

from collections.abc import Iterator

from tclsp.analysis.facts import OF_FRAGMENTS, CodeLiteral, CodeTest, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.compare_family import COMPARE_FAMILY
from tclsp.rules.rule import Rule, RuleContext

_NAMED = 3
"""How many families a message names."""


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    reported: set[int] = set()
    for test in facts.tests:
        if test.operator != "startswith" and test.operator not in OF_FRAGMENTS:
            continue
        for literal in test.literals:
            if literal.span.start in reported:
                continue
            others = _others(literal.value, test, context)
            if others and not _is_known_to_collide(literal.value, test, facts, context):
                reported.add(literal.span.start)
                yield _finding(literal, test, sorted(others))


def _others(value: str, test: CodeTest, context: RuleContext) -> set[str]:
    """Return the other families that a test for a family matches, of those that may come."""
    catalog = context.catalog
    if not any(_same(value, family, test) for family in _families_called(value, test, context)):
        return set()
    may_come = catalog.common_families | catalog.families_of(test.services or ())
    return {
        family
        for family in may_come
        if not _same(value, family, test) and _matches(value, family, test)
    }


def _families_called(value: str, test: CodeTest, context: RuleContext) -> frozenset[str]:
    """Return what a literal may be the name of, its case apart where the test folds it."""
    if test.folded:
        return context.catalog.families()
    return frozenset({value}) if context.catalog.is_family(value) else frozenset()


def _same(value: str, family: str, test: CodeTest) -> bool:
    return value.lower() == family.lower() if test.folded else value == family


def _matches(value: str, family: str, test: CodeTest) -> bool:
    if test.folded:
        value, family = value.lower(), family.lower()
    if test.operator == "startswith":
        return family.startswith(value)
    if test.operator == "endswith":
        return family.endswith(value)
    return value in family


def _is_known_to_collide(
    family: str, test: CodeTest, facts: ModuleFacts, context: RuleContext
) -> bool:
    """Tell whether the same handler or function names another family that collides with it."""
    for other in facts.tests:
        if other.group != test.group:
            continue
        for value in (*(literal.value for literal in other.literals), *other.elsewhere):
            beside = value.partition(".")[0]
            named = test.folded or context.catalog.is_family(beside)
            if not beside or not named or _same(family, beside, test):
                continue
            if _matches(family, beside, test) or _matches(beside, family, test):
                return True
    return False


def _finding(literal: CodeLiteral, test: CodeTest, others: list[str]) -> Finding:
    family = literal.value
    named = ", ".join(f"`{other}`" for other in others[:_NAMED])
    named_zh = "、".join(f"`{other}`" for other in others[:_NAMED])
    more = len(others) - _NAMED
    rest = f" and {more} more families" if more > 0 else ""
    rest_zh = f"等 {len(others)} 个大类" if more > 0 else ""
    how, how_zh = _HOW[test.operator]
    return Finding(
        code=FAMILY_COLLISION.code,
        span=literal.span,
        message=Text(
            f"Not only codes of `{family}` {how} these letters: so do those of {named}{rest}.",
            f"{how_zh}的不只是 `{family}` 的错误码，还有 {named_zh}{rest_zh}。",
        ),
        remedy=Text(
            f'Compare the family: `code.split(".")[0] == "{family}"`.',
            f'改为比较错误码的大类：`code.split(".")[0] == "{family}"`。',
        ),
    )


_HOW = {
    "startswith": ("begin with", "以这些字母开头"),
    "endswith": ("end with", "以这些字母结尾"),
    "substring": ("contain", "含有这些字母"),
}

FAMILY_COLLISION = Rule(
    code="TCL108",
    name="family-collision",
    severity="warning",
    summary=Text(
        "A prefix or substring test for a family that also matches another family.",
        "对错误码大类的前缀或子串判断同时匹配了另一个大类。",
    ),
    explanation=Text(
        "Names of families contain each other: `LimitExceeded` is a quota that is used up, "
        "`RequestLimitExceeded` is throttling; `InvalidParameter` begins `InvalidParameterValue`. "
        "A test with `in` or `startswith` takes both, so the one error is treated as the other. A "
        "dot at the end or a comparison of the whole family keeps them apart.",
        "大类的名称互相包含：`LimitExceeded` 表示配额用尽，`RequestLimitExceeded` 表示限频；"
        "`InvalidParameterValue` 以 `InvalidParameter` 开头。用 `in` 或 `startswith` 判断会把两者都选中，"
        "一种错误就被当成另一种处理。在末尾加点号，或比较完整的大类，可以区分它们。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def buy(client, request):
    try:
        return client.RunInstances(request)
    except TencentCloudSDKException as error:
        if "LimitExceeded" in error.code:
            return ask_for_more_quota(request)
        raise
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def buy(client, request):
    try:
        return client.RunInstances(request)
    except TencentCloudSDKException as error:
        if error.code.split(".")[0] == "LimitExceeded":
            return ask_for_more_quota(request)
        raise
""",
    check=_check,
    settings=("check-tests",),
    fix=COMPARE_FAMILY,
)
