"""TCL303: a literal where the SDK has a constant for the code."""

from collections.abc import Iterator

from tclsp.analysis.facts import CodeLiteral, CodeTest, ModuleFacts
from tclsp.catalog.records import Definition
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding, Fix
from tclsp.rules.fixes.context import FixContext
from tclsp.rules.fixes.rule_fix import RuleFix
from tclsp.rules.fixes.sdk_constant import sdk_constant
from tclsp.rules.rule import Rule, RuleContext

_WHOLE_CODES = frozenset({"==", "!=", "in", "not in", "case", "key"})


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    reported: set[int] = set()
    for literal, definition in _with_constants(facts, context.catalog):
        if literal.span.start not in reported:
            reported.add(literal.span.start)
            yield _finding(literal, definition)


def _with_constants(
    facts: ModuleFacts, catalog: Catalog
) -> Iterator[tuple[CodeLiteral, Definition]]:
    """Yield the literals that the SDK has constants for, with these."""
    for test in facts.tests:
        if test.operator not in _WHOLE_CODES or test.family_only or test.folded:
            continue
        for literal in test.literals:
            definition = (
                None if literal.constant else _definition(literal.value, test, facts, catalog)
            )
            if definition is not None:
                yield literal, definition


def _fix(finding: Finding, context: FixContext) -> Fix | None:
    for literal, definition in _with_constants(context.facts, context.catalog):
        if literal.span == finding.span:
            return sdk_constant(finding, _module(definition), definition.constant, context)
    return None


def _module(definition: Definition) -> str:
    version = definition.version.replace("-", "")
    return f"tencentcloud.{definition.service}.v{version}"


def _definition(
    code: str, test: CodeTest, facts: ModuleFacts, catalog: Catalog
) -> Definition | None:
    """Return the definition of a code by a service in play, of the version that is called."""
    known = catalog.code(code)
    if known is None or test.services is None:
        return None
    called = {(call.service, call.version) for call in facts.calls}
    found = [each for each in known.services if each.service in test.services]
    in_use = [each for each in found if (each.service, each.version) in called]
    return max(in_use or found, key=lambda each: each.version, default=None)


def _finding(literal: CodeLiteral, definition: Definition) -> Finding:
    module = _module(definition)
    return Finding(
        code=PREFER_CONSTANT.code,
        span=literal.span,
        message=Text(
            f"The SDK has a constant for `{literal.value}`: `errorcodes.{definition.constant}` of "
            f"`{module}`.",
            f"SDK 为 `{literal.value}` 提供了常量：`{module}` 的 `errorcodes.{definition.constant}`。",
        ),
        remedy=Text(
            f"Write `errorcodes.{definition.constant}` after `from {module} import errorcodes`.",
            f"写 `from {module} import errorcodes`，然后使用 `errorcodes.{definition.constant}`。",
        ),
    )


PREFER_CONSTANT = Rule(
    code="TCL303",
    name="prefer-constant",
    severity="info",
    summary=Text(
        "A code is written as a literal although the SDK has a constant for it.",
        "错误码写成了字面量，而 SDK 提供了对应的常量。",
    ),
    explanation=Text(
        "A misspelt constant fails at import or at the first run, a misspelt literal never "
        "matches and says nothing. Each service of the SDK has the codes that it defines in a "
        "module `errorcodes`. The rule is a matter of taste and off by default.",
        "常量拼错会在导入或首次运行时报错，字面量拼错则永远不匹配，也没有任何提示。SDK 的每个服务都在 "
        "`errorcodes` 模块中列出自己的错误码。本规则属于风格问题，默认关闭。",
    ),
    bad="""\
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
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, errorcodes, models


def describe(credential):
    client = cvm_client.CvmClient(credential, "ap-guangzhou")
    try:
        return client.DescribeInstances(models.DescribeInstancesRequest())
    except TencentCloudSDKException as error:
        if error.code == errorcodes.INVALIDINSTANCEID_NOTFOUND:
            return None
        raise
""",
    check=_check,
    default=False,
    fix=RuleFix(
        what=Text(
            "Writes the constant, by the name that the file has for `errorcodes` of that version; "
            "else adds it to an import from there, or imports it behind the SDK's other imports "
            "(`as cvm_errorcodes` where the name is taken).",
            "改为常量，使用文件中该版本 `errorcodes` 的名字；没有则加入已有的导入，或在 SDK 的其他导入之后"
            "导入（名字被占用时 `as cvm_errorcodes`）。",
        ),
        build=_fix,
        safe=True,
    ),
)
