"""TCL102: a handler tells errors by their code and forgets those that no test selects."""

from collections.abc import Iterator

from tclsp.analysis.facts import Handler, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.answered_families import answered_families
from tclsp.rules.dispatching_handlers import lets_others_fall_out
from tclsp.rules.documented_codes import documented_codes
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.raise_the_rest import RAISE_THE_REST
from tclsp.rules.rule import Rule, RuleContext
from tclsp.rules.tested_families import is_named

_NAMED = 3
"""How many families a message names."""


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    for handler in facts.handlers:
        if lets_others_fall_out(handler):
            actions = sorted({(call.service, call.action) for call in handler.calls})
            documented = documented_codes(actions, context.action_lists)
            answered = answered_families(context.catalog, handler.services, documented)
            left_out = [family for family in answered if not is_named(family, handler.tested)]
            listed = [action for _, action in actions] if documented else []
            yield _finding(handler, left_out, listed)


def _finding(handler: Handler, left_out: list[str], listed: list[str]) -> Finding:
    """Return the finding; `listed` are the actions called, where all have lists of codes."""
    named = ", ".join(f"`{family}`" for family in left_out[:_NAMED])
    named_zh = "、".join(f"`{family}`" for family in left_out[:_NAMED])
    more = len(left_out) - _NAMED
    rest = f" and {more} more families" if more > 0 else ""
    rest_zh = f"等 {len(left_out)} 个大类" if more > 0 else ""
    name = handler.bound or "error"
    who, who_zh = _who_answers(handler, listed)
    return Finding(
        code=UNHANDLED_FAMILY.code,
        span=handler.span,
        message=Text(
            f"Errors that no test here selects fall out silently; {who} also answers "
            f"{named}{rest}.",
            f"未被这里任何判断选中的错误会被悄悄忽略；{who_zh}还会返回 {named_zh}{rest_zh}。",
        ),
        remedy=Text(
            f"Add an `else` that raises `{name}` again or logs it whole."
            if handler.kind == "raw"
            else f"Add an `else` with a bare `raise`, or one that logs `{name}` whole.",
            f"加上 `else`，再次抛出 `{name}` 或完整记录它。"
            if handler.kind == "raw"
            else f"加上 `else`，用 `raise` 再次抛出，或完整记录 `{name}`。",
        ),
    )


def _who_answers(handler: Handler, listed: list[str]) -> tuple[str, str]:
    if 0 < len(listed) <= _NAMED:
        names = [f"`{action}`" for action in listed]
        return " or ".join(names), f"{'、'.join(names)} "
    if handler.services:
        return ", ".join(handler.services), f"{'、'.join(handler.services)} "
    return "the API", "API "


UNHANDLED_FAMILY = Rule(
    code="TCL102",
    name="unhandled-family",
    severity="warning",
    summary=Text(
        "A handler tests the code, and an error that no test selects falls out silently.",
        "处理代码判断了错误码，但未被任何判断选中的错误会被悄悄忽略。",
    ),
    explanation=Text(
        "A chain of tests without an `else` takes care of the errors that its author thought of. "
        "All others leave the handler as if the request had succeeded: a wrong key, a missing "
        "permission, throttling. The code that follows works with nothing, and nobody sees why.",
        "没有 `else` 的一串判断只处理了作者想到的错误。其余的错误离开处理代码时就像请求成功了一样：密钥错误、"
        "权限不足、限频都是如此。后面的代码拿不到结果，也没有人知道原因。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def release(client, request):
    try:
        client.TerminateInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "InvalidInstanceId.NotFound":
            logger.info("gone already")
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def release(client, request):
    try:
        client.TerminateInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "InvalidInstanceId.NotFound":
            logger.info("gone already")
        else:
            raise
""",
    check=_check,
    settings=("action-lists", "sdk-errors", "check-tests"),
    fix=RAISE_THE_REST,
)
