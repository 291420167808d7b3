"""`textDocument/codeAction` and `codeAction/resolve`: what is offered, in the client's form.

A client that resolves gets an edit once it is chosen, one that knows no code actions gets commands.
Both hand back which offer is meant; it is made again, on the text that it was made for only.
"""

from collections.abc import Iterator, Sequence

from lsprotocol import types

from tclsp.server.capabilities import FIX_ALL
from tclsp.server.choices import Choice, choice_as_json, text_id
from tclsp.server.commands import APPLY_CODE_ACTION
from tclsp.server.diagnostics import diagnostic
from tclsp.server.offers import Offer, all_of_rule, offers
from tclsp.server.view import View
from tclsp.server.workspace_edits import workspace_edit


class NotOfThisText(Exception):
    """An offer that was made for another text, or under other settings."""


def answer_code_actions(
    view: View, params: types.CodeActionParams
) -> list[types.CodeAction | types.Command]:
    """Answer `textDocument/codeAction`; the findings must be those of the view's text."""
    if view.client.code_action_literals:
        return [_action(view, offer, choice) for offer, choice in _offered(view, params)]
    if not view.client.applies_edits:
        return []
    return [
        types.Command(offer.title, APPLY_CODE_ACTION, arguments=[choice_as_json(choice)])
        for offer, choice in _offered(view, params)
    ]


def chosen_edit(view: View, choice: Choice) -> types.WorkspaceEdit:
    """Return the edit of an offer; raises NotOfThisText."""
    if choice.text != text_id(view):
        raise NotOfThisText
    for number, offer in enumerate(offers(view, choice.range)):
        if number == choice.number and offer.title == choice.title:
            return workspace_edit(view, offer.edits)
    raise NotOfThisText


def all_of_rule_edit(view: View, code: str) -> types.WorkspaceEdit | None:
    """Return the edit that applies all safe fixes of a rule; None where there are none."""
    edits = all_of_rule(view, code)
    return workspace_edit(view, edits) if edits else None


def _offered(view: View, params: types.CodeActionParams) -> Iterator[tuple[Offer, Choice]]:
    text = text_id(view)
    for number, offer in enumerate(offers(view, params.range)):
        if _is_wanted(offer.kind, params.context.only):
            yield offer, Choice(view.uri, text, params.range, number, offer.title)


def _is_wanted(kind: str, wanted: Sequence[str] | None) -> bool:
    """Whether a kind is one of those asked for, or below one; all are where none is named."""
    if not wanted:
        # What editors run on saving they ask for by name.
        return kind != FIX_ALL
    return any(kind == each or kind.startswith(f"{each}.") for each in wanted)


def _action(view: View, offer: Offer, choice: Choice) -> types.CodeAction:
    action = types.CodeAction(offer.title, kind=offer.kind)
    # What is run on saving is applied for certain, by some clients without another question.
    if view.client.resolves_edits and offer.kind != FIX_ALL:
        action.data = choice_as_json(choice)
    else:
        action.edit = workspace_edit(view, offer.edits)
    if offer.finding is not None:
        action.diagnostics = [diagnostic(view, offer.finding)]
    if offer.preferred and view.client.preferred_actions:
        action.is_preferred = True
    return action
