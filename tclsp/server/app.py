"""The language server: which handler answers what, and how handlers get at what they need."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from attrs import evolve
from lsprotocol import types
from pygls.exceptions import (
    FeatureNotificationError,
    FeatureRequestError,
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
)
from pygls.lsp.server import LanguageServer

from tclsp import __version__
from tclsp.server.checks import Checks, Superseded, Unavailable
from tclsp.server.diagnostics import DocumentDiagnostics
from tclsp.server.modules import Module
from tclsp.server.protocol import Protocol
from tclsp.server.session import Report, Session
from tclsp.server.view import View, WorkspaceView

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


class Server(LanguageServer):
    """A server for one client."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "tclsp",
            __version__,
            types.TextDocumentSyncKind.Incremental,
            _NOTEBOOKS,
            protocol_cls=Protocol,
        )
        self.session = Session()
        self.ended = asyncio.Event()
        self.diagnostics = DocumentDiagnostics(
            self.session, lambda params: self.text_document_publish_diagnostics(params)
        )
        self.checks = Checks(self.session, self._checked, self._recovered)
        self._warned: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        # One thread: what is cancelled while it waits is never run.
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="feature")

    # ------------------------------------------------------------ for features

    def on(self, method: str, function: Callable[[Any], Any], options: Any = None) -> None:
        """Have a function handle a message; what it returns is awaited or answered.

        Up to its first `await` it runs before the next message is looked at.
        """

        def handler(params: Any) -> Any:
            # pygls marks what it registers, which a method of an object does not allow.
            return function(params)

        self.feature(method, options)(handler)

    def answer(
        self,
        method: str,
        function: Callable[[View, Any], Any],
        options: Any = None,
        uri_of: Callable[[Any], str] = lambda params: params.text_document.uri,
    ) -> None:
        """Have a pure function of a view and the parameters answer a request about a document.

        The view is of the text that the client meant; the function runs in another thread. There
        is nothing to say of documents in other languages than Python.
        """

        def handler(params: Any) -> Awaitable[Any] | None:
            view = self.view(uri_of(params))
            if view is None:
                return None
            return self.in_executor(lambda: function(view, params))

        self.on(method, handler, options)

    def answer_on_workspace(
        self, method: str, function: Callable[[View, Any], Any], options: Any = None
    ) -> None:
        """The same for a request that also looks at all other files of the workspace."""

        def handler(params: Any) -> Awaitable[Any] | None:
            view = self.view(params.text_document.uri)
            if view is None:
                return None

            async def answer() -> Any:
                await self.checks.workspace.known()
                whole = evolve(view, workspace=self.session.workspace())
                return await self.in_executor(lambda: function(whole, params))

            return answer()

        self.on(method, handler, options)

    def answer_for_workspace(
        self, method: str, function: Callable[[WorkspaceView, Any], Any], options: Any = None
    ) -> None:
        """Have a pure function answer a request that is about the workspace as a whole."""

        async def handler(params: Any) -> Any:
            await self.checks.workspace.known()
            view = self.session.workspace_view()
            return await self.in_executor(lambda: function(view, params))

        self.on(method, handler, options)

    def answer_without_files(
        self, method: str, function: Callable[[WorkspaceView, Any], Any], options: Any = None
    ) -> None:
        """Have a pure function answer a request that needs nothing of any file."""

        def handler(params: Any) -> Awaitable[Any]:
            view = self.session.workspace_view()
            return self.in_executor(lambda: function(view, params))

        self.on(method, handler, options)

    def answer_checked(
        self, method: str, function: Callable[[View, Any], Any], options: Any = None
    ) -> None:
        """Have a pure function answer a request that needs the findings of the present text."""

        def handler(params: Any) -> Awaitable[Any] | None:
            uri = params.text_document.uri
            module = self.module(uri)
            if not self.session.is_python(uri):
                return None
            return self.when_checked(module, uri, lambda view: function(view, params))

        self.on(method, handler, options)

    def when_checked(
        self, module: Module, uri: str, function: Callable[[View], Result]
    ) -> Awaitable[Result]:
        """Run a function of a view with the findings of the text that a module has now.

        The caller gets the error `ContentModified` where that changes first.
        """
        waiting = self.checks.report(module, at_once=True)

        async def answer() -> Result:
            try:
                report = await waiting
                if report.number != module.number:
                    raise Superseded
            except Superseded as error:
                code = types.LSPErrorCodes.ContentModified
                raise JsonRpcException("the document has changed", code=code) from error
            except Unavailable as error:
                raise JsonRpcInternalError(str(error)) from error
            view = self.session.view(module, uri)
            return await self.in_executor(lambda: function(view))

        return answer()

    def in_executor(self, function: Callable[[], Result]) -> "asyncio.Future[Result]":
        """Run a function in the thread of features; it can be cancelled until it starts."""
        return asyncio.get_running_loop().run_in_executor(self._executor, function)

    def module(self, uri: str) -> Module:
        """Return the module of an open document.

        Raises an error that is answered where it is not open, or has missed an edit.
        """
        module = self.session.modules.get(uri)
        if module is None:
            raise JsonRpcInvalidParams(f"{uri} is not open")
        if module.is_out_of_step:
            code = types.LSPErrorCodes.ContentModified
            raise JsonRpcException(f"{uri} has missed an edit; close and open it", code=code)
        return module

    def view(self, uri: str) -> View | None:
        """Return a snapshot of an open document; None where it is not Python.

        Raises as `module` does.
        """
        module = self.module(uri)
        return self.session.view(module, uri) if self.session.is_python(uri) else None

    # ------------------------------------------------------------ what happens

    def refresh_settings(self, path: str | None = None) -> None:
        """Use settings files that have changed: those for `path`, or for any open module."""
        paths = [module.path for module in self.session.modules] if path is None else [path]
        is_first = not self.session.has_projects
        for each in paths:
            problems = self.session.refresh_projects(each)
            for problem in problems or ():
                self.warn(problem)
            if problems is not None and not is_first:
                self.checks.check_all()

    def withdraw(self, module: Module) -> None:
        """Have the client show nothing any more about a module that is closed."""
        self.diagnostics.withdraw(document.uri for document in module.documents)

    def warn(self, sentence: str) -> None:
        """Tell the user something that is worth a pop-up, each sentence once."""
        logger.warning("%s", sentence)
        if sentence not in self._warned:
            self._warned.add(sentence)
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, f"tclsp: {sentence}")
            )

    async def refresh_what_is_shown(self) -> None:
        """Have the client ask again for what it has asked for."""
        client = self.session.client
        if client.refreshes_diagnostics and client.pull_diagnostics:
            await self.workspace_diagnostic_refresh_async(None)
        if client.refreshes_inlay_hints:
            await self.workspace_inlay_hint_refresh_async(None)
        if client.refreshes_code_lenses:
            await self.workspace_code_lens_refresh_async(None)

    def go_on(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that waits for the client, without keeping others waiting."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("the client refused a request of the server: %s", task.exception())

    def _recovered(self) -> None:
        self.go_on(self.refresh_what_is_shown())

    def _checked(self, module: Module, report: Report) -> None:
        self.diagnostics.publish(module, report)

    # ------------------------------------------------------------ life

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong outside of handlers, whose faults the protocol logs."""
        if source not in (FeatureRequestError, FeatureNotificationError):
            logger.error("%s", error)

    def shutdown(self) -> None:
        """Have the server end."""
        self.ended.set()

    def close(self) -> None:
        """Let go of threads and processes."""
        self.checks.stop()
        self._executor.shutdown(wait=False, cancel_futures=True)
        writer = self.protocol.writer
        if writer is not None:
            writer.close()


_NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithCells(
            cells=[types.NotebookCellLanguage("python")],
            notebook=types.NotebookDocumentFilterNotebookType("jupyter-notebook"),
        )
    ],
)
