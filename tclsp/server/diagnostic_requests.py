"""`textDocument/diagnostic`: the client asks for the diagnostics of an open document."""

from collections.abc import Awaitable

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from tclsp.server.app import Server
from tclsp.server.checks import Superseded, Unavailable
from tclsp.server.diagnostics import diagnostics_in_turns, result_id
from tclsp.server.modules import Module
from tclsp.server.session import Report
from tclsp.server.uris import normalised


def register(server: Server) -> None:
    """Answer the request."""

    def pull(
        params: types.DocumentDiagnosticParams,
    ) -> Awaitable[types.DocumentDiagnosticReport] | types.DocumentDiagnosticReport:
        uri = params.text_document.uri
        if server.session.modules.get(uri) is None:
            # VS Code asks before it opens a document, and after it has closed one. It never asks
            # again about a document for which it got an error.
            server.session.asked_early.add(normalised(uri))
            return types.RelatedFullDocumentDiagnosticReport([])
        module = server.module(uri)
        server.refresh_settings(module.path)
        # Waited for from now on, so that it is about the text that the client means.
        waiting = server.checks.report(module)
        return _answer(server, module, waiting, params)

    server.on(types.TEXT_DOCUMENT_DIAGNOSTIC, pull)


async def _answer(
    server: Server,
    module: Module,
    waiting: Awaitable[Report],
    params: types.DocumentDiagnosticParams,
) -> types.DocumentDiagnosticReport:
    uri = params.text_document.uri
    try:
        report = await waiting
        view = server.session.view(module, uri)
        items = await diagnostics_in_turns(view, report.findings)
        if report.number != module.number:
            raise Superseded
    except Superseded as error:
        # Most clients ask again on their own about the text that they have by now. That of VS Code
        # never asks again about a document if it is told not to.
        raise JsonRpcException(
            "the document has changed",
            code=types.LSPErrorCodes.ServerCancelled,
            data={"retriggerRequest": True},
        ) from error
    except Unavailable as error:
        raise JsonRpcInternalError(str(error)) from error
    own = result_id(items)
    if own == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(own)
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=own)
