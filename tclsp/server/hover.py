"""`textDocument/hover`: what a code, a constant, a call, an attribute or a rule means."""

from collections.abc import Collection
from typing import Literal

from attrs import frozen
from lsprotocol import types

from tclsp.checker.directives import read_directives
from tclsp.report.hover_text import (
    ATTRIBUTES,
    CallAnswers,
    action_hover,
    attribute_hover,
    rule_hover,
)
from tclsp.report.sheet import SheetStyle
from tclsp.rules.registry import rule
from tclsp.server.answered import answered_by, possible_codes
from tclsp.server.code_sheet import sheet_on, sheet_on_part
from tclsp.server.place import Place, place_of
from tclsp.server.view import View
from tclsp.source.cursor import Word
from tclsp.source.literals import StringLiteral
from tclsp.source.spans import Span

_ERROR_NAMES = ("e", "err", "error", "exc", "ex", "exception", "last", "last_error")


@frozen
class HoverText:
    """A text over a part of a document."""

    span: Span
    text: str


def answer_hover(view: View, position: types.Position) -> types.Hover | None:
    """Answer `textDocument/hover`."""
    form: Literal["markdown", "plain"] = "markdown" if view.client.hover_markdown else "plain"
    found = hover(place_of(view, position), SheetStyle(view.language, form))
    if found is None:
        return None
    kind = types.MarkupKind.Markdown if form == "markdown" else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, found.text), view.range(found.span))


def hover(place: Place, style: SheetStyle) -> HoverText | None:
    """Return what to show over a place; None where there is nothing to say."""
    cursor = place.reading.cursor(place.offset)
    if cursor.string is not None:
        return _over_string(place, cursor.string, style)
    if cursor.comment is not None:
        return _over_comment(place, cursor.comment, style)
    if cursor.word is not None and cursor.word.text:
        return _over_word(place, cursor.word, style)
    return None


# ---------------------------------------------------------------- strings


def _over_string(place: Place, string: StringLiteral, style: SheetStyle) -> HoverText | None:
    text = place.reading.content(string)
    form = place.reading.expected_code(string)
    if not text or not string.is_plain or (form is None and "." not in text):
        return None
    is_whole = "." in text and place.catalog.exists(text)
    if form not in ("startswith", "substring") or is_whole:
        found = _sheet(place, text, style)
    else:
        found = sheet_on_part(
            text, place.in_play.services, place.catalog, style, at_start=form == "startswith"
        )
    return HoverText(string.content, found) if found else None


def _sheet(place: Place, code: str, style: SheetStyle) -> str | None:
    return sheet_on(code, place.in_play.services, place.catalog, place.lists, style)


# ---------------------------------------------------------------- names


def _over_word(place: Place, word: Word, style: SheetStyle) -> HoverText | None:
    text = (
        _constant(place, word, style)
        or _action(place, word, style)
        or _attribute(place, word, style)
    )
    return HoverText(word.span, text) if text else None


def _constant(place: Place, word: Word, style: SheetStyle) -> str | None:
    if not word.text.isupper():
        return None
    for service, version in place.reading.services:
        code = place.catalog.code_of_constant(service, version, word.text)
        if code is not None:
            return _sheet(place, code, style)
    return None


def _action(place: Place, word: Word, style: SheetStyle) -> str | None:
    if not word.owner or not word.text[:1].isupper():
        return None
    imported = dict(place.reading.services)
    for service in imported:
        found = place.catalog.action(service, word.text)
        if found:
            versioned = [one for one in found if one.version == imported[service]]
            action = (versioned or list(found))[-1]
            families, documented = answered_by(place, [(service, word.text)])
            answers = CallAnswers(families, _handled(place, families), documented)
            return action_hover(action, answers, style)
    return None


def _handled(place: Place, families: Collection[str]) -> set[str]:
    """Return the families that the handlers around a call deal with."""
    named = {text.partition(".")[0] for text in place.named}
    return named & set(families)


def _attribute(place: Place, word: Word, style: SheetStyle) -> str | None:
    if word.text not in ATTRIBUTES or not word.owner:
        return None
    if word.text not in ("requestId", "get_request_id", "get_code", "get_message") and (
        word.owner.rpartition(".")[2] not in _ERROR_NAMES
    ):
        return None
    return attribute_hover(word.text, possible_codes(place), style)


# ---------------------------------------------------------------- comments


def _over_comment(place: Place, comment: Span, style: SheetStyle) -> HoverText | None:
    utf8 = place.reading.source.utf8
    for directive in read_directives(utf8[comment.start : comment.end], comment.start):
        for listed in directive.rules:
            found = rule(listed.code) if listed.code else None
            if found is not None and listed.span.start <= place.offset <= listed.span.end:
                return HoverText(listed.span, rule_hover(found, style))
    return None
