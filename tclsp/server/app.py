"""The language server: what it offers, what it knows, and what it tells the client unasked."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types
from pygls.exceptions import (
    FeatureNotificationError,
    FeatureRequestError,
    JsonRpcException,
    JsonRpcInvalidParams,
)
from pygls.lsp.server import LanguageServer

from tclsp import __version__
from tclsp.server import parent
from tclsp.server.capabilities import NOTEBOOKS, OFFERED
from tclsp.server.protocol import Protocol

if TYPE_CHECKING:
    # Loaded when they are first needed: an editor waits for the answer to `initialize`.
    from tclsp.server.checks import Checks
    from tclsp.server.diagnostics import DocumentDiagnostics
    from tclsp.server.modules import Module
    from tclsp.server.session import Report, Session
    from tclsp.server.view import View

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
            NOTEBOOKS,
            protocol_cls=Protocol,
        )
        self.ended = asyncio.Event()
        self.client_params: types.InitializeParams | None = None
        """Who the client is and what it can do, once it has said so."""
        self._handlers: dict[str, Callable[[Any], Any]] = {}
        self._warned: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        # One thread each: what is cancelled while it waits is never run.
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="feature")
        self._typing = ThreadPoolExecutor(1, thread_name_prefix="typing")

        self._offer()

    @cached_property
    def session(self) -> "Session":
        """What is known of the client and its documents."""
        from tclsp.server.session import Session

        return Session()

    @cached_property
    def diagnostics(self) -> "DocumentDiagnostics":
        """Shows findings to a client that does not ask for them."""
        from tclsp.server.diagnostics import DocumentDiagnostics

        return DocumentDiagnostics(
            self.session, lambda params: self.text_document_publish_diagnostics(params)
        )

    @cached_property
    def checks(self) -> "Checks":
        """The worker's work."""
        from tclsp.server.checks import Checks

        return Checks(self.session, self._checked, self._recovered)

    # ------------------------------------------------------------ what is offered

    def _offer(self) -> None:
        def initialize(params: types.InitializeParams) -> None:
            self.client_params = params
            if params.process_id is not None:
                parent.watch(params.process_id, self.shutdown)

        self.feature(types.INITIALIZE)(initialize)
        for method, options in OFFERED.items():
            self._offer_method(method, options)

    def _offer_method(self, method: str, options: Any) -> None:
        def handler(params: Any) -> Any:
            if not self._handlers:
                from tclsp.server.handlers import register

                register(self)
            return self._handlers[method](params)

        self.feature(method, options)(handler)

    # ------------------------------------------------------------ for features

    def on(self, method: str, function: Callable[[Any], Any]) -> None:
        """Have a function handle an offered message; what it returns is awaited or answered.

        Up to its first `await` it runs before the next message is looked at.
        """
        self._handlers[method] = function

    def in_executor(
        self, function: Callable[[], Result], *, typing: bool = False
    ) -> "asyncio.Future[Result]":
        """Run a function in a thread of features; it can be cancelled until it starts."""
        executor = self._typing if typing else self._executor
        return asyncio.get_running_loop().run_in_executor(executor, function)

    def module(self, uri: str) -> "Module":
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

    def view(self, uri: str) -> "View | None":
        """Return a snapshot of an open document; None where it is not Python.

        Raises as `module` does.
        """
        module = self.module(uri)
        return self.session.view(module, uri) if self.session.is_python(uri) else None

    # ------------------------------------------------------------ what happens

    def refresh_settings(self, path: str | None = None) -> None:
        """Use settings files that have changed: those for `path`, or for any open module."""
        paths = [module.path for module in self.session.modules] if path is None else [path]
        stale = [each for each in paths if self.session.refresh_projects(each)]
        if stale:
            self.checks.files_changed()
        self.tell_settings_problems()

    def tell_settings_problems(self) -> None:
        """Tell the user what is wrong in settings files that were read."""
        for problem in self.session.take_settings_problems():
            self.warn(problem)

    def withdraw(self, module: "Module") -> None:
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

    def _checked(self, module: "Module", report: "Report") -> None:
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
        if self._handlers:
            self.checks.stop()
        for executor in (self._executor, self._typing):
            executor.shutdown(wait=False, cancel_futures=True)
        writer = self.protocol.writer
        if writer is not None:
            writer.close()
