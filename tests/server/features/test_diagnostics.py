"""Diagnostics of a document that is open, for an editor that asks for them."""

import asyncio

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.server.features.conftest import HELPER
from tests.server.features.editor import PATIENCE, Editor
from tests.server.samples import HANDLED, SWALLOWED

TWICE = SWALLOWED.replace(
    "        pass\n",
    '        if error.code == "AuthFailure.SignatureExpire":\n'
    "            raise\n"
    '        elif error.code == "AuthFailure.SignatureExpire":\n'
    "            return None\n"
    "        raise\n",
)


async def test_findings_are_answered_and_not_sent(editor: Editor) -> None:
    tab = editor.open(SWALLOWED)
    assert await tab.codes() == [(7, "TCL104")]
    assert editor.received(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS) == []


async def test_what_the_editor_has_is_not_sent_again(editor: Editor) -> None:
    tab = editor.open(SWALLOWED)
    report = await tab.pull()
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    again = await tab.pull(report.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == report.result_id
    tab.replace(HANDLED)
    changed = await tab.pull(report.result_id)
    assert isinstance(changed, types.RelatedFullDocumentDiagnosticReport)
    assert not changed.items


async def test_a_diagnostic_says_what_to_write_and_where_to_read_more(editor: Editor) -> None:
    tab = editor.open(TWICE)
    found = {item.code: item for item in await tab.diagnostics()}
    item = found["TCL106"]
    assert (item.source, item.severity) == ("tclsp", types.DiagnosticSeverity.Warning)
    assert tab.covered(item.range) == '"AuthFailure.SignatureExpire"'
    assert list(item.tags or ()) == [types.DiagnosticTag.Unnecessary]
    assert item.code_description is not None
    assert item.code_description.href.endswith("/docs/rules/TCL106.md")
    (related,) = item.related_information or ()
    assert related.location.uri == tab.uri
    assert related.location.range.start.line == 7
    what, instead = item.message.split("\n")
    assert what
    assert instead


async def test_a_part_that_cannot_be_read_is_marked_on_its_first_line(editor: Editor) -> None:
    tab = editor.open(HANDLED.replace("as error:", "as"))
    (item,) = await tab.diagnostics()
    assert item.code == "TCL002"
    assert tab.covered(item.range) == "def stop(client, request):"


async def test_an_edit_in_one_document_counts_in_another(editor: Editor) -> None:
    caller = editor.open("from helper import report\n" + SWALLOWED.replace("pass", "report(error)"))
    assert await caller.codes() == []
    helper = editor.open_file("helper.py")
    helper.replace(HELPER.replace("print(error)", "print(error.code)"))
    assert await helper.codes() == []
    assert await caller.codes() == [(9, "TCL201")]


async def test_an_edit_makes_an_old_question_void(editor: Editor) -> None:
    tab = editor.open(HANDLED)
    await tab.pull()
    tab.replace(HANDLED + "\n")
    params = types.DocumentDiagnosticParams(tab.document)
    asked = editor.text_document_diagnostic(params)
    tab.replace(SWALLOWED)
    with pytest.raises(JsonRpcException) as caught:
        await asyncio.wait_for(asyncio.wrap_future(asked), PATIENCE)
    assert caught.value.code == types.LSPErrorCodes.ServerCancelled
    assert caught.value.data == {"retriggerRequest": True}
    assert await tab.codes() == [(7, "TCL104")]


async def test_an_editor_may_ask_before_it_opens_a_document(editor: Editor) -> None:
    uri = (editor.folder / "early.py").as_uri()
    params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
    early = await editor.text_document_diagnostic_async(params)
    assert isinstance(early, types.RelatedFullDocumentDiagnosticReport)
    assert not early.items
    tab = editor.open(SWALLOWED, "early.py")
    await editor.next(types.WORKSPACE_DIAGNOSTIC_REFRESH)
    assert await tab.codes() == [(7, "TCL104")]


async def test_what_is_excluded_or_in_another_language_shows_nothing(editor: Editor) -> None:
    assert await editor.open(SWALLOWED, "generated/a.py").codes() == []
    tab = editor.open(SWALLOWED, "text.py", language="plaintext")
    assert await tab.codes() == []
    tab.close()
    assert await editor.open(SWALLOWED, "text.py").codes() == [(7, "TCL104")]
