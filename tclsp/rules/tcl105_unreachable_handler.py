"""TCL105: a clause for the SDK error that an earlier clause leaves nothing for."""

from collections.abc import Iterator

from tclsp.analysis.facts import DeadClause, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding, Related
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for clause in facts.dead_clauses:
        yield _finding(clause)


def _finding(clause: DeadClause) -> Finding:
    taker = clause.taken_by.rpartition(".")[2]
    return Finding(
        code=UNREACHABLE_HANDLER.code,
        span=clause.span,
        message=Text(
            f"This clause never runs: the clause for `{taker}` above it has caught the SDK error.",
            f"这个分支永远不会执行：上面的 `{taker}` 分支已经捕获了 SDK 错误。",
        ),
        remedy=Text(
            f"Put it before the clause for `{taker}`.",
            f"把它移到 `{taker}` 分支之前。",
        )
        if taker in ("Exception", "BaseException")
        else Text(
            "Merge the two clauses, or put the narrower class first.",
            "合并这两个分支，或把范围更小的异常类放在前面。",
        ),
        related=(
            Related(
                clause.taken_at,
                Text("This clause catches it first.", "这个分支先捕获了它。"),
            ),
        ),
    )


UNREACHABLE_HANDLER = Rule(
    code="TCL105",
    name="unreachable-handler",
    severity="error",
    summary=Text(
        "An `except` clause for the SDK error behind one that already catches it.",
        "捕获 SDK 错误的 `except` 分支位于已捕获它的分支之后。",
    ),
    explanation=Text(
        "Python runs the first clause that fits. `TencentCloudSDKException` is an `Exception`, so "
        "a clause for it behind `except Exception` is dead: what it does about codes and "
        "RequestIds never happens.",
        "Python 执行第一个匹配的分支。`TencentCloudSDKException` 是 `Exception` 的子类，写在 "
        "`except Exception` 之后的分支不会执行：其中对错误码和 RequestId 的处理都不会发生。",
    ),
    bad="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def start(client, request):
    try:
        client.StartInstances(request)
    except Exception:
        logger.exception("failed")
    except TencentCloudSDKException as error:
        logger.error("refused: %s", error)
""",
    good="""\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def start(client, request):
    try:
        client.StartInstances(request)
    except TencentCloudSDKException as error:
        logger.error("refused: %s", error)
    except Exception:
        logger.exception("failed")
""",
    check=_check,
    settings=("sdk-errors", "check-tests"),
)
