"""Which codes calls can answer."""

from collections.abc import Iterable, Sequence

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog
from tclsp.server.place import Place


def own_codes(
    actions: Iterable[tuple[str, str]], catalog: Catalog, lists: ActionLists
) -> tuple[frozenset[str], bool]:
    """Return the codes that actions answer by themselves, and whether they are documented so.

    They are those of the actions' lists; where one has none, those of all their services. Besides
    them any action can answer the common codes.
    """
    actions = tuple(actions)
    found = [lists.codes(service, action) for service, action in actions]
    documented = [codes for codes in found if codes is not None]
    if found and len(documented) == len(found):
        return frozenset[str]().union(*documented), True
    services = {service for service, _ in actions}
    return frozenset[str]().union(*map(catalog.defined_by, services)), False


def answered_by(
    place: Place, actions: Iterable[tuple[str, str]]
) -> tuple[dict[str, list[str]], bool]:
    """Return the codes that actions can answer, by family, and whether they are documented so.

    Families of common codes come last: any call can answer them.
    """
    own, documented = own_codes(actions, place.catalog, place.lists)
    return _by_family(own, place.catalog.of_every_service - own), documented


def possible_codes(place: Place) -> Sequence[str]:
    """Return the codes that an error can have at a place; none where no calls are around it."""
    if not place.in_play.actions:
        return ()
    families, _ = answered_by(place, place.in_play.actions)
    return [code for codes in families.values() for code in codes]


def _by_family(own: Iterable[str], common: Iterable[str]) -> dict[str, list[str]]:
    families: dict[str, list[str]] = {}
    for code in (*sorted(own), *sorted(common)):
        families.setdefault(code.partition(".")[0], []).append(code)
    return families
