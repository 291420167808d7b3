"""Turns the offsets of findings into the rows, columns and lines that a person reads."""

from collections.abc import Mapping

from attrs import frozen

from tclsp.checker.result import Located, LocatedEdit, LocatedFix, LocatedNote
from tclsp.checker.selection import severity_of
from tclsp.rules.finding import Finding, Fix, Severity
from tclsp.rules.registry import rule
from tclsp.source.text import SourceText


@frozen
class Locator:
    """Locates the findings of one file."""

    source: SourceText
    severities: Mapping[str, Severity]

    def locate(self, finding: Finding) -> Located:
        """Return `finding` with its places, its line and its severity."""
        declaration = rule(finding.code)
        if declaration is None:
            raise LookupError(f"a finding of the rule {finding.code}, which is not registered")
        start = self.source.position(finding.span.start)
        return Located(
            finding.code,
            declaration.name,
            severity_of(declaration, self.severities, finding.severity),
            start,
            self.source.position(finding.span.end),
            self.source.line(start.row),
            finding.message,
            finding.remedy,
            tuple(
                LocatedNote(self.source.position(note.span.start), note.message)
                for note in finding.related
            ),
            None if finding.fix is None else self._fix(finding.fix),
        )

    def _fix(self, fix: Fix) -> LocatedFix:
        edits = tuple(
            LocatedEdit(
                self.source.position(edit.span.start),
                self.source.position(edit.span.end),
                edit.replacement,
                edit.span,
            )
            for edit in fix.edits
        )
        return LocatedFix(fix.title, edits, fix.safe, fix.fix_all)
