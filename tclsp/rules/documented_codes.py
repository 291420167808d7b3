"""Which codes API actions are documented to answer, where there are lists of them."""

from collections.abc import Iterable

from tclsp.catalog.action_lists import ActionLists


def documented_codes(
    actions: Iterable[tuple[str, str]], lists: ActionLists
) -> frozenset[str] | None:
    """Return the codes in the lists of all actions, each given as service and action.

    `None` where there is no action, or one without a list.
    """
    each = documented_by_each(actions, lists)
    return None if each is None else frozenset[str]().union(*each)


def documented_by_each(
    actions: Iterable[tuple[str, str]], lists: ActionLists
) -> list[frozenset[str]] | None:
    """Return the list of each action; `None` where there is no action, or one without a list."""
    found: list[frozenset[str]] = []
    for service, action in actions:
        codes = lists.codes(service, action) if service and action else None
        if codes is None:
            return None
        found.append(codes)
    return found or None
