"""TCL107: a bare family compared exactly, so that its subcodes slip past."""

from collections.abc import Iterator
from functools import lru_cache

from tclsp.analysis.facts import CodeLiteral, CodeTest, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.documented_codes import documented_by_each
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.compare_family import COMPARE_FAMILY
from tclsp.rules.rule import Rule, RuleContext

_EXACT = frozenset({"==", "!=", "in", "not in", "key", "case"})
_NAMED = 3
"""How many subcodes a message names."""


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    bare = [
        (test, literal)
        for test in facts.tests
        if test.operator in _EXACT and not test.family_only
        for literal in test.literals
        if "." not in literal.value
    ]
    reported: set[int] = set()
    completed = _completed_families(facts) if bare else {}
    for test, literal in bare:
        if literal.span.start not in reported and literal.value not in completed[test.group]:
            subcodes = _slipping(literal.value, test, context)
            if subcodes:
                reported.add(literal.span.start)
                yield _finding(test, literal, subcodes)


def _slipping(family: str, test: CodeTest, context: RuleContext) -> tuple[str, ...]:
    """Return the subcodes that an exact comparison with a family misses."""
    if not context.catalog.is_family(family):
        return ()
    general = context.catalog.subcodes(family, None)
    if test.services is None:
        return general
    every = context.catalog.subcodes(family, test.services)
    documented = documented_by_each(test.actions, context.action_lists) or []
    subcodes = [_subcodes_in(codes, family) for codes in documented]
    if documented and not any(subcodes) and all(family in codes for codes in documented):
        return ()
    first = sorted({code for codes in subcodes for code in codes})
    return tuple(dict.fromkeys((*first, *general, *every)))


def _subcodes_in(codes: frozenset[str], family: str) -> list[str]:
    return [code for code in codes if code.startswith(f"{family}.")]


def _completed_families(facts: ModuleFacts) -> dict[str, set[str]]:
    """Return the families of which tests of the same handler or function name subcodes too."""
    completed: dict[str, set[str]] = {}
    for test in facts.tests:
        families = completed.setdefault(test.group, set())
        whole = test.operator in ("startswith", "substring") or test.family_only
        for value in (*(literal.value for literal in test.literals), *test.elsewhere):
            families.update(_families_of(value))
            if whole:
                families.add(value)
    return completed


@lru_cache(maxsize=1024)
def _families_of(code: str) -> tuple[str, ...]:
    """Return all that stands before a dot of a code: `A` and `A.B` of `A.B.C`."""
    names = code.split(".")
    return tuple(".".join(names[:end]) for end in range(1, len(names)))


def _finding(test: CodeTest, literal: CodeLiteral, subcodes: tuple[str, ...]) -> Finding:
    family = literal.value
    named = ", ".join(f"`{code}`" for code in subcodes[:_NAMED])
    named_zh = "、".join(f"`{code}`" for code in subcodes[:_NAMED])
    more = len(subcodes) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    rest_zh = f"等 {len(subcodes)} 个子码" if more > 0 else ""
    who, who_zh = _who_answers(test)
    return Finding(
        code=FAMILY_EXACT_MATCH.code,
        span=literal.span,
        message=Text(
            f"`{family}` is compared exactly; {who} also answers {named}{rest}, which this test "
            "does not match.",
            f"`{family}` 是精确比较；{who_zh}还会返回 {named_zh}{rest_zh}，这里匹配不到。",
        ),
        remedy=Text(
            f'Compare the family: `code.split(".")[0] == "{family}"`.',
            f'改为比较错误码的大类：`code.split(".")[0] == "{family}"`。',
        ),
    )


def _who_answers(test: CodeTest) -> tuple[str, str]:
    if test.services is None:
        return "the API", "API "
    names = ", ".join(test.services)
    return names, f"{names} "


FAMILY_EXACT_MATCH = Rule(
    code="TCL107",
    name="family-exact-match",
    severity="warning",
    summary=Text(
        "A bare family compared exactly, although the services answer with subcodes of it.",
        "对错误码大类做精确比较，而服务实际会返回它的子码。",
    ),
    explanation=Text(
        "Codes have a family and often a subcode behind a dot. `==`, `in` and dict look-ups see "
        "only the bare family: `RequestLimitExceeded.UinLimitExceeded` takes the branch for "
        "unknown errors, so a client that means to back off when it is throttled fails instead.",
        "错误码由大类和点号后的子码组成。`==`、`in` 和字典查找只能匹配大类本身："
        "`RequestLimitExceeded.UinLimitExceeded` 会落入未知错误的分支，本想在限频时退避的客户端反而直接失败。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def list_instances(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "RequestLimitExceeded":
            return retry_later(request)
        raise
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def list_instances(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as error:
        if error.code.split(".")[0] == "RequestLimitExceeded":
            return retry_later(request)
        raise
""",
    check=_check,
    settings=("action-lists",),
    fix=COMPARE_FAMILY,
)
