"""Writes the SDK's constant in place of a code, and imports its module."""

from tree_sitter import Node

from tclsp.catalog.text import Text
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.fixes.context import FixContext, replaced
from tclsp.rules.fixes.module_imports import imported_as, is_used, with_name_of_sdk
from tclsp.source.spans import Span

_MODULE = "errorcodes"
_SDK = "tencentcloud"


def sdk_constant(finding: Finding, module: str, constant: str, context: FixContext) -> Fix | None:
    """Return the fix that writes `constant` of `module.errorcodes` for the literal of a finding.

    `module` is that of a service's version: `tencentcloud.cvm.v20170312`.
    """
    literal = context.node(finding.span, "string", "concatenated_string")
    if literal is None:
        return None
    name, edits = _errorcodes(module, context)
    if name is None or any(edit.span.start > literal.start_byte for edit in edits):
        return None
    written = f"{name}.{constant}"
    return Fix(
        title=Text(f"Write `{written}`", f"改为 `{written}`"),
        edits=(*edits, replaced(literal, _apart(literal, written, context))),
        safe=True,
    )


def _errorcodes(module: str, context: FixContext) -> tuple[str | None, tuple[Edit, ...]]:
    """Return the name of the module of constants in a file, and the import that it needs."""
    found = imported_as(module, _MODULE, context)
    if found is not None:
        return found, ()
    service = module.removeprefix(f"{_SDK}.").partition(".")[0]
    free = (name for name in (_MODULE, f"{service}_{_MODULE}") if not is_used(name, context))
    name = next(free, None)
    if name is None:
        return None, ()
    edit = with_name_of_sdk(module, _MODULE, name, context)
    return (None, ()) if edit is None else (name, (edit,))


def _apart(literal: Node, written: str, context: FixContext) -> str:
    """Part a name from the words beside it, which quotes need no blank for: `case"X"`."""
    utf8 = context.source.utf8
    span = Span(literal.start_byte, literal.end_byte)
    before, after = utf8[span.start - 1 : span.start], utf8[span.end : span.end + 1]
    return f"{' ' if before.isalnum() else ''}{written}{' ' if after.isalnum() else ''}"
