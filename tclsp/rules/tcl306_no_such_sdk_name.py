"""TCL306: an import of what the SDK does not have."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts, SdkImport
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.right_import import RIGHT_IMPORT
from tclsp.rules.rule import Rule, RuleContext
from tclsp.rules.sdk_modules import right_name


def _check(facts: ModuleFacts, context: RuleContext) -> Iterator[Finding]:
    reported: set[int] = set()
    for each in facts.sdk_imports:
        if each.span.start in reported:
            continue
        meant = right_name(each.dotted, context.catalog)
        if meant is not None:
            reported.add(each.span.start)
            yield _finding(each, meant)


def _finding(wrong: SdkImport, meant: str) -> Finding:
    return Finding(
        code=NO_SUCH_SDK_NAME.code,
        span=wrong.span,
        message=Text(
            f"The SDK has no `{wrong.dotted}`: the import fails when this line runs.",
            f"SDK 中没有 `{wrong.dotted}`：执行到这一行时导入会失败。",
        ),
        remedy=Text(
            f"It is `{meant}`." if meant else "`tclsp codes` knows the services of the SDK.",
            f"应为 `{meant}`。" if meant else "可用 `tclsp codes` 查看 SDK 的服务。",
        ),
    )


NO_SUCH_SDK_NAME = Rule(
    code="TCL306",
    name="no-such-sdk-name",
    severity="error",
    summary=Text(
        "A module or class is imported that the SDK does not have.",
        "导入了 SDK 中不存在的模块或类。",
    ),
    explanation=Text(
        "The modules of the SDK are `tencentcloud.SERVICE.vYYYYMMDD` with a client, `models` and "
        "`errorcodes`, and those below `tencentcloud.common`. A missing version or a misspelt name "
        "raises an ImportError, often only in the branch of the code that is seldom run. Judged "
        "against the SDK that the catalogue was built from; an import that an `except ImportError` "
        "guards is left alone.",
        "SDK 的模块是 `tencentcloud.服务.vYYYYMMDD` 下的客户端、`models`、`errorcodes`，以及 "
        "`tencentcloud.common` 下的模块。缺少版本或拼错名字会抛出 ImportError，而且往往只在很少执行的分支里。"
        "以目录所用的 SDK 版本为准；由 `except ImportError` 保护的导入不做判断。",
    ),
    bad="""\
from tencentcloud.cvm import cvm_client
""",
    good="""\
from tencentcloud.cvm.v20170312 import cvm_client
""",
    check=_check,
    fix=RIGHT_IMPORT,
)
