"""Which families of codes API calls can answer with."""

from tclsp.catalog.store import Catalog


def answered_families(catalog: Catalog, services: tuple[str, ...] | None) -> list[str]:
    """Return the families that calls of these services can answer with.

    Those of common codes that the services list themselves come first, then the services' own,
    then all other common ones. Where the services are unknown there are only common ones.
    """
    common = catalog.common_families
    own = catalog.families_of(services or ())
    return sorted(
        common | own, key=lambda family: (family not in own, family not in common, family)
    )
