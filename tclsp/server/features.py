"""All requests that the server answers about code, one function a feature.

A module of a feature is imported when it is first needed, or by `load` while nobody waits.
"""

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog
from tclsp.server import (
    code_action_requests,
    diagnostic_requests,
    state,
    workspace_diagnostics,
)
from tclsp.server.answering import (
    answer,
    answer_for_workspace,
    answer_on_workspace,
    answer_without_files,
)
from tclsp.server.app import Server
from tclsp.server.capabilities import CODES, EXPLAIN_ANSWER, HANDLED
from tclsp.server.own_requests import WrongParams
from tclsp.server.place import Place
from tclsp.server.view import View, WorkspaceView
from tclsp.source.reading import Reading
from tclsp.source.text import SourceText

_SAMPLE = """\
from tencentcloud.cvm.v20170312 import cvm_client
e.code == "AuthFailure.SignatureExpire"
"""


def register(server: Server) -> None:
    """Register every feature."""
    diagnostic_requests.register(server)
    workspace_diagnostics.register(server)
    code_action_requests.register(server)
    state.register(server)
    answer(server, types.TEXT_DOCUMENT_HOVER, _hover, typing=True)
    answer(server, types.TEXT_DOCUMENT_COMPLETION, _completion, typing=True)
    answer_without_files(server, types.COMPLETION_ITEM_RESOLVE, _resolved_completion)
    answer(server, types.TEXT_DOCUMENT_DEFINITION, _definition)
    answer(server, types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, _highlight)
    answer(server, types.TEXT_DOCUMENT_INLAY_HINT, _inlay_hints)
    answer(server, types.TEXT_DOCUMENT_CODE_LENS, _code_lenses)
    answer(server, types.TEXT_DOCUMENT_DOCUMENT_LINK, _document_links)
    answer_on_workspace(server, types.TEXT_DOCUMENT_REFERENCES, _references)
    answer_for_workspace(server, types.WORKSPACE_SYMBOL, _workspace_symbols)
    answer_for_workspace(server, EXPLAIN_ANSWER, _explain_answer)
    answer_for_workspace(server, CODES, _codes)
    answer_for_workspace(server, HANDLED, _handled)


def load(catalog: Catalog) -> None:
    """Load what the first requests would have to wait for, and try it."""
    from tclsp.server import diagnostics, hover, running  # noqa: F401
    from tclsp.server.completion import completions

    # The first look-ups in the catalogue read its tables.
    reading = Reading(SourceText.of(_SAMPLE))
    completions(Place(reading, len(_SAMPLE) - 3, catalog, ActionLists.none(), language="en"))
    running.keep_what_is_there()


# ---------------------------------------------------------------- documents


def _hover(view: View, params: types.HoverParams) -> Any:
    from tclsp.server.hover import answer_hover

    return answer_hover(view, params.position)


def _completion(view: View, params: types.CompletionParams) -> Any:
    from tclsp.server.completion import answer_completion

    return answer_completion(view, params.position)


def _resolved_completion(view: WorkspaceView, item: types.CompletionItem) -> Any:
    from tclsp.server.completion import resolve_completion

    return resolve_completion(item, view)


def _definition(view: View, params: types.DefinitionParams) -> Any:
    from tclsp.server.definition import answer_definition
    from tclsp.server.sdk import installed_sdk

    return answer_definition(view, params.position, installed_sdk(view))


def _highlight(view: View, params: types.DocumentHighlightParams) -> Any:
    from tclsp.server.highlights import answer_highlight

    return answer_highlight(view, params.position)


def _inlay_hints(view: View, params: types.InlayHintParams) -> Any:
    from tclsp.server.inlay_hints import answer_inlay_hints

    return answer_inlay_hints(view, params.range)


def _code_lenses(view: View, _: types.CodeLensParams) -> Any:
    from tclsp.server.code_lenses import answer_code_lenses

    return answer_code_lenses(view)


def _document_links(view: View, _: types.DocumentLinkParams) -> Any:
    from tclsp.server.document_links import answer_document_links

    return answer_document_links(view)


# ---------------------------------------------------------------- workspace


def _references(view: View, params: types.ReferenceParams) -> Any:
    from tclsp.server.references import answer_references

    return answer_references(view, params.position)


def _workspace_symbols(view: WorkspaceView, params: types.WorkspaceSymbolParams) -> Any:
    from tclsp.server.references import answer_workspace_symbols

    return answer_workspace_symbols(view, params.query)


def _explain_answer(view: WorkspaceView, params: Any) -> Any:
    from tclsp.server.explain_answer import answer_explain_answer
    from tclsp.server.own_json import as_json
    from tclsp.server.own_requests import ExplainAnswerParams, optional_text_of, text_of

    try:
        read = ExplainAnswerParams(text_of(params, "text"), optional_text_of(params, "service"))
        return as_json(answer_explain_answer(view, read))
    except WrongParams as error:
        raise JsonRpcInvalidParams(str(error)) from error


def _codes(view: WorkspaceView, params: Any) -> Any:
    from tclsp.server.handled import answer_codes
    from tclsp.server.own_json import as_json
    from tclsp.server.own_requests import CodesParams, optional_text_of

    names = ("service", "family", "query")
    try:
        read = CodesParams(*(optional_text_of(params, name) for name in names))
        return as_json(answer_codes(view, read))
    except WrongParams as error:
        raise JsonRpcInvalidParams(str(error)) from error


def _handled(view: WorkspaceView, params: Any) -> Any:
    from tclsp.server.handled import answer_handled
    from tclsp.server.own_json import as_json
    from tclsp.server.own_requests import HandledParams, optional_text_of, text_of

    try:
        read = HandledParams(text_of(params, "code"), optional_text_of(params, "service"))
        return as_json(answer_handled(view, read))
    except WrongParams as error:
        raise JsonRpcInvalidParams(str(error)) from error
