"""Which codes to offer where one is to be written, the most probable first."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from attrs import frozen

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog

Group = Literal["action", "service", "common", "family", "other"]
_ORDER: tuple[Group, ...] = ("action", "service", "common", "family", "other")

_SHORTEST_SCATTERED = 3
"""From so many letters on codes are offered that hold them with others between."""


class RankedCode(NamedTuple):
    """A code, or a family, and why it is offered where it is."""

    code: str
    group: Group
    handled: bool
    """Whether the same handlers name it already."""


@frozen
class Wanted:
    """What is known of the place where a code is to be written."""

    typed: str = ""
    """What stands before the cursor."""
    services: tuple[str, ...] = ()
    """Those in play."""
    actions: tuple[tuple[str, str], ...] = ()
    """Service and action of the calls in the `try`."""
    handled: frozenset[str] = frozenset()
    """The codes that the same handlers name."""
    prefix: bool = False
    """Whether a prefix is wanted: then families are offered too, and first."""


class Ranking(NamedTuple):
    """The codes to offer, and whether there are more."""

    codes: tuple[RankedCode, ...]
    cut: bool


def ranked_codes(catalog: Catalog, lists: ActionLists, wanted: Wanted, limit: int) -> Ranking:
    """Return up to `limit` codes that fit what is typed.

    Those that begin with it go first, then those with it behind a dot, then inside. Among these
    first those that the actions are documented to answer, then those of the services, the common
    ones, families, and the rest. What is handled already comes last.
    """
    groups = _groups(catalog, lists, wanted)
    fitting = _fitting(_candidates(catalog, wanted), wanted.typed.lower())
    ordered = sorted(
        (code in wanted.handled, fit, _place(groups.get(code, "other"), wanted), lower, code)
        for fit, lower, code in fitting
    )
    codes = tuple(
        RankedCode(code, groups.get(code, "other"), handled)
        for handled, _, _, _, code in ordered[:limit]
    )
    return Ranking(codes, len(ordered) > limit)


def _candidates(catalog: Catalog, wanted: Wanted) -> list[tuple[str, str]]:
    """Return what may be offered, each behind its lower-case form."""
    if not wanted.prefix:
        return catalog.spellings
    return [*catalog.spellings, *((name.lower(), name) for name in catalog.pure_families)]


def _fitting(candidates: list[tuple[str, str]], typed: str) -> Iterator[tuple[int, str, str]]:
    """Yield what fits, with a number that tells how well; less is better."""
    if not typed:
        yield from ((0, lower, code) for lower, code in candidates)
        return
    holding = [pair for pair in candidates if typed in pair[0]]
    for lower, code in holding:
        place = lower.find(typed)
        yield (0 if place == 0 else 1 if lower[place - 1] == "." else 2), lower, code
    if not holding and len(typed) >= _SHORTEST_SCATTERED:
        yield from ((3, lower, code) for lower, code in candidates if _is_scattered(typed, lower))


def _is_scattered(typed: str, lower: str) -> bool:
    letters = iter(lower)
    return all(letter in letters for letter in typed)


def _place(group: Group, wanted: Wanted) -> int:
    if wanted.prefix and group == "family":
        return -1
    return _ORDER.index(group)


def _groups(catalog: Catalog, lists: ActionLists, wanted: Wanted) -> dict[str, Group]:
    """Return the best group of each code that belongs to one."""
    groups: dict[str, Group] = {}
    groups.update((code, "common") for code in catalog.of_every_service)
    for service in wanted.services:
        groups.update((code, "service") for code in catalog.defined_by(service))
    for service, action in wanted.actions:
        groups.update((code, "action") for code in lists.codes(service, action) or ())
    if wanted.prefix:
        families = catalog.families_of(wanted.services) if wanted.services else catalog.families()
        groups.update((name, "family") for name in families | catalog.common_families)
    return groups
