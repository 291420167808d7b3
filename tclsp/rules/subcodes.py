"""Whether a code is a family with subcodes."""

from tclsp.catalog.store import Catalog


def has_subcodes(code: str, services: tuple[str, ...] | None, catalog: Catalog) -> bool:
    """Tell whether a code is a family of which the services in play define subcodes.

    `None` for `services` asks all of them.
    """
    if "." in code:
        return False
    if services is None:
        return bool(catalog.with_prefix(f"{code}.", limit=1))
    return bool(catalog.subcodes(code, services))
