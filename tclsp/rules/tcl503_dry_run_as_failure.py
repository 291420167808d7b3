"""TCL503: a dry run whose success is taken for a failure."""

from collections.abc import Iterator

from tclsp.analysis.facts import DryRun, ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext
from tclsp.rules.tested_families import is_named

_SUCCESS = "DryRunOperation"
_ANSWER_NORMALLY = frozenset({"cvm", "thpc", "dbdc"})
"""Services whose documentation of `DryRun` says that a request which would succeed is answered
without an error, whatever their tables of codes list."""


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    for dry_run in facts.dry_runs:
        if _answers_with_the_code(dry_run, context) and not is_named(_SUCCESS, dry_run.tested):
            yield _finding(dry_run)


def _answers_with_the_code(dry_run: DryRun, context: RuleContext) -> bool:
    if not dry_run.service or dry_run.service in _ANSWER_NORMALLY:
        return False
    documented = context.action_lists.codes(dry_run.service, dry_run.action)
    if documented is not None and _SUCCESS in documented:
        return True
    return dry_run.service in context.catalog.services_defining(_SUCCESS)


def _finding(dry_run: DryRun) -> Finding:
    action = f"`{dry_run.action}`" if dry_run.action else dry_run.service
    return Finding(
        code=DRY_RUN_AS_FAILURE.code,
        span=dry_run.span,
        message=Text(
            f"A dry run of {action} that would succeed raises `{_SUCCESS}`, and the handler "
            "takes it for a failure.",
            f"{action} 的预检请求通过检查时会抛出 `{_SUCCESS}`，而处理代码把它当成了失败。",
        ),
        remedy=Text(
            f'Treat `code == "{_SUCCESS}"` as success before the other errors.',
            f'先把 `code == "{_SUCCESS}"` 当作成功处理，再处理其他错误。',
        ),
    )


DRY_RUN_AS_FAILURE = Rule(
    code="TCL503",
    name="dry-run-as-failure",
    severity="warning",
    summary=Text(
        "A request with `DryRun` whose handler does not know `DryRunOperation`.",
        "请求设置了 `DryRun`，而处理代码不认识 `DryRunOperation`。",
    ),
    explanation=Text(
        "A dry run checks a request without carrying it out. Many services answer one that passes "
        "with the error `DryRunOperation`, which means that the request would have succeeded. A "
        "handler that does not know the code reports a failure exactly when all is well. Services "
        "that answer a dry run without an error, such as CVM, are left alone.",
        "预检只检查请求而不执行。许多服务在检查通过时返回错误 `DryRunOperation`，意思是请求本来会成功。处理代码"
        "若不认识它，就会在一切正常时报告失败。预检通过时正常应答的服务（如 CVM）不做判断。",
    ),
    bad="""\
from tencentcloud.alb.v20251030 import alb_client, models
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def may_delete(client: alb_client.AlbClient, group_id):
    request = models.DeleteTargetGroupsRequest()
    request.TargetGroupIds = [group_id]
    request.DryRun = True
    try:
        client.DeleteTargetGroups(request)
    except TencentCloudSDKException as error:
        logger.error("must stay: %s", error)
        return False
    return True
""",
    good="""\
from tencentcloud.alb.v20251030 import alb_client, models
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def may_delete(client: alb_client.AlbClient, group_id):
    request = models.DeleteTargetGroupsRequest()
    request.TargetGroupIds = [group_id]
    request.DryRun = True
    try:
        client.DeleteTargetGroups(request)
    except TencentCloudSDKException as error:
        if error.code == "DryRunOperation":
            return True
        logger.error("must stay: %s", error)
        return False
    return True
""",
    check=_check,
    settings=("action-lists",),
)
