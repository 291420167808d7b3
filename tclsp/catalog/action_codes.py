"""What an action can answer, as precisely as its action lists have it."""

from collections.abc import Iterable

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.records import Action, Code


def narrowed_to_action(
    codes: Iterable[Code], actions: Iterable[Action], lists: ActionLists
) -> list[Code]:
    """Return those of `codes` that one of `actions` can answer.

    The actions are the versions of one action, `codes` what their services answer. An action
    without a list may answer all that its service version defines; common codes and the gateway's
    are any action's.
    """
    documented: set[str] = set()
    unlisted: set[tuple[str, str]] = set()
    for action in actions:
        listed = lists.codes(action.service, action.name, action.version)
        if listed is None:
            unlisted.add((action.service, action.version))
        else:
            documented |= listed
    return [
        code
        for code in codes
        if code.kind in ("common", "gateway")
        or code.code in documented
        or any((one.service, one.version) in unlisted for one in code.services)
    ]
