"""Writes the code that is nearest to one that does not exist; a person has to choose it."""

from tclsp.catalog.text import Text
from tclsp.rules.finding import Edit, Fix
from tclsp.source.spans import Span


def nearest_code(span: Span, value: str, code: str) -> Fix | None:
    """Return the fix that writes `code` for `value` in the literal at a span, quotes kept.

    `None` where the literal is longer than the code and its quotes, for it is joined or escaped.
    """
    length = len(value.encode())
    if span.end - span.start != length + 2:
        return None
    inside = Span(span.start + 1, span.end - 1)
    return Fix(
        title=Text(f"Replace with `{code}`", f"替换为 `{code}`"),
        edits=(Edit(inside, code),),
        safe=False,
        fix_all=False,
    )
