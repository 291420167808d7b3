"""`textDocument/codeLens`: how many codes a call can answer, and how many are handled."""

from collections.abc import Iterator

from attrs import frozen
from lsprotocol import types

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Language, Text
from tclsp.server.answered import answered_by
from tclsp.server.place import Place
from tclsp.server.view import View
from tclsp.source.reading import Reading
from tclsp.source.spans import Span

_TITLE = Text(
    en="{action}: {codes} codes in {families} families, {handled} handled here",
    zh="{action}：{families} 类共 {codes} 个错误码，此处已处理 {handled} 类",
)


@frozen
class CallLens:
    """A line over a call."""

    span: Span
    """The name of the action."""
    title: str


def answer_code_lenses(view: View) -> list[types.CodeLens]:
    """Answer `textDocument/codeLens`."""
    if not view.options.code_lenses:
        return []
    found = call_lenses(view.reading, view.catalog, view.action_lists, view.language)
    return [
        types.CodeLens(view.range(lens.span), types.Command(lens.title, ""))
        for lens in found
        if view.shows(lens.span)
    ]


def call_lenses(
    reading: Reading, catalog: Catalog, lists: ActionLists, language: Language
) -> Iterator[CallLens]:
    """Yield a lens for each call of an action of the services that a text imports."""
    services = tuple(dict.fromkeys(service for service, _ in reading.services))
    for span, name in reading.calls:
        service = next((one for one in services if catalog.action(one, name)), None)
        if service is None:
            continue
        place = Place(reading, span.start, catalog, lists, language)
        families, _ = answered_by(place, [(service, name)])
        named = {text.partition(".")[0] for text in place.named}
        title = _TITLE.in_language(language).format(
            action=name,
            codes=sum(map(len, families.values())),
            families=len(families),
            handled=len(named & set(families)),
        )
        yield CallLens(span, title)
