"""The comment that silences a finding: where it goes and what it says."""

from tclsp.checker.suppressions import find_suppressions
from tclsp.rules.finding import Edit, Finding
from tclsp.rules.registry import rule
from tclsp.source.outline import outline
from tclsp.source.reading import reading_of
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

_UNUSED = "TCL001"


def silencing_edit(source: SourceText, finding: Finding) -> Edit | None:
    """Return the edit that silences a finding where it stands; None where no comment can.

    A comment of ours on its statement gets the rule added, else one is put at the end of its line.
    """
    if rule(finding.code) is None or finding.code == _UNUSED:
        return None
    row = source.row_of(finding.span.start)
    outlined = outline(source)
    for suppression in find_suppressions(source, outlined):
        items = suppression.directive.items
        usable = suppression.directive.fault is None and not suppression.directive.whole_file
        if usable and items is not None and suppression.covers(row):
            return Edit(Span(items.end, items.end), f", {finding.code}")
    end = source.line_end(row)
    if source.line(row).endswith("\\") or _is_inside_text(source, end):
        return None
    return Edit(Span(end, end), f"  # tclsp: ignore[{finding.code}]")


def _is_inside_text(source: SourceText, offset: int) -> bool:
    """Whether what is put at a line's end would become a part of a string over several lines."""
    return reading_of(source).literals.string_at(offset) is not None
