"""Which services and actions are in play at a place, and which codes its handlers name.

It is read off the text around the place, so that it can be asked while code is being typed.
"""

from collections.abc import Iterable

from attrs import frozen

from tclsp.analysis.code_uses import code_uses
from tclsp.catalog.store import Catalog
from tclsp.source.reading import Reading
from tclsp.source.surroundings import actions_named


@frozen
class InPlay:
    """What is known around a place."""

    services: tuple[str, ...] = ()
    """Those called in the `try`, else all that the file imports."""
    actions: tuple[tuple[str, str], ...] = ()
    """Service and action of the calls in the `try`."""


def in_play(reading: Reading, offset: int, catalog: Catalog) -> InPlay:
    """Return what is in play at a byte offset."""
    imported = tuple(dict.fromkeys(service for service, _ in reading.services))
    found = reading.enclosing_try(offset)
    if found is None:
        return InPlay(services=imported)
    actions = actions_of(actions_named(reading.source.utf8, found.body), imported, catalog)
    services = tuple(dict.fromkeys(service for service, _ in actions)) or imported
    return InPlay(services, actions)


def actions_of(
    names: Iterable[str], services: Iterable[str], catalog: Catalog
) -> tuple[tuple[str, str], ...]:
    """Return the names that are actions of one of the services, with the service."""
    services = tuple(services)
    return tuple(
        (service, name) for name in names for service in services if catalog.action(service, name)
    )


def named_codes(reading: Reading, offset: int, catalog: Catalog) -> frozenset[str]:
    """Return the codes and families that the handlers around a byte offset name, but not there."""
    found = reading.enclosing_try(offset)
    if found is None:
        return frozenset()
    return frozenset(
        use.code
        for handler in found.handlers
        for use in code_uses(reading, catalog, handler)
        if not use.span.start <= offset <= use.span.end
    )
