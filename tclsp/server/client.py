"""What the client can do, as far as a feature answers differently for it."""

from collections.abc import Collection
from typing import Any

from attrs import frozen
from lsprotocol import types
from pygls.capabilities import get_capability


@frozen
class Client:
    """The capabilities of the client; all are false for a client that announces none."""

    hover_markdown: bool = False
    completion_markdown: bool = False
    completion_markup: bool = False
    """Whether the documentation of a completion item may say which form it has."""
    insert_replace: bool = False
    """Whether a completion may tell what it inserts from what it replaces."""
    label_details: bool = False
    resolves_documentation: bool = False
    """Whether it asks for the documentation of a completion item when it shows it."""
    definition_links: bool = False
    link_tooltips: bool = False
    related_information: bool = False
    diagnostic_tags: bool = False
    code_descriptions: bool = False
    pull_diagnostics: bool = False
    refreshes_diagnostics: bool = False
    refreshes_inlay_hints: bool = False
    refreshes_code_lenses: bool = False
    code_action_literals: bool = False
    resolves_edits: bool = False
    """Whether it asks for the edit of a code action when it is chosen."""
    preferred_actions: bool = False
    document_changes: bool = False
    """Whether edits may name the version of the document that they are of."""
    applies_edits: bool = False
    configuration: bool = False
    """Whether it answers `workspace/configuration`."""
    registers_configuration: bool = False
    registers_watched_files: bool = False


def client_of(capabilities: types.ClientCapabilities) -> Client:
    """Return what the capabilities of `initialize` say."""

    def has(path: str) -> bool:
        return bool(get_capability(capabilities, path, False))

    def among(path: str) -> Collection[Any]:
        found: Collection[Any] | None = get_capability(capabilities, path, None)
        return found or ()

    item = "text_document.completion.completion_item"
    diagnostics = "text_document.publish_diagnostics"
    pull = "text_document.diagnostic"
    pulls = get_capability(capabilities, pull, None) is not None
    actions = "text_document.code_action"
    markdown = types.MarkupKind.Markdown
    return Client(
        hover_markdown=markdown in among("text_document.hover.content_format"),
        completion_markdown=markdown in among(f"{item}.documentation_format"),
        completion_markup=bool(among(f"{item}.documentation_format")),
        insert_replace=has(f"{item}.insert_replace_support"),
        label_details=has(f"{item}.label_details_support"),
        resolves_documentation="documentation" in among(f"{item}.resolve_support.properties"),
        definition_links=has("text_document.definition.link_support"),
        link_tooltips=has("text_document.document_link.tooltip_support"),
        related_information=has(f"{diagnostics}.related_information")
        or has(f"{pull}.related_information"),
        diagnostic_tags=bool(
            among(f"{diagnostics}.tag_support.value_set") or among(f"{pull}.tag_support.value_set")
        ),
        code_descriptions=has(f"{diagnostics}.code_description_support")
        or has(f"{pull}.code_description_support"),
        pull_diagnostics=pulls,
        refreshes_diagnostics=has("workspace.diagnostics.refresh_support"),
        refreshes_inlay_hints=has("workspace.inlay_hint.refresh_support"),
        refreshes_code_lenses=has("workspace.code_lens.refresh_support"),
        code_action_literals=get_capability(capabilities, f"{actions}.code_action_literal_support")
        is not None,
        resolves_edits=has(f"{actions}.data_support")
        and "edit" in among(f"{actions}.resolve_support.properties"),
        preferred_actions=has(f"{actions}.is_preferred_support"),
        document_changes=has("workspace.workspace_edit.document_changes"),
        applies_edits=has("workspace.apply_edit"),
        configuration=has("workspace.configuration"),
        registers_configuration=has("workspace.did_change_configuration.dynamic_registration"),
        registers_watched_files=has("workspace.did_change_watched_files.dynamic_registration"),
    )
