"""TCL106: a code test that an earlier test of the same chain leaves nothing for."""

from collections.abc import Iterator

from tclsp.analysis.facts import CodeLiteral, CodeTest, ModuleFacts, Taken
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding, Related
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    reported: set[int] = set()
    for test in facts.tests:
        for literal, taken in _never_matching(test):
            if literal.span.start not in reported:
                reported.add(literal.span.start)
                yield _finding(literal, taken)


def _never_matching(test: CodeTest) -> Iterator[tuple[CodeLiteral, Taken]]:
    """Yield the literals of a test that are taken.

    A literal of a collection named elsewhere may be needed by other tests, so it counts only
    where nothing is left of the whole test.
    """
    if not test.taken:
        return
    by_value = {taken.value: taken for taken in test.taken}
    values = (*(literal.value for literal in test.literals), *test.elsewhere)
    nothing_left = all(value in by_value for value in values)
    for literal in test.literals:
        if literal.value in by_value and (nothing_left or _stands_in(literal, test)):
            yield literal, by_value[literal.value]


def _stands_in(literal: CodeLiteral, test: CodeTest) -> bool:
    if test.span is None:
        return False
    return test.span.start <= literal.span.start and literal.span.end <= test.span.end


def _finding(literal: CodeLiteral, taken: Taken) -> Finding:
    value, by = literal.value, taken.by
    if value == by and taken.operator != "startswith":
        message = Text(
            f"`{value}` has been tested before in the same chain, so this never matches.",
            f"同一串判断前面已经判断过 `{value}`，这里永远不会成立。",
        )
    else:
        message = Text(
            f"An earlier test of the same chain takes all errors that match `{by}`, so "
            f"`{value}` never arrives here.",
            f"同一串判断前面的判断已经选走所有匹配 `{by}` 的错误，`{value}` 到不了这里。",
        )
    related: tuple[Related, ...] = ()
    if taken.span is not None:
        related = (Related(taken.span, Text("The earlier test is here.", "前面的判断在这里。")),)
    return Finding(
        code=UNREACHABLE_BRANCH.code,
        span=literal.span,
        message=message,
        remedy=Text(
            "Remove it, or put it before the wider test.",
            "删除它，或把它移到范围更大的判断之前。",
        ),
        related=related,
    )


UNREACHABLE_BRANCH = Rule(
    code="TCL106",
    name="unreachable-branch",
    severity="warning",
    summary=Text(
        "A test of the code that an earlier test of the same chain leaves nothing for.",
        "对错误码的判断已被同一串判断中较早的判断覆盖。",
    ),
    explanation=Text(
        "In a chain of tests the first that fits takes the error. A code that is tested twice, or "
        "a subcode behind a test for its family, has a branch that never runs; the error goes the "
        "way of the earlier branch.",
        "在一串判断中，第一个匹配的判断会选走错误。重复判断的错误码，或写在其大类之后的子码，对应的分支永远"
        "不会执行；错误走的是前面的分支。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def why(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        if error.code.startswith("UnsupportedOperation"):
            return "not possible now"
        elif error.code == "UnsupportedOperation.InstanceStateStopped":
            return "stopped already"
        raise
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def why(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "UnsupportedOperation.InstanceStateStopped":
            return "stopped already"
        elif error.code.startswith("UnsupportedOperation"):
            return "not possible now"
        raise
""",
    check=_check,
    settings=("check-tests",),
)
