"""Applies the edits of fixes to the text of a file."""

import ast
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from tclsp.checker.result import Located
from tclsp.rules.finding import Edit
from tclsp.source.text import SourceText

_Item = TypeVar("_Item")


def together(items: Iterable[_Item], edits_of: Callable[[_Item], Sequence[Edit]]) -> list[_Item]:
    """Return those of some items whose edits can be made at once, the earlier ones first.

    The same edit may belong to several: an import that each of them needs.
    """
    chosen: list[_Item] = []
    taken: list[Edit] = []
    for item in items:
        edits = edits_of(item)
        if edits and not any(_conflict(edit, other) for edit in edits for other in taken):
            chosen.append(item)
            taken += edits
    return chosen


def edits_of(finding: Located) -> list[Edit]:
    """Return the edits of a finding's fix."""
    fix = finding.fix
    return [] if fix is None else [Edit(edit.span, edit.replacement) for edit in fix.edits]


def _conflict(one: Edit, other: Edit) -> bool:
    """Tell whether two edits overlap or meet, so that their order would count.

    Twice the same blanks are two levels of indentation.
    """
    if one == other and one.replacement.strip():
        return False
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def distinct(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits without those that several fixes share, in their order."""
    return list(dict.fromkeys(edits))


def applied(utf8: bytes, edits: Sequence[Edit]) -> bytes:
    """Return a text with edits that do not overlap; those at one place in the order given."""
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
