"""An answer of the API on a page: did the call succeed, what does its code mean, what to quote."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from tclsp.catalog.answer import Answer
from tclsp.catalog.explanation import Explanation
from tclsp.catalog.records import Guidance
from tclsp.catalog.text import Language, Text
from tclsp.report.code_text import KIND_WORDS, code_fields, guidance_fields, near_field
from tclsp.report.page import Field, PageStyle, page

_SUCCESS = Text(en="The call succeeded.", zh="调用成功。")
_FAILURE = Text(en="The call failed: {code}", zh="调用失败：{code}")
_UNKNOWN = Text(
    en="The catalogue does not know this code; it may be newer.",
    zh="错误码目录中没有这个错误码，它可能比目录新。",
)
_NO_REQUEST_ID = Text(
    en="none: the answer is incomplete, or no request was sent",
    zh="无：应答不完整，或请求未发出",
)
_TO_QUOTE = Text(en="{id} (quote it to support)", zh="{id}（联系售后时请提供）")


class AnswerContent(NamedTuple):
    """What there is to say about an answer."""

    heading: str
    subtitle: str
    fields: tuple[Field, ...]


def success_page(answer: Answer, style: PageStyle) -> Iterator[str]:
    """Yield the lines of a page on an answer that is no failure."""
    yield from page(*success_content(answer, style.language), style)


def failure_page(
    answer: Answer, explanation: Explanation, services: Collection[str], style: PageStyle
) -> Iterator[str]:
    """Yield the lines of a page on a failure whose code the catalogue has."""
    yield from page(*failure_content(answer, explanation, services, style.language), style)


def unknown_failure_page(
    answer: Answer, family: Guidance | None, near: Collection[str], style: PageStyle
) -> Iterator[str]:
    """Yield the lines of a page on a failure whose code the catalogue lacks."""
    yield from page(*unknown_failure_content(answer, family, near, style.language), style)


def success_content(answer: Answer, language: Language) -> AnswerContent:
    """Return what to say about an answer that is no failure."""
    return AnswerContent(_SUCCESS.in_language(language), "", (_request_id(answer, language),))


def failure_content(
    answer: Answer,
    explanation: Explanation,
    services: Collection[str],
    language: Language,
    *,
    in_terminal: bool = True,
) -> AnswerContent:
    """Return what to say about a failure whose code the catalogue has."""
    fields = (
        *_answer_fields(answer, language),
        *code_fields(explanation, services, language, in_terminal=in_terminal),
        near_field(explanation.near, language),
    )
    subtitle = KIND_WORDS[explanation.code.kind].in_language(language)
    return AnswerContent(_heading(answer, language), subtitle, fields)


def unknown_failure_content(
    answer: Answer, family: Guidance | None, near: Collection[str], language: Language
) -> AnswerContent:
    """Return what to say about a failure whose code the catalogue lacks.

    `family` is what is known about the code's family, `near` the codes that it is like.
    """
    fields = (
        *_answer_fields(answer, language),
        *(guidance_fields(family, language) if family else ()),
        near_field(near, language),
    )
    return AnswerContent(_heading(answer, language), _UNKNOWN.in_language(language), fields)


def _heading(answer: Answer, language: Language) -> str:
    return _FAILURE.in_language(language).format(code=answer.code)


def _answer_fields(answer: Answer, language: Language) -> tuple[Field, Field]:
    label = Text(en="message", zh="错误信息").in_language(language)
    return Field(label, (answer.message or "",)), _request_id(answer, language)


def _request_id(answer: Answer, language: Language) -> Field:
    if answer.request_id is None:
        return Field("RequestId", (_NO_REQUEST_ID.in_language(language),))
    if answer.success:
        return Field("RequestId", (answer.request_id,))
    return Field("RequestId", (_TO_QUOTE.in_language(language).format(id=answer.request_id),))
