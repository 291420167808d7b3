"""What an editor shows over a code, a family, a call, an attribute of the SDK error, a rule."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import urlencode

from attrs import frozen

from tclsp.catalog.action_lists import ListedAction
from tclsp.catalog.explanation import Explanation
from tclsp.catalog.records import Action, Guidance
from tclsp.catalog.text import Language, Text
from tclsp.report.code_text import (
    KIND_WORDS,
    actions_field,
    code_fields,
    family_kind,
    guidance_fields,
    near_field,
)
from tclsp.report.page import Field
from tclsp.report.rule_pages import rule_url
from tclsp.report.sheet import Link, SheetStyle, sheet
from tclsp.rules.rule import Rule

_MARKUP = re.compile(r"</?(?:br|li|ul|p|b|a)\b", re.IGNORECASE)
_INVISIBLE = re.compile(r"\\?u200[bc]|[\u200b\u200c]")
_EXPLORER = "https://console.cloud.tencent.com/api/explorer"
_SHOWN_CODES = 12
_SHOWN_FAMILIES = 16
_SHOWN_OF_MANY = 6

_CAN_ANSWER = Text(en="can answer", zh="可能返回")
_SERVICE_CAN_ANSWER = Text(
    en="actions of {service} can answer, not each of them all",
    zh="{service} 各接口可能返回（单个接口只返回其中一部分）",
)
_MORE_FAMILIES = Text(en="and {rest} more families", zh="另有 {rest} 个大类")
_HANDLED = Text(en="handled here", zh="此处已处理")
_UNHANDLED = Text(en="not handled here", zh="此处未处理")
_CODES_HERE = Text(en="can be here", zh="此处可能的值")
_OPEN_EXPLORER = Text(en="{action} in the API Explorer", zh="在 API Explorer 中打开 {action}")
_ACTION_OF = Text(en="action of {service}, version {version}", zh="{service} {version} 的接口")
_AND_MORE = Text(en="{shown} and {rest} more", zh="{shown} 等 {all} 个")
_FAMILIES = Text(en="families", zh="大类")
_CODES = Text(en="codes", zh="错误码")
_BEGINS = Text(en="begins {codes}", zh="{codes}以此开头")
_BEGINS_NONE = Text(en="begins no known code", zh="没有已知的错误码以此开头")
_STANDS_IN = Text(en="stands in {codes}", zh="{codes}含有此文本")
_STANDS_IN_NONE = Text(en="stands in no known code", zh="没有已知的错误码含有此文本")
_ATTRIBUTES: Mapping[str, Text] = {
    "code": Text(
        en="The error code: `Family.Subcode`, or a family alone. Compare it, not the message.",
        zh="错误码：`大类.子码`，或只有大类。应比较它，而不是错误信息。",
    ),
    "message": Text(
        en="What the service says about the failure. It may change at any time: do not compare it.",
        zh="服务对失败的说明，随时可能改变，不要用来比较。",
    ),
    "requestId": Text(
        en="What support asks for: log it with every failure. It is None for errors that the SDK "
        "raises itself, for no request was sent or answered.",
        zh="联系售后时需要提供，每次失败都应记录。SDK 自身抛出的错误没有收到应答，其值为 None。",
    ),
}
_GETTERS = {"get_code": "code", "get_message": "message", "get_request_id": "requestId"}
ATTRIBUTES = frozenset(_ATTRIBUTES) | frozenset(_GETTERS)
"""The attributes and methods of the SDK error that there is something to say about."""


@frozen
class CallAnswers:
    """The families of codes that a call can answer, and those that its handlers deal with."""

    families: Mapping[str, Sequence[str]]
    """The codes of each family, in the order to show."""
    handled: Collection[str]
    """Families, as the handlers around the call name them or codes of them."""
    documented: bool
    """Whether they are those of the action, not of its whole service."""


@frozen
class CodePart:
    """A part of codes, and the codes that it finds."""

    text: str
    at_start: bool
    """Whether codes have to begin with it."""
    codes: Sequence[str]
    """In the order to show."""
    services: Sequence[str]
    """The services in play; none where the codes are those of all services."""
    other_case: bool
    """Whether it is written in another case than in the codes."""
    near: Sequence[str] = ()
    """Codes to name where it finds none."""

    @property
    def families(self) -> Mapping[str, Sequence[str]]:
        """The codes of each family, those of most codes first."""
        found: dict[str, list[str]] = {}
        for code in self.codes:
            found.setdefault(code.partition(".")[0], []).append(code)
        return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def code_hover(
    explanation: Explanation,
    services: Collection[str],
    actions: Sequence[ListedAction],
    style: SheetStyle,
) -> str:
    """Return the sheet on a code; `services` are those in play, `actions` those that answer it."""
    language = style.language
    fields = (
        *code_fields(explanation, services, language, in_terminal=False),
        actions_field(actions, language),
        near_field(explanation.near, language),
    )
    kind = KIND_WORDS[explanation.code.kind].in_language(language)
    return sheet(explanation.code.code, kind, fields, style)


def family_hover(
    family: str, guidance: Guidance | None, codes: Sequence[str], style: SheetStyle
) -> str:
    """Return the sheet on a family, perhaps with a dot behind it; `codes` are its codes."""
    language = style.language
    fields = (
        *(guidance_fields(guidance, language) if guidance else ()),
        Field(_CAN_ANSWER.in_language(language), (_listed(codes, language),)),
    )
    return sheet(family, family_kind(language), fields, style)


def part_hover(part: CodePart, guidance: Guidance | None, style: SheetStyle) -> str:
    """Return the sheet on what codes are searched for or begin with: `"NotFound" in e.code`."""
    language = style.language
    one_family = len(part.families) == 1
    families = (f"`{name}` ({len(codes)})" for name, codes in part.families.items())
    shown = _SHOWN_CODES if one_family else _SHOWN_OF_MANY
    named = "" if one_family else _cut(families, shown, language)
    fields = (
        *(guidance_fields(guidance, language) if guidance else ()),
        Field(
            _FAMILIES.in_language(language),
            (named,),
        ),
        Field(_CODES.in_language(language), (_listed(part.codes, language, shown),)),
        near_field(part.near, language),
    )
    return sheet(part.text, _reach(part).in_language(language), fields, style)


def _reach(part: CodePart) -> Text:
    count, services = len(part.codes), ", ".join(part.services)
    if count == 0:
        return _BEGINS_NONE if part.at_start else _STANDS_IN_NONE
    said = _BEGINS if part.at_start else _STANDS_IN
    en = said.en.format(codes="1 code" if count == 1 else f"{count:,} codes")
    zh = said.zh.format(codes=f"{count} 个错误码")
    if services:
        en, zh = f"{en} that {services} can answer", f"{services} 可能返回的 {zh}"
    if part.other_case:
        en, zh = f"{en}, if case is ignored", f"忽略大小写时，{zh}"
    return Text(en, zh)


def action_hover(action: Action, answers: CallAnswers, style: SheetStyle) -> str:
    """Return the sheet on a call of an action."""
    language = style.language
    subtitle = _ACTION_OF.in_language(language).format(
        service=action.service, version=action.version
    )
    fields = (
        Field("", (_readable(action.summary.in_language(language)),)),
        _answers_field(action, answers, language),
        Field(_HANDLED.in_language(language), (", ".join(sorted(answers.handled)),)),
        Field(_UNHANDLED.in_language(language), (_unhandled(answers, language),)),
    )
    link = Link(
        _OPEN_EXPLORER.in_language(language).format(action=action.name), explorer_link(action)
    )
    return sheet(action.name, subtitle, fields, style, [link])


def attribute_hover(name: str, codes: Sequence[str], style: SheetStyle) -> str:
    """Return the sheet on an attribute of the SDK error; `codes` are what `code` can be here."""
    language = style.language
    meaning = _ATTRIBUTES[_GETTERS.get(name, name)]
    shown = codes if _GETTERS.get(name, name) == "code" else ()
    fields = (
        Field("", (meaning.in_language(language),)),
        Field(_CODES_HERE.in_language(language), (_listed(shown, language),)),
    )
    return sheet(name, "TencentCloudSDKException", fields, style)


def rule_hover(rule: Rule, style: SheetStyle) -> str:
    """Return the sheet on a rule in a suppression comment."""
    language = style.language
    fields = (
        Field("", (rule.summary.in_language(language),)),
        Field("", (rule.explanation.in_language(language),)),
    )
    url = rule_url(rule.code)
    return sheet(rule.code, rule.name, fields, style, [Link(rule.code, url)] if url else ())


def explorer_link(action: Action) -> str:
    """Return the address of an action's page in the API Explorer."""
    query = {"Product": action.service, "Version": action.version, "Action": action.name}
    return f"{_EXPLORER}?{urlencode(query)}"


def _readable(summary: str) -> str:
    """Return the summary of an action up to its first markup, which stands in some of the SDK."""
    return _INVISIBLE.sub("", _MARKUP.split(summary, maxsplit=1)[0])


def _answers_field(action: Action, answers: CallAnswers, language: Language) -> Field:
    """Return the codes of an action's list; without one the families of its whole service."""
    if answers.documented:
        return Field(_CAN_ANSWER.in_language(language), tuple(_families(answers, language)))
    label = _SERVICE_CAN_ANSWER.in_language(language).format(service=action.service)
    families = (f"`{name}` ({len(codes)})" for name, codes in answers.families.items())
    return Field(label, (_cut(families, _SHOWN_FAMILIES, language),))


def _families(answers: CallAnswers, language: Language) -> Iterable[str]:
    families = list(answers.families.items())
    for family, codes in families[:_SHOWN_FAMILIES]:
        subcodes = [code for code in codes if code != family]
        yield f"`{family}`: {_listed(subcodes, language)}" if subcodes else f"`{family}`"
    rest = len(families) - _SHOWN_FAMILIES
    if rest > 0:
        yield _MORE_FAMILIES.in_language(language).format(rest=rest)


def _unhandled(answers: CallAnswers, language: Language) -> str:
    left = [family for family in answers.families if family not in answers.handled]
    return _listed(left, language) if answers.handled else ""


def _listed(codes: Sequence[str], language: Language, shown: int = _SHOWN_CODES) -> str:
    return _cut((f"`{code}`" for code in codes), shown, language)


def _cut(items: Iterable[str], count: int, language: Language) -> str:
    """Return the first of many items, and how many there are."""
    all_items = list(items)
    shown = ", ".join(all_items[:count])
    rest = len(all_items) - count
    if rest <= 0:
        return shown
    return _AND_MORE.in_language(language).format(shown=shown, rest=rest, all=len(all_items))
