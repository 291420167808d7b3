"""TCL101: an API call whose errors nothing catches on the way to an entry point."""

from collections.abc import Iterator

from tclsp.analysis.facts import ApiCall, EntryKind, ModuleFacts, Unhandled
from tclsp.catalog.text import Text
from tclsp.rules.answered_families import families_of_call, listed_codes
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.wrapped_call import WRAP_CALL
from tclsp.rules.rule import Rule, RuleContext

_NAMED = 3
"""How many families a message names."""

_LONGEST_WAY = 6
"""How many steps of a way are shown; of a longer one the first and the last."""

_ENDS: dict[EntryKind, Text] = {
    "module": Text("it ends the program with a traceback", "程序会以 traceback 结束"),
    "script": Text("it ends the command with a traceback", "命令会以 traceback 结束"),
    "command": Text("it ends the command with a traceback", "命令会以 traceback 结束"),
    "route": Text("the request ends with status 500", "请求会以状态码 500 结束"),
    "task": Text("the task fails", "任务会失败"),
    "job": Text("this run of the job fails", "定时任务的这次运行会失败"),
    "thread": Text("it ends the thread or task unnoticed", "线程或异步任务会悄悄结束"),
    "serverless": Text("the invocation of the function fails", "函数的这次调用会失败"),
}
"""What an error does that leaves an entry point."""

_REGISTERED: dict[EntryKind, Text] = {
    "route": Text(
        ", or register a handler for it on the application", "，或在应用上为它注册处理函数"
    ),
    "task": Text(", or let the task retry it", "，或让任务重试"),
}
"""What else can be done where a framework calls the entry point."""


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    for unhandled in facts.unhandled:
        if unhandled.call.span is not None:
            yield Finding(
                code=UNHANDLED_CALL.code,
                span=unhandled.call.span,
                message=_message(unhandled, context),
                remedy=_remedy(unhandled),
            )


def _message(unhandled: Unhandled, context: RuleContext) -> Text:
    call = unhandled.call
    families = families_of_call(context.catalog, context.action_lists, call)
    named = ", ".join(f"`{family}`" for family in families[:_NAMED])
    named_zh = "、".join(f"`{family}`" for family in families[:_NAMED])
    more = len(families) - _NAMED
    rest = f" and {more} more families" if more > 0 else ""
    rest_zh = f"等 {len(families)} 个大类" if more > 0 else ""
    who, who_zh = _who_answers(call, context)
    where, where_zh = _where(unhandled)
    ends = _ENDS[unhandled.entry]
    return Text(
        f"Nothing catches an API error {where}: {ends.en}. {who} can answer {named}{rest}.",
        f"{where_zh}没有任何代码捕获 API 错误：{ends.zh}。{who_zh}可能返回 {named_zh}{rest_zh}。",
    )


def _where(unhandled: Unhandled) -> tuple[str, str]:
    way = unhandled.way
    if len(way) == 1:
        return f"of `{way[0]}` here at module level", f"这里在模块顶层调用 `{way[0]}`，"
    if len(way) > _LONGEST_WAY:
        way = (*way[:2], "…", *way[-3:])
    written = " → ".join(way)
    return f"on the way `{written}`", f"在 `{written}` 这条路径上"


def _who_answers(call: ApiCall, context: RuleContext) -> tuple[str, str]:
    if listed_codes(context.action_lists, call) is not None:
        return f"`{call.action}`", f"`{call.action}` "
    return (f"`{call.service}`", f"`{call.service}` ") if call.service else ("The API", "API ")


def _remedy(unhandled: Unhandled) -> Text:
    functions = unhandled.way[:-1]
    above = f" or in `{functions[0]}`" if len(functions) > 1 else ""
    above_zh = f"或 `{functions[0]}` 中" if len(functions) > 1 else ""
    registered = _REGISTERED.get(unhandled.entry, Text("", ""))
    return Text(
        f"Catch `TencentCloudSDKException as error` here{above}{registered.en}; log `error` (its "
        "text has the RequestId) and let `error.code` decide what follows.",
        f"在这里{above_zh}捕获 `TencentCloudSDKException as error`{registered.zh}；记录 `error`（其文本含 "
        "RequestId），并根据 `error.code` 决定后续处理。",
    )


UNHANDLED_CALL = Rule(
    code="TCL101",
    name="unhandled-call",
    severity="warning",
    summary=Text(
        "An API call that an entry point reaches, with nothing on the way that catches its errors.",
        "从入口可以到达的 API 调用，途中没有任何代码捕获它的错误。",
    ),
    explanation=Text(
        "Every request can fail: throttling, a key that has expired, a missing permission, a network "
        "that is down. Where neither the call nor any function on the way from the entry point has "
        "a handler, such an error ends the program, the request or the job. The message says the "
        "way. Entry points are module-level code, console scripts, web routes, commands, tasks, "
        "jobs, threads and serverless handlers; a library's function that none of them calls may "
        "let errors pass. A handler that raises again counts, and so does one that is registered "
        "on the application.",
        "每个请求都可能失败：限频、密钥过期、权限不足、网络中断。如果调用处以及从入口到它的途中都没有处理代码，"
        "这样的错误就会结束整个程序、请求或任务。消息中会写出这条路径。入口包括模块顶层代码、控制台脚本、Web 路由、"
        "命令、任务、定时任务、线程和云函数入口；没有入口调用的库函数可以让错误继续抛出。再次抛出的处理代码算作捕获，"
        "在应用上注册的处理函数也算。",
    ),
    bad="""\
from tencentcloud.cvm.v20170312 import models


def print_zones(client):
    for zone in client.DescribeZones(models.DescribeZonesRequest()).ZoneSet:
        print(zone.Zone)


if __name__ == "__main__":
    print_zones(connect())
""",
    good="""\
import sys

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import models


def print_zones(client):
    for zone in client.DescribeZones(models.DescribeZonesRequest()).ZoneSet:
        print(zone.Zone)


if __name__ == "__main__":
    try:
        print_zones(connect())
    except TencentCloudSDKException as error:
        sys.exit(f"cannot list the zones: {error}")
""",
    check=_check,
    settings=("sdk-errors", "action-lists", "check-tests"),
    fix=WRAP_CALL,
)
