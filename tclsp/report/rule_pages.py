"""Where the pages of the rules are published."""

from functools import cache


def rule_url(code: str) -> str | None:
    """Return the address of a rule's page; None where the package names no documentation."""
    base = _documentation()
    return f"{base}/rules/{code}.md" if base else None


@cache
def _documentation() -> str | None:
    """Read the address of the documentation from the metadata of the installed package."""
    # This loads `email` and `zipfile`, a megabyte; few outputs and clients have room for links.
    from importlib import metadata

    try:
        links = metadata.metadata("tclsp").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return None
    for link in links:
        label, _, address = link.partition(", ")
        if label == "Documentation":
            return str(address).rstrip("/")
    return None
