"""TOML, as Python's own library reads it; loaded where there is a file to read."""

import sys
from typing import Any


def tables_of(text: str) -> dict[str, Any]:
    """Return what a TOML text holds.

    Raises ValueError, which says what is wrong and where, and RecursionError.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)
