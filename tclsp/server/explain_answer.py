"""`tclsp/explainAnswer`: what an answer of the API says."""

from tclsp.analysis.code_uses import covers, matches
from tclsp.catalog.answer import Answer, NotAnAnswer, read_answer
from tclsp.catalog.explanation import NEAR_LIMIT, explain_code
from tclsp.report.answer_text import (
    AnswerContent,
    failure_content,
    success_content,
    unknown_failure_content,
)
from tclsp.report.sheet import SheetStyle, sheet
from tclsp.server.own_requests import ExplainAnswerParams, ExplainAnswerResult, WrongParams
from tclsp.server.references import uses_in_workspace
from tclsp.server.view import WorkspaceView


def answer_explain_answer(view: WorkspaceView, params: ExplainAnswerParams) -> ExplainAnswerResult:
    """Answer the request; raise WrongParams for a text that is no answer of the API."""
    try:
        answer = read_answer(params.text.encode(errors="replace"), "the text")
    except NotAnAnswer as error:
        raise WrongParams(str(error)) from error
    content = _content(answer, params.service, view)
    code = answer.code
    handled = [
        each.location
        for each in (uses_in_workspace(view) if code else ())
        if code
        and each.use.form != "named"
        and (matches(each.use, code) or covers(each.use.code, code))
    ]
    return ExplainAnswerResult(
        success=answer.success,
        code=code,
        message=answer.message,
        request_id=answer.request_id,
        explanation=sheet(*content, SheetStyle(view.language)),
        handled=handled,
    )


def _content(answer: Answer, service: str | None, view: WorkspaceView) -> AnswerContent:
    if answer.code is None:
        return success_content(answer, view.language)
    services = (view.catalog.package_of(service),) if service else ()
    explanation = explain_code(view.catalog, answer.code, services)
    if explanation is not None:
        return failure_content(answer, explanation, services, view.language)
    near = view.catalog.nearest(answer.code, services, NEAR_LIMIT)
    family = view.catalog.guidance(answer.code)
    return unknown_failure_content(answer, family, near, view.language)
