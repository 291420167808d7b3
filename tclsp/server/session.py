"""What the server knows: the open modules, their settings, and what the worker reported."""

import os

from attrs import define, evolve, field, frozen

from tclsp.catalog.action_lists import ActionLists, ActionListsDamaged
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Language
from tclsp.catalog.user_data import user_action_lists
from tclsp.checker.action_list_files import action_lists_of
from tclsp.checker.discovery import is_left_out
from tclsp.checker.project import Project
from tclsp.checker.settings import Settings
from tclsp.checker.settings_error import SettingsError
from tclsp.rules.finding import Finding
from tclsp.server.client import Client
from tclsp.server.documents import Documents
from tclsp.server.messages import TextReport
from tclsp.server.modules import Module, Modules
from tclsp.server.options import EditorOptions
from tclsp.server.packed_facts import PackedFacts
from tclsp.server.positions import Positions
from tclsp.server.projects import EditorProjects
from tclsp.server.shown_text import Cell
from tclsp.server.uris import uri_of
from tclsp.server.view import View, WorkspaceView
from tclsp.server.workspace_index import IndexedFile, WorkspaceIndex
from tclsp.source.reading import Reading
from tclsp.source.text import SourceText


@frozen(eq=False)
class Report:
    """What the worker said of one text of an open module, or of a file on the disk."""

    number: int
    """That of the text; 0 of what the disk has."""
    source: SourceText
    """Empty for a file on the disk without findings."""
    findings: tuple[Finding, ...]
    facts: PackedFacts | None


@define(eq=False)
class Session:
    """The state of a connection. Used on the event loop only."""

    catalog: Catalog = field(factory=Catalog.open)
    client: Client = field(factory=Client)
    positions: Positions = field(factory=lambda: Positions("utf-16"))
    options: EditorOptions = field(factory=EditorOptions)
    folders: tuple[str, ...] = ()
    locale: Language = "en"
    documents: Documents = field(factory=Documents)
    modules: Modules = field(factory=Modules)
    reports: dict[str, Report] = field(factory=dict)
    """The last ones of the open modules, by path."""
    closed: dict[str, Report] = field(factory=dict)
    """Those of the files that matter and are not open, by path."""
    asked_early: set[str] = field(factory=set)
    """Documents whose diagnostics the client wanted while they were not open, by key."""
    _index: dict[str, IndexedFile] = field(factory=dict)
    _projects: EditorProjects = field(init=False)
    _user_lists: ActionLists | None = None

    @_projects.default
    def _first_projects(self) -> EditorProjects:
        return EditorProjects(self.options, self.folders)

    # ------------------------------------------------------------ settings

    def refresh_projects(self, path: str) -> bool:
        """Read settings files again if those that apply to `path` have changed; tell whether."""
        is_stale = not self._projects.is_fresh(os.path.dirname(path))
        if is_stale:
            self.forget_projects()
        self.project_of(path)
        return is_stale

    def forget_projects(self) -> None:
        """Have settings files read again when they are wanted next."""
        self._projects = EditorProjects(self.options, self.folders, self._projects)

    def take_settings_problems(self) -> list[str]:
        """Return, once, a sentence for each fault in the settings files that were read."""
        return self._projects.take_problems()

    def project_of(self, path: str) -> Project:
        """Return the project of a file, as its settings were read last."""
        return self._projects.of_folder(os.path.dirname(path))

    def is_checked(self, module: Module) -> bool:
        """Whether anything is to be reported of a module."""
        if not module.is_python or module.is_out_of_step:
            return False
        return not is_left_out(module.path, self.project_of(module.path))

    def is_python(self, uri: str) -> bool:
        """Whether an open document or cell holds Python code."""
        document = self.documents.get(uri)
        return document is not None and document.is_python

    def reload_catalog(self, catalog: Catalog) -> None:
        """Use another catalogue, and read the user's action lists again."""
        self.catalog = catalog
        self._user_lists = None

    # ------------------------------------------------------------ reports

    def take(self, report: TextReport) -> Module | None:
        """Keep a report; return its module if it is on the very text that is open."""
        self._take_facts(report)
        module = self.modules.at(report.path)
        if module is None:
            # Another one is of a text that was open a moment ago.
            if report.is_of_disk:
                self._take_closed(report)
            return None
        if report.number != module.number:
            return None
        self.reports[report.path] = Report(
            report.number, module.source, report.findings, report.facts
        )
        return module

    def _take_facts(self, report: TextReport) -> None:
        index = dict(self._index)
        if report.facts is None:
            index.pop(report.path, None)
        else:
            index[report.path] = IndexedFile(report.path, report.facts, report.digest)
        self._index = index

    def _take_closed(self, report: TextReport) -> None:
        utf8 = report.utf8 or b""
        source = SourceText(utf8, "utf-8", has_bom=False)
        self.closed[report.path] = Report(0, source, report.findings, report.facts)

    def keep_as_closed(self, module: Module) -> None:
        """Go on with what was said of a module that is closed, until its file is looked at."""
        report = self.reports.get(module.path)
        if report is not None and not module.is_notebook and module.is_python:
            self.closed[module.path] = evolve(report, number=0)

    def keep_only(self, paths: frozenset[str]) -> None:
        """Forget the files that are not open and do not matter any more."""
        for path in self.closed.keys() - paths:
            del self.closed[path]
        is_open = {module.path for module in self.modules}
        self._index = {
            path: file for path, file in self._index.items() if path in paths or path in is_open
        }

    # ------------------------------------------------------------ views

    def workspace_view(self) -> WorkspaceView:
        """Return what features may ask that is about no single document.

        The settings are those of the first folder.
        """
        project = self._projects.of_folder(self.folders[0]) if self.folders else Project(None)
        return WorkspaceView(
            catalog=self.catalog,
            action_lists=self._lists(project),
            language=self._language(project),
            client=self.client,
            options=self.options,
            positions=self.positions,
            workspace=self.workspace(),
            folders=self.folders,
        )

    def view(self, module: Module, uri: str) -> View:
        """Return what features may ask of a module, seen from one of its documents."""
        document = self.documents.get(uri)
        return self._view(
            self.project_of(module.path),
            uri if document is None else document.uri,
            module.version if document is None else document.version,
            module.reading,
            self.reports.get(module.path),
            module.cells,
        )

    def view_of_closed(self, path: str, report: Report) -> View:
        """Return what features may ask of a file that is not open."""
        return self._view(self.project_of(path), uri_of(path), 0, Reading(report.source), report)

    def _view(
        self,
        project: Project,
        uri: str,
        version: int,
        reading: Reading,
        report: Report | None,
        cells: tuple[Cell, ...] = (),
    ) -> View:
        return View(
            catalog=self.catalog,
            action_lists=self._lists(project),
            language=self._language(project),
            client=self.client,
            options=self.options,
            positions=self.positions,
            workspace=self.workspace(),
            folders=self.folders,
            uri=uri,
            version=version,
            reading=reading,
            settings=project.settings or Settings(),
            packed_facts=None if report is None else report.facts,
            facts_source=None if report is None or report.facts is None else report.source,
            findings=() if report is None else report.findings,
            cells=cells,
        )

    def workspace(self) -> WorkspaceIndex:
        """Return what is known of the files of the workspace, with the texts that are open."""
        texts = {module.path: module.shown for module in self.modules if module.is_python}
        return WorkspaceIndex(self._index, texts)

    def _language(self, project: Project) -> Language:
        """Return the language to write in."""
        return (project.settings and project.settings.language) or self.locale

    def _lists(self, project: Project) -> ActionLists:
        """Return the action lists that settings name, else those of the user."""
        if project.settings is not None and project.settings.action_lists:
            try:
                return action_lists_of(project.settings, project.root)
            except SettingsError:
                return ActionLists.none()
        if self._user_lists is None:
            try:
                self._user_lists = ActionLists.load(user_action_lists())
            except ActionListsDamaged:
                # Most users have none.
                self._user_lists = ActionLists.none()
        return self._user_lists
