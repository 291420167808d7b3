"""TCL103: a call whose handlers name no code of a family that the project wants handled."""

from collections.abc import Iterator

from tclsp.analysis.facts import ApiCall, Handler, ModuleFacts, TestedCode
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext
from tclsp.rules.tested_families import is_named
from tclsp.source.spans import Span

_REPEATED = frozenset({"RequestLimitExceeded", "ClientNetworkError", "ServerNetworkError"})
"""What a retryer of the SDK repeats by itself (`tencentcloud/common/retry.py`)."""


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    missing: dict[Span, list[str]] = {}
    for call, handlers in _handlers_by_call(facts).items():
        place = _place(call, handlers)
        if place is None:
            continue
        named = [*_named(handlers), *_named_beside(call, facts)]
        for family in context.required_families:
            if _is_covered(family, call, facts, context) or is_named(family, named):
                continue
            found = missing.setdefault(place, [])
            if family not in found:
                found.append(family)
    handled = {handler.span: handler for handler in facts.handlers}
    for span, families in sorted(missing.items()):
        yield _finding(span, families, handled.get(span))


def _handlers_by_call(facts: ModuleFacts) -> dict[ApiCall, list[Handler]]:
    """Return all calls with the handlers that their errors reach, the innermost first."""
    found: dict[ApiCall, list[Handler]] = {call: [] for call in facts.calls}
    for handler in facts.handlers:
        for call in handler.calls:
            found.setdefault(call, []).append(handler)
    return found


def _place(call: ApiCall, handlers: list[Handler]) -> Span | None:
    """Return where a call lacks a family; `None` where another file has its handler."""
    if call.kind == "raw":
        handlers = [each for each in handlers if each.kind == "raw"] or handlers
    if handlers:
        return handlers[0].span
    return None if call.caught_elsewhere else call.span


def _named(handlers: list[Handler]) -> Iterator[TestedCode]:
    for handler in handlers:
        yield from handler.tested


def _named_beside(call: ApiCall, facts: ModuleFacts) -> Iterator[TestedCode]:
    """Yield what is asked of a raw answer outside a branch for its `Error`."""
    if call.kind != "raw":
        return
    for test in facts.tests:
        if test.group.rpartition(":")[2] == call.function:
            for literal in test.literals:
                yield TestedCode(test.operator, literal.value)


def _is_covered(family: str, call: ApiCall, facts: ModuleFacts, context: RuleContext) -> bool:
    """Tell whether errors of a family cannot reach the code around a call."""
    root = family.partition(".")[0]
    if call.kind == "raw":
        return context.catalog.kind(root) == "client"
    return facts.retryer and root in _REPEATED


def _finding(span: Span, families: list[str], handler: Handler | None) -> Finding:
    named = ", ".join(f"`{family}`" for family in families)
    named_zh = "、".join(f"`{family}`" for family in families)
    if handler is None:
        message = Text(
            f"No handler catches this call, so {named} is not handled; `required-families` asks "
            "for it.",
            f"没有处理代码捕获这次调用的错误，{named_zh} 未被处理；这是 `required-families` 要求的。",
        )
        remedy = Text(
            "Catch the SDK error and test its `code` for these families.",
            "捕获 SDK 错误，并用它的 `code` 判断这些大类。",
        )
    else:
        message = Text(
            f"No test of this handler names {named}, which `required-families` asks for.",
            f"这段处理中没有任何判断提到 {named_zh}，而 `required-families` 要求处理。",
        )
        first = families[0]
        split = '.split(".")[0]'
        remedy = Text(
            f'Add a branch, for example `{handler.bound or "error"}.code{split} == "{first}"`.',
            f'加上相应分支，例如 `{handler.bound or "error"}.code{split} == "{first}"`。',
        )
    return Finding(code=REQUIRED_FAMILY.code, span=span, message=message, remedy=remedy)


REQUIRED_FAMILY = Rule(
    code="TCL103",
    name="required-family",
    severity="warning",
    summary=Text(
        "An API call whose handlers name no code of a family in `required-families`.",
        "API 调用的处理代码没有提到 `required-families` 中的某个大类。",
    ),
    explanation=Text(
        "Some failures a project wants to have thought of at every call: throttling, missing "
        "permissions, a network that is down. `required-families` lists their families; without "
        "that setting the rule reports nothing. Tests in functions that the handler gives its "
        "error to count. A retryer in the client's profile takes care of throttling and of the "
        "network.",
        "有些失败是项目希望每次调用都考虑到的：限频、权限不足、网络中断。`required-families` 列出这些大类；"
        "没有这项设置时本规则不报告。处理代码把错误交给的函数中的判断同样算数。客户端配置中的 retryer 会处理限频和网络错误。",
    ),
    bad="""\
# required-families = ["RequestLimitExceeded"]
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def list_instances(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as error:
        logger.error("failed: %s", error)
        raise
""",
    good="""\
# required-families = ["RequestLimitExceeded"]
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def list_instances(client, request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as error:
        if error.code.split(".")[0] == "RequestLimitExceeded":
            return retry_later(request)
        logger.error("failed: %s", error)
        raise
""",
    check=_check,
    settings=("required-families", "sdk-errors", "check-tests"),
)
