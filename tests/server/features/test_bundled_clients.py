"""Clients as pytest-lsp has recorded them: it warns of what they cannot take, and tests fail."""

from collections.abc import AsyncIterator

import pytest
from lsprotocol import types
from pytest_lsp import client_capabilities

from tests.server.features.editor import OWN_LOOP, Editor, starts_server
from tests.server.samples import install_sdk

pytestmark = OWN_LOOP

ENCODINGS = {
    "neovim@v0.11.0": "utf-8",
    "visual_studio_code@v1.65.2": "utf-16",
    "emacs@v29.1": "utf-32",
}
CODE = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client


def start(client: cvm_client.CvmClient, request):
    try:
        return client.RunInstances(request)
    except TencentCloudSDKException as error:
        if "错误😀" and error.code == "AuthFailure.SignatureExpire":
            print("错误😀", error.requestId)  # tclsp: ignore[TCL302]
        elif "😀" and error.code == "AuthFailure.TokenFailures":
            print("😀", error.requestId)
        raise
"""


@starts_server("module", params=list(ENCODINGS))
async def editor(
    lsp_client: Editor, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[None]:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "tclsp.toml").write_text("")
    install_sdk(folder)
    options = {"inlayHints": True, "codeLens": True}
    async with lsp_client.session(folder, client_capabilities(request.param), options):
        assert lsp_client.encoding == ENCODINGS[request.param]
        yield


async def test_places_are_counted_as_the_client_counts(editor: Editor) -> None:
    tab = editor.open(CODE)
    found = await tab.put_cursor("Signature").hover()
    assert found is not None
    assert found.range is not None
    assert tab.covered(found.range) == "AuthFailure.SignatureExpire"
    tab.put_cursor("AuthFailure.").insert("错😀")
    tab.insert("错😀")
    assert await tab.hover() is None
    tab.put_cursor('== "错', inside=4).delete(len("错😀错😀"))
    found = await tab.put_cursor("Signature").hover()
    assert found is not None
    assert found.range is not None
    assert tab.covered(found.range) == "AuthFailure.SignatureExpire"


async def test_unfinished_code_is_completed_behind_such_characters(editor: Editor) -> None:
    tab = editor.open_example('if "错😀" and e.code == "AuthFailure.Sig│')
    found = await tab.complete()
    assert found is not None
    item = found.items[0]
    edit = item.text_edit
    assert edit is not None
    replaced = edit.replace if isinstance(edit, types.InsertReplaceEdit) else edit.range
    assert tab.covered(replaced) == "AuthFailure.Sig"
    resolved = await editor.completion_item_resolve_async(item)
    assert "AuthFailure.SignatureExpire" in str(resolved.documentation)


async def test_findings_are_marked_and_mended_behind_them(editor: Editor) -> None:
    tab = editor.open(CODE)
    if editor.pulls:
        items = await tab.diagnostics()
    else:
        items = (await editor.next(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)).diagnostics
    marked = {str(each.code): tab.covered(each.range) for each in items}
    assert marked == {
        "TCL001": "# tclsp: ignore[TCL302]",
        "TCL301": '"AuthFailure.TokenFailures"',
    }
    fix = (await tab.put_cursor("# tclsp").actions())["Remove what suppresses nothing"]
    fixed = CODE.replace("  # tclsp: ignore[TCL302]", "")
    assert await tab.after(fix) == fixed


async def test_every_other_answer_is_as_the_client_takes_it(editor: Editor) -> None:
    tab = editor.open(CODE).put_cursor("RunInstances", inside=3)
    assert await tab.definitions()
    assert await tab.links()
    assert await tab.lenses()
    assert await tab.hints(tab.whole)
    assert await tab.put_cursor("Signature").references()
    assert await tab.highlights()
    assert await editor.workspace_symbol_async(types.WorkspaceSymbolParams("AuthFailure"))
