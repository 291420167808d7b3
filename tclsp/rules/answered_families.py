"""Which families of codes API calls can answer with."""

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
