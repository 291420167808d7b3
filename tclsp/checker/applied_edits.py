"""Applies the edits of fixes to the text of a file."""

import ast
import warnings
from collections.abc import Iterable, Sequence

from tclsp.checker.result import Located
from tclsp.rules.finding import Edit
from tclsp.source.text import SourceText


def together(findings: Iterable[Located]) -> list[Located]:
    """Return those of the findings whose fixes can be applied at once, the earlier ones first."""
    chosen: list[Located] = []
    taken: list[Edit] = []
    for finding in findings:
        edits = edits_of(finding)
        if edits and not any(_touch(edit, other) for edit in edits for other in taken):
            chosen.append(finding)
            taken += edits
    return chosen


def edits_of(finding: Located) -> list[Edit]:
    """Return the edits of a finding's fix."""
    fix = finding.fix
    return [] if fix is None else [Edit(edit.span, edit.replacement) for edit in fix.edits]


def _touch(one: Edit, other: Edit) -> bool:
    """Tell whether two edits overlap or meet, so that their order would count."""
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def applied(utf8: bytes, edits: Sequence[Edit]) -> bytes:
    """Return a text with edits that do not overlap."""
    parts: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda each: each.span):
        parts += utf8[done : edit.span.start], edit.replacement.encode()
        done = edit.span.end
    return b"".join([*parts, utf8[done:]])


def parses(source: SourceText) -> bool:
    """Tell whether the running Python can parse a text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(source.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True
