"""From a code or a call to where it is defined, and to all places that name it."""

import pytest
from lsprotocol import types

from tests.server.features.conftest import OTHER
from tests.server.features.editor import Editor

CODE = OTHER.replace("stop", "start").replace("StopInstances", "RunInstances")
CONSTANT = "AUTHFAILURE_CAMROLENAMEAUTHENTICATEFAILED"
CODES = f"""\
from tencentcloud.cvm.v20170312 import errorcodes

if e.code == "AuthFailure.SignatureExpire":
    raise
if e.code.startswith("AuthFailure."):
    print("AuthFailure.SignatureExpire")
if e.code == errorcodes.{CONSTANT}:
    raise
"""


# ---------------------------------------------------------------- definition


@pytest.mark.parametrize(
    ("text", "word", "leads_to"),
    [
        (CODE, "RunInstances", ("cvm_client.py", 1, "    def ")),
        (CODES, CONSTANT, ("errorcodes.py", 0, "")),
    ],
)
async def test_a_definition_is_in_the_installed_sdk(
    editor: Editor, text: str, word: str, leads_to: tuple[str, int, str]
) -> None:
    tab = editor.open(text).put_cursor(word, inside=3)
    (link,) = await tab.definitions()
    assert isinstance(link, types.LocationLink)
    assert link.origin_selection_range is not None
    assert tab.covered(link.origin_selection_range) == word
    file, line, before = leads_to
    assert link.target_uri.endswith(f"/tencentcloud/cvm/v20170312/{file}")
    assert link.target_selection_range.start == types.Position(line, len(before))


async def test_what_the_sdk_does_not_define_leads_nowhere(editor: Editor) -> None:
    tab = editor.open(CODES)
    assert not await tab.put_cursor("startswith").definitions()
    assert not await tab.put_cursor("AuthFailure.SignatureExpire", inside=3).definitions()


# ---------------------------------------------------------------- uses


async def test_references_are_found_in_all_files(editor: Editor) -> None:
    tab = editor.open(CODE).put_cursor("AuthFailure", inside=2)
    found = await tab.references()
    other = (editor.folder / "other.py").as_uri()
    assert [each.uri for each in found] == [other, tab.uri]
    assert tab.covered(found[1].range) == "AuthFailure.SignatureExpire"
    assert not await tab.put_cursor("import").references()


async def test_references_right_after_an_edit_are_those_of_the_new_text(editor: Editor) -> None:
    tab = editor.open(CODE)
    await tab.pull()
    tab.put_cursor("def ").insert("\n")
    tab.put_cursor("AuthFailure", inside=2)
    found = [each for each in await tab.references() if each.uri == tab.uri]
    assert [tab.covered(each.range) for each in found] == ["AuthFailure.SignatureExpire"]


async def test_a_family_is_named_by_its_codes(editor: Editor) -> None:
    tab = editor.open(CODES).put_cursor('AuthFailure."', inside=2)
    found = [each for each in await tab.references() if each.uri == tab.uri]
    assert [tab.covered(each.range) for each in found] == [
        "AuthFailure.SignatureExpire",
        "AuthFailure.",
        "AuthFailure.SignatureExpire",
        CONSTANT,
    ]


async def test_highlights_are_the_uses_in_the_document(editor: Editor) -> None:
    tab = editor.open(CODES)
    here = await tab.put_cursor("AuthFailure.SignatureExpire", inside=2).highlights()
    assert [tab.covered(each.range) for each in here] == ["AuthFailure.SignatureExpire"] * 2
    assert len(await tab.put_cursor('AuthFailure."', inside=2).highlights()) == 4
    assert not await tab.put_cursor("import").highlights()


async def symbols(editor: Editor, query: str) -> list[tuple[str, str]]:
    """Return names and URIs."""
    found = await editor.workspace_symbol_async(types.WorkspaceSymbolParams(query))
    return [(each.name, each.location.uri) for each in found or ()]


async def test_symbols_are_the_codes_that_the_workspace_names(editor: Editor) -> None:
    tab = editor.open(CODE)
    other = (editor.folder / "other.py").as_uri()
    code = "AuthFailure.SignatureExpire"
    assert await symbols(editor, "authfail") == [(code, other), (code, tab.uri)]
    tab.replace("pass\n")
    assert await symbols(editor, "authfail") == [(code, other)]
    assert await symbols(editor, "no such code") == []
