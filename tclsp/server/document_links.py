"""`textDocument/documentLink`: rules lead to their pages, actions to the API Explorer."""

from collections.abc import Iterator

from attrs import frozen
from lsprotocol import types

from tclsp.catalog.store import Catalog
from tclsp.checker.directives import may_hold_directives, read_directives
from tclsp.report.hover_text import explorer_link
from tclsp.report.rule_pages import rule_url
from tclsp.server.view import View
from tclsp.source.reading import Reading
from tclsp.source.spans import Span


@frozen
class PageLink:
    """A part of a text that leads to a page."""

    span: Span
    url: str
    title: str


def answer_document_links(view: View) -> list[types.DocumentLink]:
    """Answer `textDocument/documentLink`."""
    return [
        types.DocumentLink(
            view.range(link.span),
            target=link.url,
            tooltip=link.title if view.client.link_tooltips else None,
        )
        for link in page_links(view.reading, view.catalog)
        if view.shows(link.span)
    ]


def page_links(reading: Reading, catalog: Catalog) -> Iterator[PageLink]:
    """Yield the links of a text."""
    yield from _rules(reading)
    yield from _actions(reading, catalog)


def _rules(reading: Reading) -> Iterator[PageLink]:
    utf8 = reading.source.utf8
    if not may_hold_directives(utf8):
        return
    for comment in reading.literals.comments:
        for directive in read_directives(utf8[comment.start : comment.end], comment.start):
            for listed in directive.rules:
                url = rule_url(listed.code) if listed.code else None
                if url is not None and listed.code is not None:
                    yield PageLink(listed.span, url, listed.code)


def _actions(reading: Reading, catalog: Catalog) -> Iterator[PageLink]:
    versions = dict(reading.services)
    for span, name in reading.calls:
        for service, version in versions.items():
            offered = [one for one in catalog.action(service, name) if one.version == version]
            if offered:
                yield PageLink(span, explorer_link(offered[0]), f"{service} {name}")
                break
