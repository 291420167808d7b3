"""`textDocument/inlayHint`: the short meaning of a code behind it; off unless asked for."""

from collections.abc import Iterator

from attrs import frozen
from lsprotocol import types

from tclsp.analysis.code_uses import code_uses
from tclsp.catalog.explanation import described
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Language
from tclsp.server.view import View
from tclsp.source.reading import Reading
from tclsp.source.spans import Span

_LONGEST = 48
_SENTENCE_ENDS = (". ", "。", "; ", "；")


@frozen
class CodeHint:
    """A text behind a code."""

    offset: int
    """The byte offset at which it is shown: behind the string or the constant."""
    text: str
    """Cut to a few words."""
    whole: str


def answer_inlay_hints(view: View, visible: types.Range) -> list[types.InlayHint]:
    """Answer `textDocument/inlayHint`."""
    if not view.options.inlay_hints:
        return []
    hints = code_hints(view.reading, view.span(visible), view.catalog, view.language)
    return [
        types.InlayHint(
            position=view.range(Span(hint.offset, hint.offset)).start,
            label=hint.text,
            tooltip=hint.whole if hint.whole != hint.text else None,
            padding_left=True,
        )
        for hint in hints
    ]


def code_hints(
    reading: Reading, visible: Span, catalog: Catalog, language: Language
) -> Iterator[CodeHint]:
    """Yield the hints for the codes of a part of a text."""
    services = tuple(service for service, _ in reading.services)
    for use in code_uses(reading, catalog, visible):
        code = catalog.code(use.code)
        if code is None:
            continue
        meaning = described(catalog, code, services).description.in_language(language)
        if meaning:
            string = reading.literals.string_at(use.span.start)
            end = use.span.end if string is None else string.span.end
            yield CodeHint(end, shortened(meaning), meaning)


def shortened(text: str) -> str:
    """Return the first sentence of a text, cut to a few words."""
    line = " ".join(text.split())
    ends = [place for end in _SENTENCE_ENDS if (place := line.find(end)) > 0]
    first = line[: min(ends)] if ends else line.rstrip(".")
    return first if len(first) <= _LONGEST else first[: _LONGEST - 1].rstrip() + "…"
