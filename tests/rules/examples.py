"""Runs a rule on short examples.

An example is a piece of code. Where it does not import anything itself, `PRELUDE` stands before it.
`«…»` marks what an INVALID example must report, from the first character to the last.
"""

import textwrap
from functools import cache

from tclsp.analysis.analyse import analyse
from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.options import AnalysisOptions
from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog
from tclsp.rules.finding import Finding
from tclsp.rules.registry import check, rule
from tclsp.rules.rule import RuleContext
from tclsp.source.outline import outline
from tclsp.source.text import SourceText

PRELUDE = """\
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, errorcodes, models

client = cvm_client.CvmClient(credential.Credential("id", "key"), "ap-guangzhou")
"""


@cache
def catalog() -> Catalog:
    """Return the built catalogue."""
    return Catalog.open()


def facts_of(code: str, options: AnalysisOptions | None = None) -> ModuleFacts:
    """Return the facts of an example without marks."""
    source = SourceText.of(code)
    return analyse(source, outline(source), options or AnalysisOptions(), catalog())


def whole(example: str) -> str:
    """Return an example dedented, with the prelude before it where it imports nothing."""
    code = textwrap.dedent(example).lstrip("\n")
    return code if "import " in code else PRELUDE + "\n" + code


def findings(
    code: str,
    rule_code: str,
    options: AnalysisOptions | None = None,
    known_codes: frozenset[str] = frozenset(),
    required_families: tuple[str, ...] = (),
    lists: ActionLists | None = None,
) -> list[Finding]:
    """Return the findings of one rule on code without marks, in order."""
    found = rule(rule_code)
    assert found is not None
    lists = lists or ActionLists.none()
    context = RuleContext(catalog(), known_codes, required_families, lists)
    return sorted(check(facts_of(code, options), context, [found]), key=lambda each: each.span)


def assert_valid(
    example: str,
    rule_code: str,
    options: AnalysisOptions | None = None,
    required_families: tuple[str, ...] = (),
    lists: ActionLists | None = None,
) -> None:
    """Assert that a rule leaves an example alone."""
    code = whole(example)
    found = findings(code, rule_code, options, frozenset(), required_families, lists)
    assert found == [], f"{found}\n{code}"


def assert_invalid(
    example: str,
    rule_code: str,
    options: AnalysisOptions | None = None,
    required_families: tuple[str, ...] = (),
    lists: ActionLists | None = None,
) -> None:
    """Assert that a rule reports just the marked places of an example."""
    marked = whole(example)
    code = marked.replace("«", "").replace("»", "")
    data = code.encode()
    reported = [
        data[each.span.start : each.span.end].decode()
        for each in findings(code, rule_code, options, frozenset(), required_families, lists)
    ]
    expected = [part.split("»")[0] for part in marked.split("«")[1:]]
    assert reported == expected, f"{reported} != {expected}\n{code}"
