"""Where a text names error codes: literals and constants of the SDK, in tests or anywhere else."""

import re
from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from tclsp.catalog.store import Catalog
from tclsp.source.reading import Reading
from tclsp.source.spans import Span

_CODE = re.compile(r"[A-Z]\w*(?:\.\w+)*\.?")
_CONSTANT = re.compile(rb"\b(?:errorcodes|error_codes)\s*\.\s*([A-Z][A-Z0-9_]+)\b")


@frozen
class CodeUse:
    """A code, family or prefix where a text names it."""

    code: str
    span: Span
    """The content of the string, or the constant's name."""
    form: Literal["tested", "named", "constant"]
    """Compared with an error's code, standing elsewhere, or a constant of the SDK."""


def code_uses(
    reading: Reading, catalog: Catalog, within: Span | None = None
) -> tuple[CodeUse, ...]:
    """Return the uses of codes in a text, or in a part of it, in order."""
    part = within or Span(0, len(reading.source.utf8))
    found = (*_literals(reading, catalog, part), *_constants(reading, catalog, part))
    return tuple(sorted(found, key=_start))


def _literals(reading: Reading, catalog: Catalog, part: Span) -> Iterator[CodeUse]:
    for string in reading.literals.strings_between(part.start, part.end):
        if not string.is_plain:
            continue
        text = reading.content(string)
        if not _CODE.fullmatch(text) or not _is_known(text, catalog):
            continue
        if reading.expected_code(string) is not None:
            yield CodeUse(text, string.content, "tested")
        elif "." in text and len(string.quote) == 1:
            yield CodeUse(text, string.content, "named")


def _constants(reading: Reading, catalog: Catalog, part: Span) -> Iterator[CodeUse]:
    for found in _CONSTANT.finditer(reading.source.utf8, part.start, part.end):
        if reading.literals.string_at(found.start(1)) is not None:
            continue
        for service, version in reading.services:
            code = catalog.code_of_constant(service, version, found[1].decode())
            if code is not None:
                yield CodeUse(code, Span(*found.span(1)), "constant")
                break


def _is_known(text: str, catalog: Catalog) -> bool:
    return catalog.is_family(text.partition(".")[0])


def matches(use: CodeUse, sought: str) -> bool:
    """Tell whether a use is one of a code, or of a code of a family: `AuthFailure`."""
    code = use.code.rstrip(".")
    return code == sought or ("." not in sought and code.startswith(f"{sought}."))


def covers(named: str, code: str) -> bool:
    """Tell whether a test that names `named` deals with a code: the same, or its family."""
    bare = named.rstrip(".")
    return bare == code or ("." not in bare and code.startswith(f"{bare}."))


def _start(use: CodeUse) -> int:
    return use.span.start
