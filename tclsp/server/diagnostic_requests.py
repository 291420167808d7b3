"""`textDocument/diagnostic`: the client asks for the diagnostics of an open document."""

from collections.abc import Awaitable

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from tclsp.server.app import Server
from tclsp.server.checks import Superseded, Unavailable
from tclsp.server.diagnostics import diagnostics_in_turns, result_id
from tclsp.server.modules import Module
from tclsp.server.session import Report


def register(server: Server) -> None:
    """Answer the request."""

    def pull(
        params: types.DocumentDiagnosticParams,
    ) -> Awaitable[types.DocumentDiagnosticReport]:
        uri = params.text_document.uri
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
        # The client asks again on its own about the text that it has by now.
        raise JsonRpcException(
            "the document has changed",
            code=types.LSPErrorCodes.ServerCancelled,
            data={"retriggerRequest": False},
        ) from error
    except Unavailable as error:
        raise JsonRpcInternalError(str(error)) from error
    own = result_id(items)
    if own == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(own)
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=own)
