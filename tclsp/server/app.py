"""The language server: which handler answers what, and how handlers get at what they need."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from tclsp import __version__
from tclsp.server.checks import Checks
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
        self.checks = Checks(self.session, self._checked)
        self._warned: set[str] = set()
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

        The view is of the text that the client meant; the function runs in another thread.
        """

        def handler(params: Any) -> Awaitable[Any]:
            view = self.view(uri_of(params))
            return self.in_executor(lambda: function(view, params))

        self.on(method, handler, options)

    def answer_for_workspace(
        self, method: str, function: Callable[[WorkspaceView, Any], Any], options: Any = None
    ) -> None:
        """Have a pure function answer a request that is about no open document."""

        def handler(params: Any) -> Awaitable[Any]:
            view = self.session.workspace_view()
            return self.in_executor(lambda: function(view, params))

        self.on(method, handler, options)

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

    def view(self, uri: str) -> View:
        """Return a snapshot of an open document; raises as `module` does."""
        return self.session.view(self.module(uri), uri)

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

    def _checked(self, module: Module, report: Report) -> None:
        self.diagnostics.publish(module, report)

    # ------------------------------------------------------------ life

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what no answer could carry; a pop-up would only disturb."""
        logger.error("%s: %s", getattr(source, "__name__", source), error)

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
