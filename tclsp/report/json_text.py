"""Findings as JSON, with the field names of ruff's JSON output."""

import json
from collections.abc import Iterable
from typing import Any

from tclsp.catalog.text import Language
from tclsp.checker.result import FileReport, Located, LocatedFix
from tclsp.report.rule_pages import rule_url
from tclsp.source.spans import Position


def as_json(reports: Iterable[FileReport], language: Language, *, escape: bool) -> str:
    """Return an array of findings.

    `language` is that of messages where the settings of a file name none; `escape` writes all that
    is not ASCII as escapes, for consoles that lack it.
    """
    array = [
        _finding(report, finding, report.language or language)
        for report in reports
        for finding in report.findings
    ]
    return json.dumps(array, indent=2, ensure_ascii=escape)


def _finding(report: FileReport, finding: Located, language: Language) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message.in_language(language),
        "remedy": finding.remedy.in_language(language),
        "filename": report.absolute,
        "location": _position(finding.start),
        "end_location": _position(finding.end),
        "fix": _fix(finding.fix, language) if finding.fix else None,
        "url": rule_url(finding.code),
    }


def _fix(fix: LocatedFix, language: Language) -> dict[str, Any]:
    return {
        "applicability": _applicability(fix),
        "message": fix.title.in_language(language),
        "edits": [
            {
                "content": edit.replacement,
                "location": _position(edit.start),
                "end_location": _position(edit.end),
            }
            for edit in fix.edits
        ],
    }


def _applicability(fix: LocatedFix) -> str:
    """Return ruff's word for who may apply a fix."""
    if not fix.fix_all:
        return "display"
    return "safe" if fix.safe else "unsafe"


def _position(position: Position) -> dict[str, int]:
    return {"row": position.row, "column": position.column}
