"""Which code or action a place names: what definition, references and highlights ask first."""

from tclsp.analysis.code_uses import CodeUse, code_uses
from tclsp.server.place import Place
from tclsp.source.spans import Span


def code_at(place: Place) -> CodeUse | None:
    """Return the code, family or constant that stands at a place."""
    utf8 = place.reading.source.utf8
    start = utf8.rfind(b"\n", 0, place.offset) + 1
    end = utf8.find(b"\n", place.offset)
    line = Span(start, end if end >= 0 else len(utf8))
    for use in code_uses(place.reading, place.catalog, line):
        if use.span.start <= place.offset <= use.span.end:
            return use
    return None


def action_at(place: Place) -> tuple[str, str] | None:
    """Return the service and the name of the action whose call stands at a place."""
    word = place.reading.cursor(place.offset).word
    if word is None or not word.owner or not word.text[:1].isupper():
        return None
    services = (service for service, _ in place.reading.services)
    return next(
        ((service, word.text) for service in services if place.catalog.action(service, word.text)),
        None,
    )
