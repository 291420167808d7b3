"""Diagnostics of all files of the workspace, open or not; one file of it has a finding."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any

import pytest
from lsprotocol import types

from tests.server.features.editor import PATIENCE, Editor
from tests.server.features.tab import codes
from tests.server.samples import HANDLED, SWALLOWED

WORK, PARTS = "work", "parts"
"""The tokens of what is sent while files are looked at."""
Part = types.WorkspaceDiagnosticReportPartialResult
Reports = dict[str, types.WorkspaceFullDocumentDiagnosticReport]


async def report(editor: Editor) -> Reports:
    """Ask for all there is to report; return it by URIs."""
    params = types.WorkspaceDiagnosticParams([])
    return by_uri((await editor.workspace_diagnostic_async(params)).items)


def new_report(editor: Editor, known: Reports) -> Awaitable[types.WorkspaceDiagnosticReport]:
    """Ask at once for what is new to one that has earlier results."""
    previous = [types.PreviousResultId(uri, each.result_id or "") for uri, each in known.items()]
    asked = editor.workspace_diagnostic(types.WorkspaceDiagnosticParams(previous))
    return asyncio.wait_for(asyncio.wrap_future(asked), PATIENCE)


def by_uri(items: Sequence[types.WorkspaceDocumentDiagnosticReport]) -> Reports:
    full = [each for each in items if isinstance(each, types.WorkspaceFullDocumentDiagnosticReport)]
    assert len(full) == len(items)
    return {each.uri: each for each in full}


@pytest.fixture
def bad(editor: Editor) -> str:
    """Return the URI of the file that has a finding."""
    return (editor.folder / "bad.py").as_uri()


async def test_files_that_are_not_open_are_reported(editor: Editor, bad: str) -> None:
    found = await report(editor)
    assert list(found) == [bad]
    assert found[bad].version is None
    assert codes(found[bad].items) == [(7, "TCL104")]


async def test_an_open_document_counts_with_its_text(editor: Editor, bad: str) -> None:
    tab = editor.open(SWALLOWED, "plain.py", version=4)
    await tab.pull()
    found = await report(editor)
    assert {uri: each.version for uri, each in found.items()} == {tab.uri: 4, bad: None}
    assert codes(found[tab.uri].items) == [(7, "TCL104")]


async def test_a_file_counts_again_once_its_document_is_closed(editor: Editor, bad: str) -> None:
    tab = editor.open_file("bad.py")
    tab.replace(HANDLED)
    await tab.pull()
    assert await report(editor) == {}
    tab.close()
    found = await report(editor)
    assert list(found) == [bad]
    assert found[bad].version is None


async def test_a_document_that_was_never_a_file_is_gone_once_it_is_closed(
    editor: Editor, bad: str
) -> None:
    await report(editor)
    for _ in range(5):
        tab = editor.open(SWALLOWED)
        await tab.pull()
        tab.save()  # The report that this asks for may come when the document is closed already.
        tab.close()
        assert list(await report(editor)) == [bad]


async def test_parts_and_progress_are_sent_on_the_way(editor: Editor, bad: str) -> None:
    params = types.WorkspaceDiagnosticParams([], work_done_token=WORK, partial_result_token=PARTS)
    editor.open("pass\n").close()  # After this, files are looked at again.
    answer = await editor.workspace_diagnostic_async(params)
    sent: dict[types.ProgressToken, list[Any]] = {PARTS: [], WORK: []}
    for each in editor.received(types.PROGRESS):
        sent[each.token].append(each.value)
    parts = [editor.structured(part, Part) for part in sent[PARTS]]
    items = [item for part in parts for item in part.items]
    assert list(by_uri([*items, *answer.items])) == [bad]
    first, *_, last = sent[WORK]
    assert editor.structured(first, types.WorkDoneProgressBegin).cancellable is True
    assert editor.structured(last, types.WorkDoneProgressEnd).kind == "end"


async def test_an_answer_waits_for_something_new(editor: Editor) -> None:
    known = await report(editor)
    late = editor.folder / "late.py"
    waiting = new_report(editor, known)
    late.write_text(SWALLOWED)
    editor.tell_of(late, types.FileChangeType.Created)
    new = by_uri((await waiting).items)
    assert list(new) == [late.as_uri()]
    assert codes(new[late.as_uri()].items) == [(7, "TCL104")]
    waiting = new_report(editor, known | new)
    late.unlink()
    editor.tell_of(late, types.FileChangeType.Deleted)
    gone = by_uri((await waiting).items)
    assert [(uri, codes(each.items)) for uri, each in gone.items()] == [(late.as_uri(), [])]
