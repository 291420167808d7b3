"""TCL302: a code that the services called here never answer."""

from collections.abc import Iterator

from tclsp.analysis.facts import OF_FRAGMENTS, CodeLiteral, CodeTest, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext

_NAMED = 3
"""How many services or codes a message names."""


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    reported: set[int] = set()
    answered = {
        literal.span.start
        for test in facts.tests
        for literal in test.literals
        if _may_come(literal.value, test, context)
    }
    for test in facts.tests:
        for literal in test.literals:
            start = literal.span.start
            if start in answered or start in reported:
                continue
            reported.add(start)
            yield _finding(literal, test, context)


def _may_come(code: str, test: CodeTest, context: RuleContext) -> bool:
    """Tell whether the calls around a test may answer a code, as far as is known."""
    catalog = context.catalog
    if test.services is None or test.operator in OF_FRAGMENTS or test.folded:
        return True
    if code in context.known_codes or not catalog.exists(code):
        return True
    if catalog.kind(code) != "service":
        return True
    services = {*test.services, "sts"} if test.credential_may_call else set(test.services)
    if services & catalog.services_defining(code):
        return True
    asks_family = test.operator == "startswith" or test.family_only or "." not in code
    return asks_family and bool(catalog.with_prefix(code, tuple(sorted(services)), limit=1))


def _finding(literal: CodeLiteral, test: CodeTest, context: RuleContext) -> Finding:
    called = ", ".join(test.services or ())
    defining = sorted(context.catalog.services_defining(literal.value))
    owners = ", ".join(defining[:_NAMED])
    if len(defining) > _NAMED:
        owners += f" and {len(defining) - _NAMED} more"
    owners_zh = "、".join(defining[:_NAMED]) + (
        f" 等 {len(defining)} 个服务" if len(defining) > _NAMED else ""
    )
    near = [
        code
        for code in context.catalog.nearest(literal.value, test.services or ())
        if set(test.services or ()) & context.catalog.services_defining(code)
    ][:2]
    hint = " or ".join(f"`{code}`" for code in near)
    hint_zh = " 或 ".join(f"`{code}`" for code in near)
    return Finding(
        code=CODE_NOT_IN_SERVICE.code,
        span=literal.span,
        message=Text(
            f"`{literal.value}` is a code of {owners}; {called}, which is called here, does not "
            "define it, so no error here has it.",
            f"`{literal.value}` 是 {owners_zh} 的错误码；这里调用的 {called} 没有定义它，这里的错误不会带有它。",
        ),
        remedy=Text(
            f"Near it {called} defines {hint}."
            if near
            else f"`tclsp codes --service {(test.services or ('',))[0]}` lists its codes.",
            f"{called} 定义的相近错误码：{hint_zh}。"
            if near
            else f"用 `tclsp codes --service {(test.services or ('',))[0]}` 查看它的错误码。",
        ),
    )


CODE_NOT_IN_SERVICE = Rule(
    code="TCL302",
    name="code-not-in-service",
    severity="warning",
    summary=Text(
        "An error's code is compared with a code that the services called do not define.",
        "将错误的 code 与所调用服务未定义的错误码比较。",
    ),
    explanation=Text(
        "Each service has its own table of codes besides those common to all. A code of another "
        "service exists, so it looks right, but the calls in this `try` never answer it: the "
        "branch is dead.",
        "除公共错误码外，每个服务都有自己的错误码表。别的服务的错误码确实存在，看起来没错，但这个 `try` 中的"
        "调用不会返回它：该分支不会执行。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, models


def describe(credential):
    client = cvm_client.CvmClient(credential, "ap-guangzhou")
    try:
        return client.DescribeInstances(models.DescribeInstancesRequest())
    except TencentCloudSDKException as error:
        if error.code == "ResourceNotFound.InstanceNotFound":
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
    settings=("known-codes",),
)
