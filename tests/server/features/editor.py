"""An editor of pytest-lsp: what the server sends becomes a typed object of LSP, or a test fails."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
import pytest_lsp
from lsprotocol import converters, types
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES

from tests.server import client_profiles
from tests.server.features.own_results import converter
from tests.server.features.tab import Tab
from tests.server.places import CURSOR, example_parts

OWN_LOOP = pytest.mark.asyncio(loop_scope="module")
"""For the tests of a module that has a server of its own."""
PATIENCE = 30.0
"""Seconds after which what should come at once is taken for lost."""

_KEPT = (
    types.CLIENT_REGISTER_CAPABILITY,
    types.PROGRESS,
    types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS,
    types.WINDOW_SHOW_MESSAGE,
    types.WORKSPACE_APPLY_EDIT,
    types.WORKSPACE_CODE_LENS_REFRESH,
    types.WORKSPACE_CONFIGURATION,
    types.WORKSPACE_DIAGNOSTIC_REFRESH,
    types.WORKSPACE_INLAY_HINT_REFRESH,
)
"""What the server sends unasked and tests can wait for."""

Result = TypeVar("Result")


def capabilities(announced: Mapping[str, Any]) -> types.ClientCapabilities:
    """Return capabilities that are written as LSP has them."""
    return converters.get_converter().structure(announced, types.ClientCapabilities)


VSCODE = capabilities(client_profiles.VSCODE)


class _Protocol(pytest_lsp.LanguageClientProtocol):
    async def send_request_async(
        self, method: str, params: Any = None, msg_id: int | str | None = None
    ) -> Any:
        answer = super().send_request_async(method, params, msg_id)  # type: ignore[no-untyped-call]
        return await asyncio.wait_for(answer, PATIENCE)


class Editor(pytest_lsp.LanguageClient):
    """An editor and the server that it has started."""

    def __init__(self) -> None:
        super().__init__(protocol_cls=_Protocol, converter_factory=converter)
        self.folder = Path()
        self.encoding = ""
        """What it and the server have agreed to count characters in."""
        self.applies = types.ApplyWorkspaceEditResult(applied=True)
        """What it answers to an edit of the server."""
        self._tabs: list[Tab] = []
        self._numbers = count(1)
        self._messages: dict[str, asyncio.Queue[Any]] = defaultdict(asyncio.Queue)
        for method, answer in DEFAULT_CLIENT_FEATURES.items():
            if method not in _KEPT:
                self.feature(method)(answer)
        for method in _KEPT:
            self.feature(method)(self._keeper(method))

    # ------------------------------------------------------------ life

    @asynccontextmanager
    async def session(
        self,
        folder: Path,
        announced: types.ClientCapabilities = VSCODE,
        options: object = None,
        folders: Sequence[Path] | None = None,
    ) -> AsyncIterator[types.InitializeResult]:
        """Work on a folder, or on several below it; end well."""
        self.folder = folder
        try:
            answer = await self.initialize_session(
                types.InitializeParams(
                    announced,
                    root_uri=folder.as_uri(),
                    initialization_options=options,
                    workspace_folders=[workspace_folder(each) for each in folders or (folder,)],
                )
            )
            self.encoding = answer.capabilities.position_encoding or "utf-16"
            yield answer
            await asyncio.wait_for(self.shutdown_session(), PATIENCE)
            assert self.exit_code == 0
        finally:
            self._end_server()

    @property
    def pulls(self) -> bool:
        """Whether it asks for diagnostics."""
        document = None if self.capabilities is None else self.capabilities.text_document
        return document is not None and document.diagnostic is not None

    @property
    def exit_code(self) -> int | None:
        """That of the server; None while it runs."""
        return None if self._server is None else self._server.returncode

    async def stop(self) -> None:
        """End the connection, with a server that has not ended by itself."""
        self._end_server()
        await super().stop()  # type: ignore[no-untyped-call]

    def _end_server(self) -> None:
        if self._server is not None and self._server.returncode is None:
            self._server.kill()

    # ------------------------------------------------------------ documents

    def open(self, text: str, name: str = "", *, language: str = "python", version: int = 1) -> Tab:
        """Open a document with a new name, or one with a given name or URI; `│` is the cursor."""
        name = name or f"tab_{next(self._numbers)}.py"
        uri = name if ":" in name else (self.folder / name).as_uri()
        cursor = max(text.find(CURSOR), 0)
        tab = Tab(self, self.encoding, uri, text.replace(CURSOR, ""), cursor, version)
        self._tabs.append(tab)
        item = types.TextDocumentItem(uri, language, version, tab.text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return tab

    def open_example(self, example: str) -> Tab:
        """Open a short example, the usual imports before it."""
        return self.open(CURSOR.join(example_parts(example)))

    def open_file(self, name: str) -> Tab:
        """Open a file of the folder."""
        return self.open((self.folder / name).read_text(encoding="utf-8"), name)

    def tell_of(self, file: Path, change: types.FileChangeType) -> None:
        """Tell the server that a file of the disk is another, as an editor that watches does."""
        event = types.FileEvent(file.as_uri(), change)
        self.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    def tidy(self) -> None:
        """Close what is open, and forget what has come but for what comes once."""
        for tab in self._tabs:
            if tab.is_open:
                tab.close()
        self._tabs.clear()
        for method in self._messages.keys() - {types.CLIENT_REGISTER_CAPABILITY}:
            del self._messages[method]

    # ------------------------------------------------------------ what comes unasked

    async def next(self, method: str) -> Any:
        """Wait for a message of the server; each is given once."""
        return await asyncio.wait_for(self._messages[method].get(), PATIENCE)

    def received(self, method: str) -> list[Any]:
        """Return all messages that have come and were not waited for."""
        queue = self._messages[method]
        return [queue.get_nowait() for _ in range(queue.qsize())]

    async def registered(self) -> Sequence[types.Registration]:
        """Return what the server wants to be told, which it says once, at the beginning."""
        params = await self.next(types.CLIENT_REGISTER_CAPABILITY)
        assert isinstance(params, types.RegistrationParams)
        self._messages[types.CLIENT_REGISTER_CAPABILITY].put_nowait(params)
        return params.registrations

    def _keeper(self, method: str) -> Callable[[Any], Any]:
        def keep(params: Any) -> Any:
            self._messages[method].put_nowait(params)
            if method == types.WORKSPACE_CONFIGURATION:
                return [self.get_configuration(section=each.section) for each in params.items]
            return self.applies if method == types.WORKSPACE_APPLY_EDIT else None

        return keep

    # ------------------------------------------------------------ our own requests

    async def ask(self, method: str, params: Mapping[str, Any], form: type[Result]) -> Result:
        """Send a request that LSP does not have; its result has the fields of `form`."""
        answer = await self.protocol.send_request_async(method, params)  # type: ignore[no-untyped-call]
        return self.structured(answer, form)

    def structured(self, value: object, form: type[Result]) -> Result:
        """Return JSON as an object of a type."""
        return self.protocol._converter.structure(value, form)

    async def run(self, command: str, *arguments: Any) -> Any:
        """Have the server run a command."""
        params = types.ExecuteCommandParams(command, list(arguments))
        return await self.workspace_execute_command_async(params)


def workspace_folder(path: Path) -> types.WorkspaceFolder:
    """Return a folder as clients name it."""
    return types.WorkspaceFolder(path.as_uri(), path.name)


def starts_server(
    scope: str, params: Sequence[str] | None = None
) -> Callable[[Callable[..., AsyncIterator[None]]], Any]:
    """Make a fixture of what begins and ends the session of an editor; the fixture gives that."""
    config = pytest_lsp.ClientServerConfig(
        [sys.executable, "-m", "tclsp", "server"], client_factory=Editor
    )
    return pytest_lsp.fixture(config=config, scope=scope, params=params)  # type: ignore[no-any-return]
