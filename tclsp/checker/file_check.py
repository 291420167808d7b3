"""Checks one file of a project: its bytes in, its findings with their places out."""

from collections.abc import Callable, Iterator

from attrs import frozen

from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.options import AnalysisOptions
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Text
from tclsp.checker.action_list_files import action_lists_of
from tclsp.checker.directives import may_hold_directives
from tclsp.checker.faults import described_fault
from tclsp.checker.linking import LeftOut
from tclsp.checker.location import Locator
from tclsp.checker.result import FileReport, Located
from tclsp.checker.selection import enabled_rules, severity_of
from tclsp.checker.settings import Settings
from tclsp.checker.suppressions import (
    UNUSED,
    Suppression,
    find_suppressions,
    silence,
    unused_suppressions,
)
from tclsp.rules.finding import Finding, Severity
from tclsp.rules.fixes.context import FixContext
from tclsp.rules.registry import RULES, with_fix
from tclsp.rules.rule import RuleContext
from tclsp.rules.tcl002_not_analysed import NOT_ANALYSED
from tclsp.source.outline import Outline, outline
from tclsp.source.prefilter import matters
from tclsp.source.spans import Position
from tclsp.source.test_files import is_test_file
from tclsp.source.text import SourceText, Undecodable

FactsOf = Callable[[str, SourceText], ModuleFacts]
"""Gives the facts of a file by its path among the modules of its project, and its text."""


@frozen
class FileJob:
    """A file to check and all that its check depends on, besides its project."""

    path: str
    """As it is shown."""
    absolute: str
    relative: str
    """Its path in the project, which settings speak of."""
    module: str
    """Its path among the modules of the project."""
    data: bytes
    settings: Settings
    root: str | None
    """The folder of the project; the files that settings name are relative to it."""


class FileChecker:
    """Checks files, one after the other, with one catalogue."""

    def __init__(self, catalog: Catalog, *, with_fixes: bool = True) -> None:
        """Without fixes a check is cheaper: a fix is built on the tree of the whole file."""
        self._catalog = catalog
        self._with_fixes = with_fixes

    def check(self, job: FileJob, facts_of: FactsOf) -> FileReport:
        """Check a file. A fault of the checker itself becomes a trouble, never an error."""
        try:
            return self._check(job, facts_of)
        except LeftOut as error:
            return failed(job, str(error))
        except Exception as error:  # One file must never stop the others.
            return failed(job, described_fault(error))

    def _check(self, job: FileJob, facts_of: FactsOf) -> FileReport:
        try:
            source = SourceText.decode(job.data)
        except Undecodable as error:
            return undecodable_report(job, job.data, error)
        facts = facts_of(job.module, source)
        locator = Locator(source, job.settings.severity)
        findings = sorted(
            (locator.locate(finding) for finding in self.findings(job, source, facts)),
            key=Located.order,
        )
        return FileReport(job.path, job.absolute, job.settings.language, tuple(findings))

    def findings(
        self,
        job: FileJob,
        source: SourceText,
        facts: ModuleFacts,
        outlined: Outline | None = None,
    ) -> Iterator[Finding]:
        """Yield what the rules and the suppressions of a file leave, in no order.

        `source` is its text, `facts` and `outlined` are those of the same text; the job's data are
        not looked at.
        """
        settings = job.settings
        enabled = _enabled(job, source.utf8)
        context = RuleContext(
            self._catalog,
            frozenset(settings.known_codes),
            settings.required_families,
            action_lists_of(settings, job.root),
        )
        raised = [
            finding
            for rule in RULES
            if rule.code in enabled
            for finding in rule.check(facts, context)
        ]
        suppressions = _suppressions(source, outlined)
        left = silence(raised, suppressions, source)
        if self._with_fixes:
            fixing = FixContext(source, facts, self._catalog)
            left = [with_fix(finding, fixing) for finding in left]
        yield from left
        if UNUSED in enabled:
            gaps = [gap.span for gap in facts.gaps]
            yield from unused_suppressions(suppressions, source, enabled, gaps)


def _enabled(job: FileJob, data: bytes) -> frozenset[str]:
    """Return the codes of the rules that run on a file.

    A file that does not name the API is looked into for what it does with the errors of others;
    that a part of it cannot be read is none of our business.
    """
    enabled = enabled_rules(job.settings, job.relative, is_test=is_test_file(job.relative))
    words = [word.encode() for word in job.settings.words_that_matter]
    return enabled if matters(data, words) else enabled - {NOT_ANALYSED.code}


def _suppressions(source: SourceText, outlined: Outline | None) -> list[Suppression]:
    """Return the suppressions of a file, which is outlined only if it may hold some."""
    if not may_hold_directives(source.utf8):
        return []
    return find_suppressions(source, outlined or outline(source))


def undecodable_report(job: FileJob, data: bytes, error: Undecodable) -> FileReport:
    """Return the report of a file that is no text: one finding, where it ceases to be one.

    There is none if its content `data` does not name the API: then it is only tied to files that
    do.
    """
    settings = job.settings
    findings: tuple[Located, ...] = ()
    if NOT_ANALYSED.code in _enabled(job, data):
        findings = (_undecodable(error, severity_of(NOT_ANALYSED, settings.severity)),)
    return FileReport(job.path, job.absolute, settings.language, findings)


def _undecodable(error: Undecodable, severity: Severity) -> Located:
    place = Position(error.row, 1)
    return Located(
        NOT_ANALYSED.code,
        NOT_ANALYSED.name,
        severity,
        place,
        place,
        "",
        Text(f"The file was not checked: {error.reason}", f"文件没有检查：{error.reason}"),
        Text(
            "Save it as UTF-8, or name its encoding in the first line: `# coding: gbk`.",
            "另存为 UTF-8，或在首行写明编码：`# coding: gbk`。",
        ),
    )


def analysis_options(settings: Settings) -> AnalysisOptions:
    """Return the part of the settings that changes what the analysis sees."""
    return AnalysisOptions(
        sdk_errors=settings.sdk_errors,
        request_id_loggers=settings.request_id_loggers,
        triggers=settings.words_that_matter,
    )


def failed(job: FileJob, trouble: str) -> FileReport:
    """Return the report of a file that could not be checked, for the reason `trouble`."""
    return FileReport(job.path, job.absolute, job.settings.language, trouble=trouble)
