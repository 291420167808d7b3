"""Checks one file: its bytes in, its findings with their places out."""

import os
import traceback
from collections.abc import Iterator
from functools import cached_property

from attrs import frozen

from tclsp.analysis.analyse import analyse
from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.options import AnalysisOptions
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Text
from tclsp.checker import facts_json
from tclsp.checker.action_list_files import action_lists_of
from tclsp.checker.directives import may_hold_directives
from tclsp.checker.excludes import is_test_file
from tclsp.checker.fingerprint import engine_fingerprint
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
from tclsp.rules.registry import RULES
from tclsp.rules.rule import RuleContext
from tclsp.rules.tcl002_not_analysed import NOT_ANALYSED
from tclsp.source.outline import Outline, outline
from tclsp.source.spans import Position
from tclsp.source.text import SourceText, Undecodable


@frozen
class FileJob:
    """A file to check and all that its check depends on."""

    path: str
    """As it is shown."""
    absolute: str
    relative: str
    """Its path in the project, which settings speak of."""
    data: bytes
    settings: Settings
    root: str | None = None
    """The folder of the project; the files that settings name are relative to it."""
    facts: str | None = None
    """What the cache holds for it."""


@frozen
class FileCheck:
    """What the check of a file gave."""

    report: FileReport
    facts: str | None = None
    """The facts that were found, as JSON, where the cache had none."""


class FileChecker:
    """Checks files, one after the other, with one catalogue.

    Making one raises CatalogMissing where there is no catalogue to check with.
    """

    def __init__(self) -> None:
        self._catalog = Catalog.open()
        self.fingerprint = engine_fingerprint(self._catalog)
        """What the facts depend on besides content and settings."""

    def check(self, job: FileJob) -> FileCheck:
        """Check a file. A fault of the checker itself becomes a failed check, never an error."""
        try:
            return self._check(job)
        except Exception as error:  # One file must never stop the others.
            return failed_check(job, f"internal error, please report it: {_described(error)}")

    def _check(self, job: FileJob) -> FileCheck:
        try:
            source = SourceText.decode(job.data)
        except Undecodable as error:
            return _undecodable_check(job, error)
        reading = _Reading(source)
        facts = facts_json.read(job.facts) if job.facts is not None else None
        added = None
        if facts is None:
            options = analysis_options(job.settings)
            facts = analyse(source, reading.outline, options, self._catalog)
            added = facts_json.write(facts)
        locator = Locator(source, job.settings.severity)
        findings = sorted(
            (locator.locate(finding) for finding in self._findings(job, reading, facts)),
            key=Located.order,
        )
        report = FileReport(job.path, job.absolute, job.settings.language, tuple(findings))
        return FileCheck(report, added)

    def _findings(self, job: FileJob, reading: "_Reading", facts: ModuleFacts) -> Iterator[Finding]:
        settings = job.settings
        enabled = enabled_rules(settings, job.relative, is_test=is_test_file(job.relative))
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
        source, suppressions = reading.source, reading.suppressions()
        yield from silence(raised, suppressions, source)
        if UNUSED in enabled:
            gaps = [gap.span for gap in facts.gaps]
            yield from unused_suppressions(suppressions, source, enabled, gaps)


def _described(error: Exception) -> str:
    """Return what a report of the error needs: its kind, its text, and where it was raised."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    file = os.path.basename(place.filename)
    return f"{type(error).__name__}: {error} ({file}:{place.lineno})"


@frozen
class _Reading:
    """A decoded file, outlined only if something asks for it: cached facts need no outline."""

    source: SourceText

    @cached_property
    def outline(self) -> Outline:
        return outline(self.source)

    def suppressions(self) -> list[Suppression]:
        if not may_hold_directives(self.source.utf8):
            return []
        return find_suppressions(self.source, self.outline)


def _undecodable_check(job: FileJob, error: Undecodable) -> FileCheck:
    """Return the check of a file that is no text: one finding, where it ceases to be one."""
    settings = job.settings
    enabled = enabled_rules(settings, job.relative, is_test=is_test_file(job.relative))
    findings: tuple[Located, ...] = ()
    if NOT_ANALYSED.code in enabled:
        findings = (_undecodable(error, severity_of(NOT_ANALYSED, settings.severity)),)
    return FileCheck(FileReport(job.path, job.absolute, settings.language, findings))


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
    """Return the part of the settings that changes the facts."""
    return AnalysisOptions(
        sdk_errors=settings.sdk_errors,
        request_id_loggers=settings.request_id_loggers,
        triggers=settings.words_that_matter,
    )


def failed_check(job: FileJob, trouble: str) -> FileCheck:
    """Return the check of a file that could not be checked, for the reason `trouble`."""
    return FileCheck(FileReport(job.path, job.absolute, job.settings.language, trouble=trouble))
