"""Workspaces in memory: their files, analysed one by one, and a view of them."""

from tclsp.analysis.analyse import analyse
from tclsp.analysis.options import AnalysisOptions
from tclsp.catalog.action_lists import ActionLists
from tclsp.server.client import Client
from tclsp.server.options import EditorOptions
from tclsp.server.packed_facts import PackedFacts
from tclsp.server.positions import Positions
from tclsp.server.shown_text import ShownText
from tclsp.server.texts import digest_of
from tclsp.server.uris import uri_of
from tclsp.server.view import WorkspaceView
from tclsp.server.workspace_index import IndexedFile, WorkspaceIndex
from tclsp.source.outline import outline
from tclsp.source.text import SourceText
from tests.server.places import PRELUDE, catalog


def workspace(files: dict[str, str], lists: ActionLists | None = None) -> WorkspaceView:
    """Return a view of files, given by their paths, with the usual imports before each."""
    texts, indexed = {}, {}
    for path, code in files.items():
        source = SourceText.of(PRELUDE + code)
        facts = analyse(source, outline(source), AnalysisOptions(), catalog())
        indexed[path] = IndexedFile(path, PackedFacts.of(facts), digest_of(source.utf8))
        texts[path] = ShownText(uri_of(path), source)
    return WorkspaceView(
        catalog=catalog(),
        action_lists=lists or ActionLists.none(),
        language="en",
        client=Client(),
        options=EditorOptions(),
        positions=Positions("utf-16"),
        workspace=WorkspaceIndex(indexed, texts),
    )
