"""Files that change on the disk while their documents, or others, are open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lsprotocol import types

from tests.server.features.conftest import HELPER
from tests.server.features.editor import Editor
from tests.server.samples import HANDLED, SWALLOWED


async def test_an_editor_that_watches_is_asked_to(editor: Editor) -> None:
    registered = {each.method: each for each in await editor.registered()}
    asked = registered[types.WORKSPACE_DID_CHANGE_WATCHED_FILES].register_options
    options = editor.structured(asked, types.DidChangeWatchedFilesRegistrationOptions)
    patterns = {each.glob_pattern for each in options.watchers}
    assert patterns == {
        "**/*.py",
        "**/*.pyi",
        "**/tclsp.toml",
        "**/pyproject.toml",
        "**/.gitignore",
    }


CALLER = "from helper import report\n" + SWALLOWED.replace("pass", "report(error)")


@contextmanager
def changed_helper(editor: Editor) -> Iterator[Path]:
    """Have `helper.py` lose the RequestId, which `CALLER` leaves to it, for a while."""
    helper = editor.folder / "helper.py"
    helper.write_text(HELPER.replace("print(error)", "print(error.code)"))
    try:
        yield helper
    finally:
        helper.write_text(HELPER)


async def test_a_watched_file_counts_in_the_documents_that_use_it(editor: Editor) -> None:
    caller = editor.open(CALLER)
    assert await caller.codes() == []
    with changed_helper(editor) as helper:
        editor.tell_of(helper, types.FileChangeType.Changed)
        await editor.next(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        assert await caller.codes() == [(9, "TCL201")]
    editor.tell_of(helper, types.FileChangeType.Changed)


async def test_an_open_document_counts_with_its_own_text(editor: Editor) -> None:
    tab = editor.open_file("bad.py")
    tab.replace(HANDLED)
    editor.tell_of(editor.folder / "bad.py", types.FileChangeType.Changed)
    assert await tab.codes() == []


async def test_a_file_that_nobody_watches_counts_when_something_is_saved(editor: Editor) -> None:
    caller = editor.open(CALLER)
    assert await caller.codes() == []
    with changed_helper(editor):
        caller.save()
        assert await caller.codes() == [(9, "TCL201")]
    caller.save()
