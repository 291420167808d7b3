"""JSON-RPC as pygls has it, with its faults of version 2.1.1 mended.

- A handler starts at once, not with the next turn of the loop: so what it takes note of before its
  first `await` is what the client meant, even where the next message has arrived already.
- The futures of notifications are forgotten once they are done.
- `shutdown` and `exit` end with the exit code that the protocol asks for.
- An answer to a request that was given up does no harm.
- Documents are kept in `tclsp.server.documents` alone.
- A message that cannot be understood gets an answer where it has an id.
- A handler that fails is logged once, with what it was asked.
"""

import asyncio
import inspect
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
)
from pygls.protocol import LanguageServerProtocol, lsp_method

logger = logging.getLogger(__name__)

_OURS = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
)
"""What pygls would do for itself first."""

_NOT_INITIALIZED = -32002
_LONGEST_IN_LOG = 500


class Protocol(LanguageServerProtocol):
    """The messages between client and server."""

    def __init__(self, server: Any, converter: Any) -> None:
        super().__init__(server, converter)
        for method in _OURS:
            self.fm.builtin_features.pop(method, None)
        self._handled: tuple[str, Any] = "", None
        """The method and the parameters of the message whose handler is called."""
        self.exit_code: int | None = None
        """Set once the client wants the process to end."""
        self.initialized = False

    # ------------------------------------------------------------ what arrives

    def receive(self, body: bytes) -> None:
        """Handle one message; whatever it holds, an answer or a line in the log comes of it."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            self._complain(None, JsonRpcParseError("the message is no JSON that can be read"))
            return
        if not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            self._complain(None, JsonRpcInvalidRequest("the message is no JSON-RPC 2.0"))
            return
        number = data.get("id")
        if not ("method" in data or "result" in data or "error" in data):
            self._complain(number, JsonRpcInvalidRequest("the message has no method"))
            return
        if "method" in data and not self._may_come(data["method"], number):
            return
        try:
            message = self._structured(data)
        except JsonRpcException:
            self._cannot_structure(data)
            return
        self.handle_message(message)

    def _structured(self, data: Mapping[str, Any]) -> Any:
        try:
            return self.structure_message(_complete(data))
        except JsonRpcException:
            params = data.get("params")
            if data.get("method") != types.INITIALIZE or not isinstance(params, dict):
                raise
        # Not at the top: most clients are in no need of it.
        from tclsp.server.lenient import usable_capabilities

        usable, wrong = usable_capabilities(params.get("capabilities"), self._converter)
        message = self.structure_message({**data, "params": {**params, "capabilities": usable}})
        logger.warning("capabilities that are not as LSP has them: %s", ", ".join(wrong))
        return message

    def _may_come(self, method: object, number: Any) -> bool:
        """Tell whether a message may come now: `initialize` comes first, and once."""
        if method == types.INITIALIZE and self.initialized:
            self._complain(number, JsonRpcInvalidRequest("the server is initialized already"))
            return False
        if self.initialized or method == types.EXIT:
            return True
        if method == types.INITIALIZE:
            self.initialized = True
            return True
        if number is not None:
            error = JsonRpcException("the server is not initialized", code=_NOT_INITIALIZED)
            self._complain(number, error)
        return False

    def _cannot_structure(self, data: Mapping[str, Any]) -> None:
        number = data.get("id")
        if data.get("method") == types.INITIALIZE:
            self.initialized = False  # It may be tried again.
        if "method" in data:
            error = JsonRpcInvalidParams(
                f"the parameters of {data['method']} are not as LSP has them"
            )
            if "id" in data:
                self._complain(number, error)
            else:
                logger.error("%s", error.message)  # A notification has no answer.
            return
        fault = JsonRpcInternalError("the client's answer is not as LSP has it")
        future = self._request_futures.pop(number, None) if isinstance(number, (int, str)) else None
        if future is None or future.done():
            logger.error("%s", fault.message)
        else:
            future.set_exception(fault)

    def handle_message(self, message: Any) -> None:
        """Handle a structured message; after `shutdown` requests are refused."""
        if self._shutdown and hasattr(message, "method") and message.method != types.EXIT:
            if hasattr(message, "id"):
                self._complain(message.id, JsonRpcInvalidRequest("the server is shutting down"))
            return
        super().handle_message(message)

    def _complain(self, number: Any, error: JsonRpcException) -> None:
        logger.error("%s", error.message)
        self._send_response(number, error=error.to_response_error())

    # ------------------------------------------------------------ handlers

    def _handle_request(self, msg_id: Any, method_name: str, params: Any) -> None:
        self._handled = method_name, params
        super()._handle_request(msg_id, method_name, params)

    def _handle_notification(self, method_name: str, params: Any) -> None:
        self._handled = method_name, params
        super()._handle_notification(method_name, params)

    def _execute_handler(
        self,
        msg_id: Any,
        handler: Callable[..., Any],
        callback: Callable[[Future[Any]], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Call a handler now; what it has to wait for goes on in a task."""

        method, params = self._handled

        def done(future: "Future[Any]") -> None:
            self._request_futures.pop(msg_id, None)
            error = None if future.cancelled() else future.exception()
            if error is not None and not isinstance(error, JsonRpcException):
                said = _shortened(repr(params))
                logger.error("%s failed: %s", method, said, exc_info=error)
            callback(future)

        if inspect.isgeneratorfunction(handler):
            super()._execute_handler(msg_id, handler, done, args, kwargs)
            return
        future: Any = Future()
        try:
            result = handler(*(args or ()), **(kwargs or {}))
        except Exception as error:  # The answer says what went wrong.
            future.set_exception(error)
        else:
            if inspect.isawaitable(result):
                future = asyncio.ensure_future(result)
            else:
                future.set_result(result)
        if not future.done():
            self._request_futures[msg_id] = future
        future.add_done_callback(done)

    def _handle_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        future = self._request_futures.get(msg_id)
        if future is not None and future.done():
            del self._request_futures[msg_id]
            return
        super()._handle_response(msg_id, result, error)

    def _handle_cancel_notification(self, msg_id: Any) -> None:
        if not isinstance(msg_id, (int, str)):
            return
        future = self._request_futures.get(msg_id)
        if future is not None:
            future.cancel()

    # ------------------------------------------------------------ the end

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *_: Any) -> None:  # type: ignore[override]
        """Give up what is still being worked on; only `exit` may follow."""
        self._shutdown = True
        for future in list(self._request_futures.values()):
            future.cancel()

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:  # type: ignore[override]
        """End the process: well only after a `shutdown`."""
        self.exit_code = 0 if self._shutdown else 1
        self._server.shutdown()  # type: ignore[no-untyped-call]


def _complete(data: Mapping[str, Any]) -> dict[str, Any]:
    """Add what JSON-RPC lets a client leave out."""
    complete = dict(data)
    if "method" in complete:
        complete.setdefault("params", None)
    return complete


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_IN_LOG else text[:_LONGEST_IN_LOG] + "…"
