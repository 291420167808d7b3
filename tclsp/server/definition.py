"""`textDocument/definition`: a code, a constant or an action leads to the workspace's own SDK."""

from collections.abc import Iterator

from lsprotocol import types

from tclsp.catalog.installed_sdk import InstalledSdk, SourceLine
from tclsp.server.named_codes import action_at, code_at
from tclsp.server.place import Place, place_of
from tclsp.server.uris import uri_of
from tclsp.server.view import View
from tclsp.source.spans import Span


def answer_definition(
    view: View, position: types.Position, sdk: InstalledSdk | None
) -> list[types.Location] | list[types.LocationLink]:
    """Answer `textDocument/definition`, with what leads there for a client that shows it."""
    place = place_of(view, position)
    targets = [_location(line) for line in definitions(place, sdk)]
    if not view.client.definition_links:
        return targets
    span = _origin(place)
    origin = None if span is None else view.range(span)
    return [
        types.LocationLink(each.uri, each.range, each.range, origin_selection_range=origin)
        for each in targets
    ]


def _location(line: SourceLine) -> types.Location:
    # Names in SDK files are ASCII, so that columns are the same in all position encodings.
    start = types.Position(line.row - 1, line.column)
    end = types.Position(line.row - 1, line.column + line.length)
    return types.Location(uri_of(str(line.path)), types.Range(start, end))


def _origin(place: Place) -> Span | None:
    """Return what stands at a place: a code, or the name of an action."""
    use = code_at(place)
    if use is not None:
        return use.span
    word = place.reading.cursor(place.offset).word
    return None if word is None else word.span


def definitions(place: Place, sdk: InstalledSdk | None) -> list[SourceLine]:
    """Return where the installed SDK defines what stands at a place; empty without one."""
    if sdk is None:
        return []
    use = code_at(place)
    if use is not None:
        return list(_of_code(use.code, place, sdk))
    action = action_at(place)
    if action is None:
        return []
    service, name = action
    lines = (
        sdk.action(service, version, name)
        for imported, version in place.reading.services
        if imported == service
    )
    return [line for line in lines if line is not None]


def _of_code(code: str, place: Place, sdk: InstalledSdk) -> Iterator[SourceLine]:
    """Yield the lines of the services in play, else those of all services that define a code."""
    versions = [(s, v) for s, v in place.reading.services if s in place.in_play.services]
    found = [line for s, v in versions if (line := sdk.constant(s, v, code)) is not None]
    if found:
        yield from found
        return
    known = place.catalog.code(code)
    for definition in known.services if known else ():
        line = sdk.constant(definition.service, definition.version, code)
        if line is not None:
            yield line
