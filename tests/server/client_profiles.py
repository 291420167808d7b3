"""What real editors announce, as far as this server looks at it.

Neovim 0.7 and 0.11: from `vim.lsp.protocol.make_client_capabilities()` of 0.7.2 and 0.11.4; what
0.9 announces lies between them. VS Code: from the sources of vscode-languageclient 10.1.2. eglot:
from those of the version in Emacs 29, with `markdown-mode` installed.
"""

from typing import Any

from attrs import frozen

BOTH = ["markdown", "plaintext"]
KINDS = {"codeActionKind": {"valueSet": ["", "quickfix", "refactor", "source"]}}
TAGS = {"valueSet": [1, 2]}

NEOVIM_0_7: dict[str, Any] = {
    "textDocument": {
        "completion": {
            "contextSupport": False,
            "completionItem": {"snippetSupport": False, "documentationFormat": BOTH},
        },
        "hover": {"contentFormat": BOTH},
        "definition": {"linkSupport": True},
        "publishDiagnostics": {"relatedInformation": True, "tagSupport": TAGS},
        "codeAction": {
            "codeActionLiteralSupport": KINDS,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
    "workspace": {"applyEdit": True, "workspaceFolders": True, "configuration": True},
    "window": {"workDoneProgress": True, "showDocument": {"support": False}},
}
NEOVIM_0_9: dict[str, Any] = {
    **NEOVIM_0_7,
    "textDocument": {
        **NEOVIM_0_7["textDocument"],
        "codeAction": {
            **NEOVIM_0_7["textDocument"]["codeAction"],
            "isPreferredSupport": True,
        },
    },
    "workspace": {
        **NEOVIM_0_7["workspace"],
        "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True},
        "semanticTokens": {"refreshSupport": True},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}
NEOVIM_0_11: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-8", "utf-16", "utf-32"]},
    "textDocument": {
        "completion": {
            "contextSupport": True,
            "completionItem": {
                "snippetSupport": True,
                "deprecatedSupport": True,
                "documentationFormat": BOTH,
                "resolveSupport": {"properties": ["additionalTextEdits", "command"]},
                "tagSupport": {"valueSet": [1]},
            },
            "completionList": {
                "itemDefaults": ["editRange", "insertTextFormat", "insertTextMode", "data"]
            },
        },
        "hover": {"dynamicRegistration": True, "contentFormat": BOTH},
        "definition": {"dynamicRegistration": True, "linkSupport": True},
        "diagnostic": {"dynamicRegistration": False, "tagSupport": TAGS},
        "publishDiagnostics": {
            "relatedInformation": True,
            "tagSupport": TAGS,
            "dataSupport": True,
        },
        "codeAction": {
            "dynamicRegistration": True,
            "codeActionLiteralSupport": KINDS,
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit", "command"]},
        },
        "inlayHint": {"dynamicRegistration": True},
    },
    "workspace": {
        "applyEdit": True,
        "workspaceFolders": True,
        "configuration": True,
        "didChangeConfiguration": {"dynamicRegistration": False},
        "didChangeWatchedFiles": {"dynamicRegistration": False, "relativePatternSupport": True},
        "inlayHint": {"refreshSupport": True},
        "workspaceEdit": {"resourceOperations": ["rename", "create", "delete"]},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}
EGLOT: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-32", "utf-8", "utf-16"]},
    "textDocument": {
        "completion": {
            "contextSupport": True,
            "completionItem": {
                "snippetSupport": False,
                "deprecatedSupport": True,
                "resolveSupport": {
                    "properties": ["documentation", "details", "additionalTextEdits"]
                },
                "tagSupport": {"valueSet": [1]},
            },
        },
        "hover": {"dynamicRegistration": False, "contentFormat": BOTH},
        "definition": {"dynamicRegistration": False, "linkSupport": True},
        "publishDiagnostics": {
            "relatedInformation": False,
            "codeDescriptionSupport": False,
            "tagSupport": TAGS,
        },
        "codeAction": {
            "codeActionLiteralSupport": KINDS,
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit", "command"]},
        },
    },
    "workspace": {
        "applyEdit": True,
        "configuration": True,
        "workspaceFolders": True,
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "workspaceEdit": {"documentChanges": True},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}
VSCODE: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "completion": {
            "dynamicRegistration": True,
            "contextSupport": True,
            "completionItem": {
                "snippetSupport": True,
                "commitCharactersSupport": True,
                "documentationFormat": BOTH,
                "tagSupport": {"valueSet": [1]},
                "insertReplaceSupport": True,
                "labelDetailsSupport": True,
                "resolveSupport": {
                    "properties": ["documentation", "detail", "additionalTextEdits"]
                },
            },
            "completionList": {
                "itemDefaults": [
                    "commitCharacters",
                    "editRange",
                    "insertTextFormat",
                    "insertTextMode",
                    "data",
                ],
            },
        },
        "hover": {"dynamicRegistration": True, "contentFormat": BOTH},
        "definition": {"dynamicRegistration": True, "linkSupport": True},
        "diagnostic": {
            "dynamicRegistration": True,
            "relatedInformation": True,
            "tagSupport": TAGS,
            "codeDescriptionSupport": True,
            "dataSupport": True,
            "relatedDocumentSupport": False,
        },
        "publishDiagnostics": {
            "relatedInformation": True,
            "tagSupport": TAGS,
            "codeDescriptionSupport": True,
            "dataSupport": True,
        },
        "codeAction": {
            "dynamicRegistration": True,
            "codeActionLiteralSupport": KINDS,
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit", "command"]},
        },
        "codeLens": {"dynamicRegistration": True},
        "inlayHint": {"dynamicRegistration": True},
    },
    "workspace": {
        "applyEdit": True,
        "configuration": True,
        "workspaceFolders": True,
        "diagnostics": {"refreshSupport": True},
        "codeLens": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "didChangeConfiguration": {"dynamicRegistration": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True},
        "workspaceEdit": {"documentChanges": True},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}


@frozen
class Profile:
    """A client, and what it must get."""

    name: str
    capabilities: dict[str, Any]
    encoding: str
    """What it and the server agree upon."""
    hover: str = "plaintext"
    documentation: str = "plaintext"
    """The form of a completion item's documentation."""
    resolves: bool = False
    """Whether documentation comes when it asks for it."""
    insert_replace: bool = False
    label_details: bool = False
    pulls: bool = False
    code_actions: bool = True
    """Whether it can take code actions that are no commands."""
    versioned_edits: bool = False
    preferred: bool = False
    """Whether it shows which code action is the best."""
    tags: bool = True
    related: bool = False
    pages: bool = False
    """Whether a diagnostic may link to the page of its rule."""


def only(encodings: list[str], profile: dict[str, Any]) -> dict[str, Any]:
    """Return a profile that offers these position encodings."""
    return {**profile, "general": {**profile.get("general", {}), "positionEncodings": encodings}}


PROFILES = (
    Profile(
        "Neovim 0.7", NEOVIM_0_7, "utf-16", hover="markdown", documentation="markdown",
        related=True,
    ),
    Profile(
        "Neovim 0.9", NEOVIM_0_9, "utf-16", hover="markdown", documentation="markdown",
        preferred=True, related=True,
    ),
    Profile(
        "Neovim 0.11", NEOVIM_0_11, "utf-8", hover="markdown", documentation="markdown",
        pulls=True, preferred=True, related=True,
    ),
    Profile(
        "Neovim 0.11, utf-32", only(["utf-32"], NEOVIM_0_11), "utf-32", hover="markdown",
        documentation="markdown", pulls=True, preferred=True, related=True,
    ),
    Profile(
        "eglot of Emacs 29", EGLOT, "utf-32", hover="markdown", resolves=True,
        versioned_edits=True, preferred=True,
    ),
    Profile(
        "eglot, utf-8", only(["utf-8"], EGLOT), "utf-8", hover="markdown", resolves=True,
        versioned_edits=True, preferred=True,
    ),
    Profile(
        "VS Code", VSCODE, "utf-16", hover="markdown", documentation="markdown", resolves=True,
        insert_replace=True, label_details=True, pulls=True, versioned_edits=True,
        preferred=True, related=True, pages=True,
    ),
    Profile("a client that announces nothing", {}, "utf-16", code_actions=False, tags=False),
)  # fmt: skip
