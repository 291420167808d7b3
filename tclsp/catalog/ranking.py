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
    found: list[RankedCode] = []
    handled: list[RankedCode] = []
    for codes in _by_fit(_candidates(catalog, wanted), wanted.typed.lower()):
        for code in _by_group(codes, groups, wanted):
            is_handled = code in wanted.handled
            ranked = RankedCode(code, groups.get(code, "other"), is_handled)
            (handled if is_handled else found).append(ranked)
            if len(found) > limit:
                return Ranking(tuple(found[:limit]), cut=True)
    found += handled
    return Ranking(tuple(found[:limit]), len(found) > limit)


def _candidates(catalog: Catalog, wanted: Wanted) -> list[str]:
    """Return what may be offered, in the order of spelling."""
    if not wanted.prefix:
        return catalog.spellings
    # Two runs in order, which are sorted fast.
    return sorted([*catalog.spellings, *catalog.pure_families], key=str.lower)


def _by_fit(candidates: list[str], typed: str) -> Iterator[list[str]]:
    """Yield what fits, that which fits best first; most often nobody asks for the rest."""
    if not typed:
        yield candidates
        return
    holding = [code for code in candidates if typed in code.lower()]
    yield [code for code in holding if code.lower().startswith(typed)]
    inside = [code for code in holding if not code.lower().startswith(typed)]
    yield [code for code in inside if _is_behind_dot(typed, code.lower())]
    yield [code for code in inside if not _is_behind_dot(typed, code.lower())]
    if not holding and len(typed) >= _SHORTEST_SCATTERED:
        yield [code for code in candidates if _is_scattered(typed, code.lower())]


def _by_group(codes: list[str], groups: dict[str, Group], wanted: Wanted) -> Iterator[str]:
    """Yield codes that fit equally well: those that belong to a group first, group by group."""
    grouped = sorted(
        (_place(groups[code], wanted), code.lower(), code) for code in codes if code in groups
    )
    yield from (code for _, _, code in grouped)
    yield from (code for code in codes if code not in groups)


def _is_behind_dot(typed: str, lower: str) -> bool:
    return lower[lower.find(typed) - 1] == "."


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
