"""What real editors announce, as far as this server looks at it.

Neovim: `vim.lsp.protocol.make_client_capabilities()` at the tags v0.7.2, v0.8.3, v0.9.5, v0.10.4
and of 0.11.4, on Linux. eglot: version 1.12, which Emacs 29 has, with `markdown-mode` installed
and without `yasnippet`. VS Code: the sources of vscode-languageclient 10.1.
"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

Capabilities = dict[str, Any]

BOTH = ["markdown", "plaintext"]
KINDS = {"codeActionKind": {"valueSet": ["", "quickfix", "refactor", "source"]}}
TAGS = {"valueSet": [1, 2]}


def extended(older: Mapping[str, Any], more: Mapping[str, Any]) -> Capabilities:
    """Return what a client announces once it has learnt something more."""
    result = dict(older)
    for name, value in more.items():
        known = result.get(name)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            value = extended(known, value)
        result[name] = value
    return result


NEOVIM_0_7: Capabilities = {
    "textDocument": {
        "synchronization": {"dynamicRegistration": False, "didSave": True},
        "completion": {
            "contextSupport": False,
            "completionItem": {"snippetSupport": False, "documentationFormat": BOTH},
        },
        "hover": {"dynamicRegistration": False, "contentFormat": BOTH},
        "definition": {"linkSupport": True},
        "publishDiagnostics": {"relatedInformation": True, "tagSupport": TAGS},
        "codeAction": {
            "dynamicRegistration": False,
            "codeActionLiteralSupport": KINDS,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
    "workspace": {
        "applyEdit": True,
        "workspaceFolders": True,
        "workspaceEdit": {"resourceOperations": ["rename", "create", "delete"]},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": False}},
}
NEOVIM_0_8 = extended(
    NEOVIM_0_7,
    {
        "textDocument": {"codeAction": {"isPreferredSupport": True}},
        "workspace": {"configuration": True},
    },
)
NEOVIM_0_9 = extended(
    NEOVIM_0_8,
    {
        "workspace": {
            "semanticTokens": {"refreshSupport": True},
            "didChangeWatchedFiles": {"dynamicRegistration": False, "relativePatternSupport": True},
        },
        "window": {"showDocument": {"support": True}},
    },
)
NEOVIM_0_10 = extended(
    NEOVIM_0_9,
    {
        "general": {"positionEncodings": ["utf-16"]},
        "textDocument": {
            "diagnostic": {"dynamicRegistration": False},
            "inlayHint": {"dynamicRegistration": True},
            "completion": {
                "completionList": {
                    "itemDefaults": ["editRange", "insertTextFormat", "insertTextMode", "data"]
                },
            },
            "hover": {"dynamicRegistration": True},
            "definition": {"dynamicRegistration": True},
            "publishDiagnostics": {"dataSupport": True},
            "codeAction": {"dynamicRegistration": True},
        },
        "workspace": {
            "didChangeConfiguration": {"dynamicRegistration": False},
            "inlayHint": {"refreshSupport": True},
        },
    },
)
NEOVIM_0_11 = extended(
    NEOVIM_0_10,
    {
        "general": {"positionEncodings": ["utf-8", "utf-16", "utf-32"]},
        "textDocument": {
            "diagnostic": {"tagSupport": TAGS},
            "completion": {
                "contextSupport": True,
                "completionItem": {
                    "snippetSupport": True,
                    "deprecatedSupport": True,
                    "resolveSupport": {"properties": ["additionalTextEdits", "command"]},
                    "tagSupport": {"valueSet": [1]},
                },
            },
            "codeAction": {"resolveSupport": {"properties": ["edit", "command"]}},
        },
    },
)
EGLOT: Capabilities = {
    "general": {"positionEncodings": ["utf-32", "utf-8", "utf-16"]},
    "textDocument": {
        "synchronization": {"dynamicRegistration": False, "didSave": True},
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
            "dynamicRegistration": False,
            "codeActionLiteralSupport": KINDS,
            "isPreferredSupport": True,
        },
        "inlayHint": {"dynamicRegistration": False},
    },
    "workspace": {
        "applyEdit": True,
        "configuration": True,
        "workspaceFolders": True,
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "workspaceEdit": {"documentChanges": True},
    },
}
VSCODE: Capabilities = {
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
        "documentLink": {"dynamicRegistration": True, "tooltipSupport": True},
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
            "resolveSupport": {"properties": ["edit"]},
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
    "notebookDocument": {"synchronization": {"dynamicRegistration": True}},
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}


OLD: Capabilities = {"workspace": {"applyEdit": True}}
"""A client of the protocol's first years: it knows commands, but no code actions."""


@frozen
class Profile:
    """A client, and what it must get."""

    name: str
    capabilities: Capabilities
    encoding: str
    """What it and the server agree upon."""
    hover: str = "markdown"
    documentation: str = "markdown"
    """The form of a completion item's documentation; "text" where it does not say its form."""
    resolves_documentation: bool = False
    insert_replace: bool = False
    label_details: bool = False
    pulls: bool = False
    links: bool = True
    """Whether definitions say what leads there."""
    link_tooltips: bool = False
    code_actions: bool = True
    """Whether it can take code actions that are no commands."""
    resolves_edits: bool = True
    versioned_edits: bool = False
    preferred: bool = True
    """Whether it shows which code action is the best."""
    tags: bool = True
    related: bool = True
    pages: bool = False
    """Whether a diagnostic may link to the page of its rule."""


def only(encoding: str, profile: Capabilities) -> Capabilities:
    """Return a profile that offers one position encoding."""
    return extended(profile, {"general": {"positionEncodings": [encoding]}})


PROFILES = (
    Profile("Neovim 0.7", NEOVIM_0_7, "utf-16", preferred=False),
    Profile("Neovim 0.8", NEOVIM_0_8, "utf-16"),
    Profile("Neovim 0.9", NEOVIM_0_9, "utf-16"),
    Profile("Neovim 0.10", NEOVIM_0_10, "utf-16", pulls=True),
    Profile("Neovim 0.11", NEOVIM_0_11, "utf-8", pulls=True),
    Profile("Neovim 0.11, utf-32", only("utf-32", NEOVIM_0_11), "utf-32", pulls=True),
    *(
        Profile(
            f"eglot of Emacs 29, {encoding}", capabilities, encoding, documentation="text",
            resolves_documentation=True, resolves_edits=False, versioned_edits=True, related=False,
        )
        for encoding, capabilities in (("utf-32", EGLOT), ("utf-8", only("utf-8", EGLOT)))
    ),
    Profile(
        "VS Code", VSCODE, "utf-16", resolves_documentation=True, insert_replace=True,
        label_details=True, pulls=True, link_tooltips=True, versioned_edits=True, pages=True,
    ),
    *(
        Profile(
            name, capabilities, "utf-16", hover="plaintext", documentation="text", links=False,
            code_actions=False, resolves_edits=False, preferred=False, tags=False,
            related=False,
        )
        for name, capabilities in (
            ("a client that knows commands only", OLD),
            ("a client that announces nothing", {}),
        )
    ),
)  # fmt: skip
