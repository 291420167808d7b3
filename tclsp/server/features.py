"""All requests that the server answers about code, one line a feature."""

from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from tclsp.server import commands, diagnostic_requests, state, workspace_diagnostics
from tclsp.server.app import Server
from tclsp.server.code_actions import KINDS, answer_code_actions
from tclsp.server.code_lenses import answer_code_lenses
from tclsp.server.completion import answer_completion, resolve_completion
from tclsp.server.definition import answer_definition
from tclsp.server.document_links import answer_document_links
from tclsp.server.explain_answer import answer_explain_answer
from tclsp.server.handled import answer_codes, answer_handled
from tclsp.server.highlights import answer_highlight
from tclsp.server.hover import answer_hover
from tclsp.server.inlay_hints import answer_inlay_hints
from tclsp.server.own_json import as_json
from tclsp.server.own_requests import (
    CODES,
    EXPLAIN_ANSWER,
    HANDLED,
    CodesParams,
    ExplainAnswerParams,
    HandledParams,
    WrongParams,
    optional_text_of,
    text_of,
)
from tclsp.server.references import answer_references, answer_workspace_symbols
from tclsp.server.sdk import installed_sdk
from tclsp.server.view import View, WorkspaceView

_QUOTES_AND_DOTS = ['"', "'", ".", "[", ","]


def register(server: Server) -> None:
    """Register every feature."""
    diagnostic_requests.register(server)
    workspace_diagnostics.register(server)
    _register_on_documents(server)
    _register_on_workspace(server)
    state.register(server)
    commands.register(server)


def _register_on_documents(server: Server) -> None:
    server.answer(types.TEXT_DOCUMENT_HOVER, _at_position(answer_hover))
    server.answer(
        types.TEXT_DOCUMENT_COMPLETION,
        _at_position(answer_completion),
        types.CompletionOptions(trigger_characters=_QUOTES_AND_DOTS, resolve_provider=True),
    )
    server.answer_without_files(
        types.COMPLETION_ITEM_RESOLVE, lambda view, item: resolve_completion(item, view)
    )
    server.answer(
        types.TEXT_DOCUMENT_DEFINITION,
        lambda view, params: answer_definition(view, params.position, installed_sdk(view)),
    )
    server.answer(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, _at_position(answer_highlight))
    server.answer(
        types.TEXT_DOCUMENT_INLAY_HINT, lambda view, params: answer_inlay_hints(view, params.range)
    )
    server.answer(types.TEXT_DOCUMENT_CODE_LENS, lambda view, _: answer_code_lenses(view))
    server.answer(types.TEXT_DOCUMENT_DOCUMENT_LINK, lambda view, _: answer_document_links(view))
    server.answer_checked(
        types.TEXT_DOCUMENT_CODE_ACTION,
        answer_code_actions,
        types.CodeActionOptions(code_action_kinds=KINDS),
    )


def _register_on_workspace(server: Server) -> None:
    server.answer_on_workspace(types.TEXT_DOCUMENT_REFERENCES, _at_position(answer_references))
    server.answer_for_workspace(
        types.WORKSPACE_SYMBOL, lambda view, params: answer_workspace_symbols(view, params.query)
    )
    server.answer_for_workspace(EXPLAIN_ANSWER, _own(answer_explain_answer, _explain_params))
    server.answer_for_workspace(CODES, _own(answer_codes, _codes_params))
    server.answer_for_workspace(HANDLED, _own(answer_handled, _handled_params))


def _at_position(function: Callable[[View, types.Position], Any]) -> Callable[[View, Any], Any]:
    return lambda view, params: function(view, params.position)


# ---------------------------------------------------------------- requests of our own


def _own(
    function: Callable[[WorkspaceView, Any], Any], read: Callable[[Any], Any]
) -> Callable[[WorkspaceView, Any], Any]:
    """Return a function that reads its parameters, and says what is wrong with them."""

    def answer(view: WorkspaceView, params: Any) -> Any:
        try:
            return as_json(function(view, read(params)))
        except WrongParams as error:
            raise JsonRpcInvalidParams(str(error)) from error

    return answer


def _explain_params(params: Any) -> ExplainAnswerParams:
    return ExplainAnswerParams(text_of(params, "text"), optional_text_of(params, "service"))


def _codes_params(params: Any) -> CodesParams:
    names = ("service", "family", "query")
    return CodesParams(*(optional_text_of(params, name) for name in names))


def _handled_params(params: Any) -> HandledParams:
    return HandledParams(text_of(params, "code"), optional_text_of(params, "service"))
