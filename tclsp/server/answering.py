"""The ways in which a request is answered: of a document, of the workspace, of checked text.

Each has a pure function of a view and the parameters answer a message; the view is taken on the
event loop, the function runs in another thread.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from attrs import evolve
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from tclsp.server.app import Server
from tclsp.server.checks import Superseded, Unavailable
from tclsp.server.modules import Module
from tclsp.server.view import View, WorkspaceView

Result = TypeVar("Result")


def answer(
    server: Server,
    method: str,
    function: Callable[[View, Any], Any],
    *,
    typing: bool = False,
) -> None:
    """Have a pure function of a view and the parameters answer a request about a document.

    The view is of the text that the client meant; the function runs in another thread. Those
    for which somebody who types waits need not wait for others. There is nothing to say of
    documents in other languages than Python.
    """

    def handler(params: Any) -> Awaitable[Any] | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        return server.in_executor(lambda: function(view, params), typing=typing)

    server.on(method, handler)


def answer_on_workspace(server: Server, method: str, function: Callable[[View, Any], Any]) -> None:
    """The same for a request that also looks at all other files of the workspace."""

    def handler(params: Any) -> Awaitable[Any] | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None

        # Waited for from now on, so that it is about the text that the client means.
        known = server.checks.known()

        async def answered() -> Any:
            await known
            whole = evolve(view, workspace=server.session.workspace())
            return await server.in_executor(lambda: function(whole, params))

        return answered()

    server.on(method, handler)


def answer_for_workspace(
    server: Server, method: str, function: Callable[[WorkspaceView, Any], Any]
) -> None:
    """Have a pure function answer a request that is about the workspace as a whole."""

    async def handler(params: Any) -> Any:
        await server.checks.known()
        view = server.session.workspace_view()
        return await server.in_executor(lambda: function(view, params))

    server.on(method, handler)


def answer_without_files(
    server: Server, method: str, function: Callable[[WorkspaceView, Any], Any]
) -> None:
    """Have a pure function answer a request of one who types that needs nothing of any file."""

    def handler(params: Any) -> Awaitable[Any]:
        view = server.session.workspace_view()
        return server.in_executor(lambda: function(view, params), typing=True)

    server.on(method, handler)


def answer_checked(server: Server, method: str, function: Callable[[View, Any], Any]) -> None:
    """Have a pure function answer a request that needs the findings of the present text."""

    def handler(params: Any) -> Awaitable[Any] | None:
        uri = params.text_document.uri
        module = server.module(uri)
        if not server.session.is_python(uri):
            return None
        return when_checked(server, module, uri, lambda view: function(view, params))

    server.on(method, handler)


def when_checked(
    server: Server, module: Module, uri: str, function: Callable[[View], Result]
) -> Awaitable[Result]:
    """Run a function of a view with the findings of the text that a module has now.

    The caller gets the error `ContentModified` where that changes first.
    """
    waiting = server.checks.report(module, at_once=True)

    async def answered() -> Result:
        try:
            report = await waiting
            if report.number != module.number:
                raise Superseded
        except Superseded as error:
            code = types.LSPErrorCodes.ContentModified
            raise JsonRpcException("the document has changed", code=code) from error
        except Unavailable as error:
            raise JsonRpcInternalError(str(error)) from error
        view = server.session.view(module, uri)
        return await server.in_executor(lambda: function(view))

    return answered()
