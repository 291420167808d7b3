"""Notebooks: their code cells are one module, and each gets what is said of it."""

from collections.abc import Iterator

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from tclsp.server.capabilities import HANDLED
from tclsp.server.own_requests import HandledResult
from tests.server.features.conftest import HELPER
from tests.server.features.editor import Editor
from tests.server.features.notebook import Notebook
from tests.server.samples import SWALLOWED

REPORT = HELPER.replace("print(error)", "print(error.code)")
STOP = SWALLOWED.replace("pass", "report(error)")
CELLS = {
    "c1": ("python", f"%time\n{REPORT}"),
    "c2": ("markdown", "# def x("),
    "c3": ("python", f"错 = 1\n{STOP}"),
}
FOUND = [(9, "TCL201")]
"""What is found in the last cell, for what the first one does with the error."""


@pytest.fixture
def notebook(editor: Editor) -> Iterator[Notebook]:
    notebook = Notebook.opened(editor, "n.ipynb", CELLS)
    yield notebook
    notebook.close()


async def test_the_cells_are_one_module(notebook: Notebook) -> None:
    assert await notebook.tabs["c1"].codes() == []
    assert await notebook.tabs["c3"].codes() == FOUND
    notebook.edit("c1", HELPER)
    assert await notebook.tabs["c3"].codes() == []


async def test_an_edit_is_of_the_cell_where_the_finding_stands(notebook: Notebook) -> None:
    tab = notebook.tabs["c3"].put_cursor("report(error)")
    silenced = await tab.after((await tab.actions())["Ignore TCL201 here"])
    assert silenced.endswith("report(error)  # tclsp: ignore[TCL201]\n")
    notebook.edit("c3", silenced)
    assert await tab.codes() == []


async def test_places_are_those_of_the_cell(notebook: Notebook) -> None:
    code = "AuthFailure.SignatureExpire"
    test = f'if "错😀" and error.code == "{code}": raise'
    notebook.edit("c3", STOP.replace("report(error)", test))
    tab = notebook.tabs["c3"].put_cursor("Signature")
    pointed = await tab.hover()
    assert pointed is not None
    assert pointed.range is not None
    assert tab.covered(pointed.range) == code
    symbols = await notebook.editor.workspace_symbol_async(types.WorkspaceSymbolParams("expire"))
    answer = await notebook.editor.ask(HANDLED, {"code": code}, HandledResult)
    for locations in (
        await tab.references(),
        [each.location for each in symbols or () if isinstance(each, types.SymbolInformation)],
        [each.location for each in answer.handled],
    ):
        (here,) = [each for each in locations if each.uri == tab.uri]
        assert tab.covered(here.range) == code


async def test_a_cell_can_be_removed(notebook: Notebook) -> None:
    notebook.restructure(0, 1, closed=["c1"])
    assert await notebook.tabs["c3"].codes() == []
    with pytest.raises(JsonRpcInvalidParams, match="is not open"):
        await notebook.tabs["c1"].hover()


async def test_cells_can_change_their_order(notebook: Notebook) -> None:
    notebook.restructure(0, 3, "c3", "c2", "c1")
    assert await notebook.tabs["c3"].codes() == FOUND
    notebook.edit("c1", HELPER)
    assert await notebook.tabs["c3"].codes() == []


async def test_a_cell_can_change_its_language(notebook: Notebook) -> None:
    for language, found in (("markdown", []), ("python", FOUND)):
        notebook.languages["c3"] = language
        notebook.restructure(2, 1, "c3", opened=["c3"], closed=["c3"])
        assert await notebook.tabs["c3"].codes() == found


async def test_a_cell_in_another_language_is_left_alone(notebook: Notebook) -> None:
    tab = notebook.tabs["c2"]
    assert await tab.codes() == []
    assert await tab.hover() is None
    assert await tab.complete() is None
    assert not await tab.actions()
    assert not await tab.references()
    assert not await tab.hints(tab.whole)
    assert not await tab.lenses()


async def test_a_cell_that_has_missed_an_edit_is_told(notebook: Notebook) -> None:
    tab = notebook.tabs["c3"]
    here = types.Range(tab.cursor, tab.cursor)
    notebook.change_text("c3", types.TextDocumentContentChangePartial(here, "x"), version=0)
    shown = await notebook.editor.next(types.WINDOW_SHOW_MESSAGE)
    assert "close and open" in shown.message
    with pytest.raises(JsonRpcException, match="missed an edit"):
        await tab.pull()


async def test_when_a_notebook_is_saved_the_disk_is_looked_at(notebook: Notebook) -> None:
    notebook.edit("c1", "from helper import report\n")
    assert await notebook.tabs["c3"].codes() == []
    helper = notebook.editor.folder / "helper.py"
    helper.write_text(REPORT)
    try:
        notebook.save()
        assert await notebook.tabs["c3"].codes() == FOUND
    finally:
        helper.write_text(HELPER)
        notebook.save()


async def test_a_notebook_that_is_opened_again_has_the_new_cells_only(notebook: Notebook) -> None:
    notebook.open(["c2", "c3"])
    with pytest.raises(JsonRpcInvalidParams, match="is not open"):
        await notebook.tabs["c1"].hover()
    assert await notebook.tabs["c3"].codes() == []


async def test_a_notebook_can_be_closed(notebook: Notebook) -> None:
    assert await notebook.tabs["c3"].codes() == FOUND
    notebook.close()
    with pytest.raises(JsonRpcInvalidParams, match="is not open"):
        await notebook.tabs["c3"].hover()
