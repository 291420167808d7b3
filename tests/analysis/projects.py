"""Runs rules on small projects: file names and their code, `«…»` marks what must be reported."""

import textwrap
from collections.abc import Mapping

from tclsp.analysis.analyse import ProjectAnalysis
from tclsp.analysis.lowered import lower_file
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.places import Places
from tclsp.analysis.project import Project
from tclsp.rules.registry import check, rule
from tclsp.rules.rule import RuleContext
from tclsp.source.outline import outline
from tclsp.source.text import SourceText
from tclsp.source.ties import Ties
from tests.rules.examples import catalog

SDK = "from tencentcloud.common.exception.tencent_cloud_sdk_exception import"


def marked_and_reported(
    files: Mapping[str, str], rule_code: str, required_families: tuple[str, ...] = ()
) -> tuple[list[str], list[str]]:
    """Return what the files mark and what the rule reports, as `path: text`."""
    expected: list[str] = []
    reported: list[str] = []
    found = rule(rule_code)
    assert found is not None
    options = AnalysisOptions()
    context = RuleContext(catalog(), required_families=required_families)
    read = {}
    for path, example in files.items():
        marked = textwrap.dedent(example).lstrip("\n")
        expected += [f"{path}: {part.split('»')[0]}" for part in marked.split("«")[1:]]
        source = SourceText.of(marked.replace("«", "").replace("»", ""))
        outlined = outline(source)
        lowered = lower_file(source, outlined, options, Ties(wanted=None))
        read[path] = (source, outlined, lowered, lowered.module(path))
    packages = frozenset(path.rpartition("/")[0] for path in files if path.endswith("/__init__.py"))
    project = Project(tuple(module for *_, module in read.values()), packages)
    analysis = ProjectAnalysis.of(project, options, catalog())
    for path, (source, outlined, lowered, module) in read.items():
        facts = analysis.facts(module, lowered.gaps, Places(source, outlined.pieces))
        findings = check(facts, context, [found])
        for each in sorted(findings, key=lambda finding: finding.span):
            text = source.utf8[each.span.start : each.span.end].decode()
            reported.append(f"{path}: {text}")
    return expected, reported


def assert_project(
    files: Mapping[str, str], rule_code: str, required_families: tuple[str, ...] = ()
) -> None:
    """Assert that a rule reports just what the files mark."""
    expected, reported = marked_and_reported(files, rule_code, required_families)
    assert reported == expected
