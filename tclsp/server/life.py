"""From the answer to `initialize` to the end: folders, and settings that change while it runs."""

import os
from collections.abc import Callable, Sequence

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder

from tclsp.catalog.store import Catalog
from tclsp.server.app import Server
from tclsp.server.client import client_of
from tclsp.server.options import read_options
from tclsp.server.positions import Positions
from tclsp.server.uris import path_of

_SECTION = "tclsp"
_WATCHED = ("**/*.py", "**/*.pyi", "**/tclsp.toml", "**/pyproject.toml", "**/.gitignore")


def register(server: Server, load: Callable[[Catalog], None]) -> None:
    """Answer what begins a session, and what changes its surroundings.

    `load` loads what the first requests need; it is called while nobody waits.
    """
    life = _Life(server, load)
    if server.client_params is not None:
        life.take_note(server.client_params)
    server.on(types.INITIALIZED, life.initialized)
    server.on(types.WORKSPACE_DID_CHANGE_CONFIGURATION, life.configuration_changed)
    server.on(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, life.files_changed)
    server.on(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, life.folders_changed)


class _Life:
    def __init__(self, server: Server, load: Callable[[Catalog], None]) -> None:
        self._server = server
        self._load = load
        self._session = server.session
        self._given: object = None
        """The settings of `initialize`, which count where the client has no others."""

    def take_note(self, params: types.InitializeParams) -> None:
        """Take note of who the client is and what it can do."""
        session = self._session
        session.client = client_of(params.capabilities)
        encoding = ServerCapabilitiesBuilder.choose_position_encoding(params.capabilities)
        session.positions = Positions(types.PositionEncodingKind(encoding).value)
        session.folders = _folders(params)
        if (params.locale or "").lower().startswith("zh"):
            session.locale = "zh"
        self._given = _settings_in(params.initialization_options)
        self._take_options(self._given)

    def initialized(self, _: types.InitializedParams) -> None:
        """Start to work: the worker first, for that takes longest."""
        self._server.checks.start()
        self._server.in_executor(lambda: self._load(self._session.catalog))
        self._server.go_on(self._register())

    async def _register(self) -> None:
        client = self._session.client
        wanted: list[types.Registration] = []
        if client.registers_configuration:
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            options: object = types.DidChangeConfigurationRegistrationOptions(section=_SECTION)
            wanted.append(types.Registration("configuration", method, options))
        if client.registers_watched_files:
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted.append(types.Registration("files", method, options))
        if wanted:
            await self._server.client_register_capability_async(types.RegistrationParams(wanted))
        if client.configuration:
            await self._pull_configuration()

    # ------------------------------------------------------------ settings

    def configuration_changed(self, params: types.DidChangeConfigurationParams) -> None:
        """Take new settings, or ask for them where the client does not send them along."""
        if self._session.client.configuration:
            self._server.go_on(self._pull_configuration())
        elif isinstance(params.settings, dict):
            self._use_options(params.settings.get(_SECTION))

    async def _pull_configuration(self) -> None:
        item = types.ConfigurationItem(section=_SECTION)
        answer = await self._server.workspace_configuration_async(types.ConfigurationParams([item]))
        self._use_options(answer[0] if answer else None)

    def _use_options(self, sent: object) -> None:
        if self._take_options(self._given if sent is None else sent):
            self._server.checks.set_up_changed()
            self._server.go_on(self._server.refresh_what_is_shown())

    def _take_options(self, sent: object) -> bool:
        """Take settings of the client; tell whether they are others than before."""
        options, problems = read_options(sent)
        for problem in problems:
            self._server.warn(problem)
        if options == self._session.options:
            return False
        self._session.options = options
        self._session.forget_projects()
        return True

    # ------------------------------------------------------------ surroundings

    def files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        """Look again at what is on the disk; open documents count with their own text."""
        paths = {path_of(change.uri) or "" for change in params.changes}
        open_paths = {module.path for module in self._session.modules}
        if paths - open_paths:
            self._session.forget_projects()
            self._server.checks.files_changed()
            self._server.tell_settings_problems()
            self._server.go_on(self._server.refresh_what_is_shown())

    def folders_changed(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Work on other folders."""
        removed = set(_paths(params.event.removed))
        kept = [folder for folder in self._session.folders if folder not in removed]
        self._session.folders = tuple(dict.fromkeys([*kept, *_paths(params.event.added)]))
        self._session.forget_projects()
        self._server.checks.set_up_changed()
        self._server.go_on(self._server.refresh_what_is_shown())


def _settings_in(sent: object) -> object:
    """Return the settings that `initialize` brings, alone or under a name."""
    for name in ("settings", _SECTION):
        if isinstance(sent, dict):
            sent = sent.get(name, sent)
    return sent


def _folders(params: types.InitializeParams) -> tuple[str, ...]:
    if params.workspace_folders:
        return tuple(_paths(params.workspace_folders))
    root = path_of(params.root_uri) if params.root_uri else params.root_path
    return (os.path.normpath(root),) if root else ()


def _paths(folders: Sequence[types.WorkspaceFolder]) -> list[str]:
    return [os.path.normpath(path) for folder in folders if (path := path_of(folder.uri))]
