"""`textDocument/completion`: codes in strings, constants of `errorcodes`, rules in suppressions."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import frozen
from lsprotocol import types

from tclsp.catalog.ranking import Group, Ranking, Wanted, ranked_codes
from tclsp.catalog.text import Language, Text
from tclsp.report.hover_text import rule_hover
from tclsp.report.sheet import SheetStyle
from tclsp.rules.registry import RULES, rule
from tclsp.server.code_sheet import sheet_on
from tclsp.server.place import Place, place_of
from tclsp.server.view import View, WorkspaceView
from tclsp.source.cursor import Word
from tclsp.source.literals import StringLiteral
from tclsp.source.spans import Span

LIMIT = 100
_DIRECTIVE = re.compile(rb"tclsp\s*:\s*ignore(?:-file)?\s*\[(?P<items>[^\]\r\n]*)\Z", re.IGNORECASE)
_ITEM = re.compile(rb"[^\s,\[]*\Z")
_ITEM_END = re.compile(rb"\w*")
_ERROR_CODES = ("errorcodes", "error_codes", "errorcode")

_GROUPS: dict[Group, Text] = {
    "action": Text(en="answered by the call", zh="该接口可能返回"),
    "service": Text(en="code of {service}", zh="{service} 错误码"),
    "common": Text(en="common code", zh="公共错误码"),
    "family": Text(en="family", zh="错误码大类"),
    "other": Text(en="code of other services", zh="其他产品的错误码"),
}
_KINDS = {
    "code": types.CompletionItemKind.EnumMember,
    "family": types.CompletionItemKind.Enum,
    "constant": types.CompletionItemKind.Constant,
    "rule": types.CompletionItemKind.Value,
}
_SHORT: dict[Group, Text] = {
    "common": Text(en="common", zh="公共"),
    "family": Text(en="family", zh="大类"),
    "other": Text(en="others", zh="其他产品"),
}
_SHORT_HANDLED = Text(en="{group}, handled", zh="{group}，已处理")
_HANDLED = Text(en="{group}, handled already", zh="{group}（已处理）")


@frozen
class Candidate:
    """One thing to complete."""

    label: str
    kind: Literal["code", "family", "constant", "rule"]
    detail: str
    """A few words on where it comes from."""
    origin: str
    """The same in a word, for the end of a narrow line that the label fills."""
    code: str
    """The code or rule that its documentation is about."""
    handled: bool = False


@frozen
class Completions:
    """What to offer for a part of a document, the best first."""

    replaced: Span
    """The whole content of the string, or the name around the cursor."""
    typed: Span
    """The part of it before the cursor."""
    candidates: tuple[Candidate, ...]
    is_incomplete: bool


def completions(place: Place) -> Completions | None:
    """Return what to complete at a place; None where nothing of ours is expected."""
    cursor = place.reading.cursor(place.offset)
    if cursor.string is not None:
        return _in_string(place, cursor.string)
    if cursor.comment is not None:
        return _in_comment(place, cursor.comment)
    if cursor.word is not None:
        return _of_constants(place, cursor.word)
    return None


# ---------------------------------------------------------------- LSP


def answer_completion(view: View, position: types.Position) -> types.CompletionList | None:
    """Answer `textDocument/completion`."""
    place = place_of(view, position)
    found = completions(place)
    if found is None:
        return None
    services = list(place.in_play.services)
    ranges = _Ranges(view.range(found.typed), view.range(found.replaced))
    items = [
        _item(candidate, index, ranges, view, services)
        for index, candidate in enumerate(found.candidates)
    ]
    return types.CompletionList(is_incomplete=found.is_incomplete, items=items)


@frozen
class _Ranges:
    """What the items of a list replace, in clients that tell the two apart or not."""

    typed: types.Range
    whole: types.Range


def _item(
    candidate: Candidate, index: int, ranges: _Ranges, view: View, services: list[str]
) -> types.CompletionItem:
    details = types.CompletionItemLabelDetails(description=candidate.origin)
    item = types.CompletionItem(
        label=candidate.label,
        kind=_KINDS[candidate.kind],
        label_details=details if view.client.label_details else None,
        detail=candidate.detail,
        sort_text=f"{index:04}",
        filter_text=candidate.label,
        insert_text_format=types.InsertTextFormat.PlainText,
        text_edit=types.InsertReplaceEdit(candidate.label, ranges.typed, ranges.whole)
        if view.client.insert_replace
        else types.TextEdit(ranges.whole, candidate.label),
        data={"about": candidate.kind, "code": candidate.code, "services": services},
    )
    if not view.client.resolves_documentation:
        item.documentation = _documentation(item, view)
    return item


def resolve_completion(item: types.CompletionItem, view: WorkspaceView) -> types.CompletionItem:
    """Answer `completionItem/resolve`: add the documentation."""
    item.documentation = _documentation(item, view)
    return item


def _documentation(
    item: types.CompletionItem, view: WorkspaceView
) -> types.MarkupContent | str | None:
    data = item.data
    if not isinstance(data, dict) or not isinstance(data.get("code"), str):
        return None
    form: Literal["markdown", "plain"] = "markdown" if view.client.completion_markdown else "plain"
    style = SheetStyle(view.language, form)
    about = rule(data["code"]) if data.get("about") == "rule" else None
    if about is not None:
        text: str | None = rule_hover(about, style)
    else:
        services = tuple(map(str, data.get("services") or ()))
        text = sheet_on(data["code"], services, view.catalog, view.action_lists, style)
    if text is None or not view.client.completion_markup:
        return text
    kind = types.MarkupKind.Markdown if form == "markdown" else types.MarkupKind.PlainText
    return types.MarkupContent(kind, text)


# ---------------------------------------------------------------- codes


def _in_string(place: Place, string: StringLiteral) -> Completions | None:
    form = place.reading.expected_code(string)
    if form is None or place.reading.has_fields(string):
        return None
    typed = Span(string.content.start, place.offset)
    wanted = Wanted(
        typed=place.reading.source.utf8[typed.start : typed.end].decode(errors="replace"),
        services=place.in_play.services,
        actions=place.in_play.actions,
        handled=place.named,
        prefix=form in ("startswith", "substring", "family"),
    )
    ranking = ranked_codes(place.catalog, place.lists, wanted, LIMIT)
    if form == "family":
        ranking = Ranking(tuple(each for each in ranking.codes if "." not in each.code), cut=True)
    candidates = tuple(_candidates(ranking, place))
    replaced = Span(string.content.start, _content_end(place, string))
    return Completions(replaced, typed, candidates, ranking.cut)


def _content_end(place: Place, string: StringLiteral) -> int:
    """Return where the content ends; of an unfinished string only its word is replaced."""
    if string.closed:
        return string.content.end
    rest = re.compile(rb"[\w.]*").match(place.reading.source.utf8, place.offset)
    return rest.end() if rest else place.offset


def _candidates(ranking: Ranking, place: Place) -> Iterator[Candidate]:
    for ranked in ranking.codes:
        kind: Literal["code", "family"] = "family" if ranked.group == "family" else "code"
        services = ", ".join(_services(ranked.code, place))
        group = _GROUPS[ranked.group].in_language(place.language).format(service=services)
        short = _SHORT.get(ranked.group)
        origin = services if short is None else short.in_language(place.language)
        if ranked.handled:
            group = _HANDLED.in_language(place.language).format(group=group)
            origin = _SHORT_HANDLED.in_language(place.language).format(group=origin)
        yield Candidate(ranked.code, kind, group, origin, ranked.code, ranked.handled)


def _services(code: str, place: Place) -> list[str]:
    """Return the services in play that define a code."""
    services = place.in_play.services
    return [each for each in services if code in place.catalog.defined_by(each)]


# ---------------------------------------------------------------- constants


def _of_constants(place: Place, word: Word) -> Completions | None:
    if word.owner.rpartition(".")[2] not in _ERROR_CODES:
        return None
    typed = Span(word.span.start, place.offset)
    sought = place.reading.source.utf8[typed.start : typed.end].decode(errors="replace").upper()
    found = sorted(
        {
            (not constant.startswith(sought), constant, code, service)
            for service, version in place.reading.services
            for constant, code in place.catalog.constants(service, version).items()
            if sought in constant
        }
    )
    candidates = tuple(
        Candidate(constant, "constant", f"{code} ({service})", service, code)
        for _, constant, code, service in found[:LIMIT]
    )
    return Completions(word.span, typed, candidates, len(found) > LIMIT)


# ---------------------------------------------------------------- rules


def _in_comment(place: Place, comment: Span) -> Completions | None:
    utf8 = place.reading.source.utf8
    found = _DIRECTIVE.search(utf8, comment.start, place.offset)
    if found is None:
        return None
    item = _ITEM.search(found["items"])
    start = place.offset - (len(item[0]) if item else 0)
    end = _ITEM_END.match(utf8, place.offset)
    typed = Span(start, place.offset)
    sought = utf8[start : place.offset].decode(errors="replace").upper()
    named = set(re.findall(r"\w+", found["items"][: start - place.offset or None].decode().upper()))
    candidates = tuple(_rules(sought, named - {sought}, place.language))
    return Completions(Span(start, end.end() if end else start), typed, candidates, False)


def _rules(sought: str, named: Iterable[str], language: Language) -> Iterator[Candidate]:
    for one in RULES:
        if one.code.startswith(sought) and one.code not in named:
            detail = f"{one.name}: {one.summary.in_language(language)}"
            yield Candidate(one.code, "rule", detail, one.name, one.code)
