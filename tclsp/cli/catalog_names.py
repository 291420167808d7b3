"""Names of services, families and actions on the command line: known, or a sentence that helps."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from tclsp.catalog.store import Catalog

_EXAMPLES = 5
_LIKE = 60
"""The similarity, out of 100, from which a name is worth suggesting."""


class UnknownName(Exception):
    """The catalogue lacks a name; `str()` is one sentence with the nearest one."""


def package_of(catalog: Catalog, name: str) -> str:
    """Return the package of a service: `autoscaling` for it and for its name in the API, `as`.

    Raise UnknownName where `name` is no service.
    """
    if not catalog.is_service(name):
        raise _unknown("service", name, catalog.services())
    return next((action.service for action in catalog.actions(name)), name)


def check_family(catalog: Catalog, name: str) -> None:
    """Raise UnknownName unless `name` is a family of codes."""
    if not catalog.is_family(name):
        raise _unknown("family", name, catalog.families())


def check_action(catalog: Catalog, name: str, service: str | None) -> None:
    """Raise UnknownName unless `name` is an action, of `service` if one is given."""
    having = catalog.services_with_action(name)
    if service is None:
        if not having:
            raise _unknown("action", name, _actions_of(catalog, catalog.services()))
        return
    if service in having:
        return
    if having:
        examples = ", ".join(sorted(having)[:_EXAMPLES])
        raise UnknownName(f"{service} has no action {name}; look in {examples}")
    raise _unknown(f"action of {service}", name, _actions_of(catalog, (service,)))


def _actions_of(catalog: Catalog, services: Iterable[str]) -> set[str]:
    return {action.name for service in services for action in catalog.actions(service)}


def _unknown(what: str, name: str, known: Iterable[str]) -> UnknownName:
    nearest = process.extractOne(
        name, sorted(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_LIKE
    )
    suggestion = f"; the nearest is {nearest[0]}" if nearest else ""
    return UnknownName(f"no {what} is called {name}{suggestion}")
