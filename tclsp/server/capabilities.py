"""What the server says that it can do, in its answer to `initialize`.

An editor waits for that answer, so this module loads nothing of the features themselves:
`tclsp.server.handlers` does, at the next message.
"""

from typing import Any

from lsprotocol import types

EXPLAIN_ANSWER = "tclsp/explainAnswer"
CODES = "tclsp/codes"
HANDLED = "tclsp/handled"
STATE = "tclsp/state"
"""The requests that LSP does not have."""

FIX_ALL = "source.fixAll.tclsp"
"""The kind of what editors run on saving."""

SOURCE = "tclsp"
"""Whose diagnostics they are."""

NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithCells(
            cells=[types.NotebookCellLanguage("python")],
            notebook=types.NotebookDocumentFilterNotebookType("jupyter-notebook"),
        )
    ],
    save=True,
)

_COMPLETION = types.CompletionOptions(
    trigger_characters=['"', "'", ".", "[", ","], resolve_provider=True
)
_CODE_ACTIONS = types.CodeActionOptions(
    code_action_kinds=[
        types.CodeActionKind.QuickFix,
        types.CodeActionKind.RefactorRewrite,
        types.CodeActionKind.SourceFixAll,
        FIX_ALL,
    ],
    resolve_provider=True,
)
_DIAGNOSTICS = types.DiagnosticOptions(
    inter_file_dependencies=True, workspace_diagnostics=True, identifier=SOURCE
)

OFFERED: dict[str, Any] = {
    types.INITIALIZED: None,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: None,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: None,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: None,
    types.TEXT_DOCUMENT_DID_OPEN: None,
    types.TEXT_DOCUMENT_DID_CHANGE: None,
    types.TEXT_DOCUMENT_DID_SAVE: None,
    types.TEXT_DOCUMENT_DID_CLOSE: None,
    types.NOTEBOOK_DOCUMENT_DID_OPEN: None,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE: None,
    types.NOTEBOOK_DOCUMENT_DID_SAVE: None,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE: None,
    types.TEXT_DOCUMENT_DIAGNOSTIC: _DIAGNOSTICS,
    types.WORKSPACE_DIAGNOSTIC: None,
    types.TEXT_DOCUMENT_HOVER: None,
    types.TEXT_DOCUMENT_COMPLETION: _COMPLETION,
    types.COMPLETION_ITEM_RESOLVE: None,
    types.TEXT_DOCUMENT_DEFINITION: None,
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: None,
    types.TEXT_DOCUMENT_INLAY_HINT: None,
    types.TEXT_DOCUMENT_CODE_LENS: None,
    types.TEXT_DOCUMENT_DOCUMENT_LINK: None,
    types.TEXT_DOCUMENT_CODE_ACTION: _CODE_ACTIONS,
    types.CODE_ACTION_RESOLVE: None,
    types.TEXT_DOCUMENT_REFERENCES: None,
    types.WORKSPACE_SYMBOL: None,
    EXPLAIN_ANSWER: None,
    CODES: None,
    HANDLED: None,
    STATE: None,
}
"""The methods that are answered, with the options that go into the answer."""
