"""An answer of the API on a page: did the call succeed, what does its code mean, what to quote."""

from collections.abc import Collection, Iterator

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


def success_page(answer: Answer, style: PageStyle) -> Iterator[str]:
    """Yield the lines of a page on an answer that is no failure."""
    fields = [_request_id(answer, style.language)]
    yield from page(_SUCCESS.in_language(style.language), "", fields, style)


def failure_page(
    answer: Answer, explanation: Explanation, services: Collection[str], style: PageStyle
) -> Iterator[str]:
    """Yield the lines of a page on a failure whose code the catalogue has."""
    fields = (
        *_answer_fields(answer, style.language),
        *code_fields(explanation, services, style.language),
        near_field(explanation.near, style.language),
    )
    subtitle = KIND_WORDS[explanation.code.kind].in_language(style.language)
    yield from page(_heading(answer, style.language), subtitle, fields, style)


def unknown_failure_page(
    answer: Answer, family: Guidance | None, near: Collection[str], style: PageStyle
) -> Iterator[str]:
    """Yield the lines of a page on a failure whose code the catalogue lacks.

    `family` is what is known about the code's family, `near` the codes that it is like.
    """
    fields = [
        *_answer_fields(answer, style.language),
        *(guidance_fields(family, style.language) if family else ()),
        near_field(near, style.language),
    ]
    subtitle = _UNKNOWN.in_language(style.language)
    yield from page(_heading(answer, style.language), subtitle, fields, style)


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
