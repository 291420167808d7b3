"""TCL002: a file, or a part of one, that could not be analysed."""

from collections.abc import Iterator

from tclsp.analysis.facts import ModuleFacts
from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding
from tclsp.rules.rule import Rule, RuleContext


def _check(facts: ModuleFacts, _: RuleContext) -> Iterator[Finding]:
    for gap in facts.gaps:
        yield Finding(
            code=NOT_ANALYSED.code,
            span=gap.span,
            message=Text(
                f"This part was not checked: {gap.reason.en}. The rest of the file was.",
                f"这一部分没有检查：{gap.reason.zh}。文件的其余部分已检查。",
            ),
            remedy=Text(
                "Mend the syntax, or exclude the file with `extend-exclude`.",
                "修正语法，或用 `extend-exclude` 排除该文件。",
            ),
        )


NOT_ANALYSED = Rule(
    code="TCL002",
    name="not-analysed",
    severity="info",
    summary=Text(
        "A file, or a part of one, that could not be decoded or parsed.",
        "文件或其中一部分无法解码或解析。",
    ),
    explanation=Text(
        "Python 2 code, a template, a half-finished edit or an unknown encoding cannot be read as "
        "Python 3. What can be read of the file is still checked; faults in the part named here "
        "are not seen. It is a note and fails a run only under `--strict`.",
        "Python 2 代码、模板、改到一半的代码或未知编码都无法按 Python 3 读取。文件中能读取的部分照常检查，"
        "这里指出的部分若有问题则看不到。它只是提示，仅在 `--strict` 下才使运行失败。",
    ),
    bad="""\
try:
    client.DescribeInstances(request)
except TencentCloudSDKException, error:
    print error
""",
    good="""\
try:
    client.DescribeInstances(request)
except TencentCloudSDKException as error:
    print(error)
""",
    check=_check,
)
