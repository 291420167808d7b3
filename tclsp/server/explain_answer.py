"""`tclsp/explainAnswer`: what an answer of the API says."""

from collections.abc import Sequence

from lsprotocol import types

from tclsp.catalog.answer import Answer, NotAnAnswer, read_answer
from tclsp.catalog.explanation import NEAR_LIMIT, explain_code
from tclsp.report.answer_text import (
    AnswerContent,
    failure_content,
    success_content,
    unknown_failure_content,
)
from tclsp.report.sheet import SheetStyle, sheet
from tclsp.server.code_sheet import sheet_on
from tclsp.server.own_requests import ExplainAnswerParams, ExplainAnswerResult, WrongParams
from tclsp.server.references import deals_with, uses_in_workspace
from tclsp.server.view import WorkspaceView


def answer_explain_answer(view: WorkspaceView, params: ExplainAnswerParams) -> ExplainAnswerResult:
    """Answer the request; raise WrongParams for a text that is no answer of the API."""
    try:
        answer = read_answer(params.text.encode(errors="replace"), "the text")
    except NotAnAnswer as error:
        raise WrongParams(str(error)) from error
    services = (view.catalog.package_of(params.service),) if params.service else ()
    return ExplainAnswerResult(
        success=answer.success,
        code=answer.code,
        message=answer.message,
        request_id=answer.request_id,
        explanation=_explanation(answer, services, view),
        handled=[] if answer.code is None else _handled(answer.code, view),
    )


def _handled(code: str, view: WorkspaceView) -> list[types.Location]:
    return [each.location for each in uses_in_workspace(view) if deals_with(each.use, code)]


def _explanation(answer: Answer, services: Sequence[str], view: WorkspaceView) -> str:
    style = SheetStyle(view.language)
    if answer.code is not None and not answer.message and answer.request_id is None:
        # Nobody sent a request: somebody asks what the code means.
        alone = sheet_on(answer.code, services, view.catalog, view.action_lists, style)
        if alone is not None:
            return alone
    return sheet(*_content(answer, services, view), style)


def _content(answer: Answer, services: Sequence[str], view: WorkspaceView) -> AnswerContent:
    if answer.code is None:
        return success_content(answer, view.language)
    explanation = explain_code(view.catalog, answer.code, services)
    if explanation is not None:
        return failure_content(answer, explanation, services, view.language, in_terminal=False)
    near = view.catalog.nearest(answer.code, services, NEAR_LIMIT)
    family = view.catalog.guidance(answer.code)
    return unknown_failure_content(answer, family, near, view.language)
