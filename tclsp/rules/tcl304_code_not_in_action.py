"""TCL304: a code of the service that none of the actions called documents."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeAlias

from tclsp.analysis.facts import OF_FRAGMENTS, CodeLiteral, CodeTest, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.documented_codes import documented_codes
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext

_NAMED = 3
"""How many actions a message names."""


_Documented: TypeAlias = Callable[[tuple[tuple[str, str], ...]], frozenset[str] | None]


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    reported: set[int] = set()
    # The tests of one handler are about the same actions.
    documented = cache(lambda actions: documented_codes(actions, context.action_lists))
    answered = {
        literal.span.start
        for test in facts.tests
        for literal in test.literals
        if _may_come(literal.value, test, context, documented)
    }
    for test in facts.tests:
        for literal in test.literals:
            start = literal.span.start
            if start not in answered and start not in reported:
                reported.add(start)
                yield _finding(literal, test, context)


def _may_come(code: str, test: CodeTest, context: RuleContext, documented: _Documented) -> bool:
    """Tell whether the actions around a test may answer a code, as far as is documented."""
    if test.operator in OF_FRAGMENTS or test.operator == "startswith" or test.folded:
        return True
    if test.family_only or "." not in code or code in context.known_codes:
        return True
    if context.catalog.kind(code) != "service":
        return True
    if not context.catalog.services_defining(code).intersection(test.services or ()):
        return True  # TCL302 judges a code of another service.
    codes = documented(test.actions)
    return codes is None or code in codes


def _finding(literal: CodeLiteral, test: CodeTest, context: RuleContext) -> Finding:
    called = " and ".join(f"`{action}`" for _, action in test.actions)
    called_zh = "、".join(f"`{action}`" for _, action in test.actions)
    documenting = [
        each.action
        for each in context.action_lists.documenting(literal.value, test.services or ())
        if each.service in (test.services or ())
    ][:_NAMED]
    named = ", ".join(f"`{action}`" for action in documenting)
    named_zh = "、".join(f"`{action}`" for action in documenting)
    owner = ", ".join(test.services or ())
    return Finding(
        code=CODE_NOT_IN_ACTION.code,
        span=literal.span,
        message=Text(
            f"`{literal.value}` is a code of {owner}, but {called} is not documented to answer it.",
            f"`{literal.value}` 是 {owner} 的错误码，但文档中 {called_zh} 不会返回它。",
        ),
        remedy=Text(
            f"It is documented for {named}; leave out the test, or call what answers it."
            if documenting
            else "Leave out the test, or add the code to `known-codes`.",
            f"文档中返回它的接口：{named_zh}；去掉这个判断，或调用会返回它的接口。"
            if documenting
            else "去掉这个判断，或将该错误码加入 `known-codes`。",
        ),
    )


CODE_NOT_IN_ACTION = Rule(
    code="TCL304",
    name="code-not-in-action",
    severity="warning",
    summary=Text(
        "An error's code is compared with a code that the actions called do not document.",
        "将错误的 code 与所调用接口文档中没有的错误码比较。",
    ),
    explanation=Text(
        "The documentation of each action lists the codes that it answers. A code of the same "
        "service that is in none of the lists belongs to other actions, so the branch is most "
        "likely dead. Needs the setting `action-lists`, a file that `tclsp catalog add-actions` "
        "writes; common and gateway codes, families, and actions without a list are left alone.",
        "每个接口的文档都列出它会返回的错误码。同一服务的某个错误码若不在这些列表中，就属于其他接口，对应分支"
        "多半不会执行。需要设置 `action-lists`，即 `tclsp catalog add-actions` 写出的文件；公共错误码、网关"
        "错误码、错误码大类以及没有列表的接口不做判断。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, models


def describe(credential):
    client = cvm_client.CvmClient(credential, "ap-guangzhou")
    try:
        return client.DescribeZones(models.DescribeZonesRequest())
    except TencentCloudSDKException as error:
        if error.code == "InvalidInstanceId.NotFound":
            return None
        raise
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, models


def describe(credential):
    client = cvm_client.CvmClient(credential, "ap-guangzhou")
    try:
        return client.DescribeInstances(models.DescribeInstancesRequest())
    except TencentCloudSDKException as error:
        if error.code == "InvalidInstanceId.NotFound":
            return None
        raise
""",
    check=_check,
    settings=("action-lists", "known-codes"),
)
