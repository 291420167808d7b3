"""Which codes calls can answer, grouped by family."""

from collections.abc import Iterable, Sequence

from tclsp.server.place import Place


def answered_by(
    place: Place, actions: Iterable[tuple[str, str]]
) -> tuple[dict[str, list[str]], bool]:
    """Return the codes that actions can answer, by family, and whether they are documented so.

    Where an action has no list, these are the codes of its service. Families of common codes
    come last: any call can answer them.
    """
    actions = tuple(actions)
    lists = [place.lists.codes(service, action) for service, action in actions]
    documented = bool(lists) and all(codes is not None for codes in lists)
    if documented:
        own = frozenset[str]().union(*(codes or () for codes in lists))
    else:
        services = {service for service, _ in actions}
        own = frozenset[str]().union(*(place.catalog.defined_by(service) for service in services))
    return _by_family(own, place.catalog.of_every_service - own), documented


def possible_codes(place: Place) -> Sequence[str]:
    """Return the codes that an error can have at a place: those of its `try` first."""
    families, documented = answered_by(place, place.in_play.actions)
    found = [code for codes in families.values() for code in codes]
    return found if documented or place.in_play.actions else ()


def _by_family(own: Iterable[str], common: Iterable[str]) -> dict[str, list[str]]:
    families: dict[str, list[str]] = {}
    for code in (*sorted(own), *sorted(common)):
        families.setdefault(code.partition(".")[0], []).append(code)
    return families
