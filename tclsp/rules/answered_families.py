"""Which families of codes API calls can answer with."""

from tclsp.analysis.facts import ApiCall
from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog


def answered_families(
    catalog: Catalog,
    services: tuple[str, ...] | None,
    documented: frozenset[str] | None = None,
) -> list[str]:
    """Return the families that calls of these services can answer with.

    Those of common codes that the services list themselves come first, then the services' own,
    then all other common ones. Where the services are unknown there are only common ones.
    `documented` are the codes in the lists of the actions called, where each has one: they go
    before what the services list.
    """
    common = catalog.common_families
    if documented is None:
        own = catalog.families_of(services or ())
    else:
        own = frozenset(code.partition(".")[0] for code in documented)
    return sorted(
        common | own, key=lambda family: (family not in own, family not in common, family)
    )


def families_of_call(catalog: Catalog, lists: ActionLists, call: ApiCall) -> list[str]:
    """Return the families that a call can answer with, in the order of `answered_families`.

    Those of its action's list where it has one, else those of its service and the common ones.
    """
    answered = answered_families(catalog, (call.service,) if call.service else None)
    codes = listed_codes(lists, call)
    if codes is None:
        return answered
    listed = {code.partition(".")[0] for code in codes}
    return [family for family in answered if family in listed]


def listed_codes(lists: ActionLists, call: ApiCall) -> frozenset[str] | None:
    """Return the codes in the list of a call's action; None where it has none."""
    if not call.service or not call.action:
        return None
    return lists.codes(call.service, call.action, call.version or None)
