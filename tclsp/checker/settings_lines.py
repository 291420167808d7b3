"""Finds the line of a value in a TOML file. Imported only to say where a fault lies."""

from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

_MARK = "tclsp-marks-this-value"


def line_of(text: str, way: tuple[str | int, ...]) -> int | None:
    """Return the 1-based line of what `way` leads to; None where it cannot be told.

    tomlkit writes a document back to the byte but does not know lines; so the value is replaced
    by a mark, and the line of the mark is counted.
    """
    if not way:
        return 1
    try:
        document = tomlkit.parse(text)
        holder: Any = document
        for step in way[:-1]:
            holder = holder[step]
        _mark(holder, way[-1])
        marked = document.as_string()
    except (TOMLKitError, KeyError, IndexError, TypeError, ValueError, AttributeError):
        return None
    before, found, _ = marked.partition(_MARK)
    return before.count("\n") + 1 if found else None


def _mark(holder: Any, last: str | int) -> None:
    value = holder[last]
    if isinstance(value, AoT):
        value = value[0]
    if isinstance(value, Table):
        value.comment(_MARK)
    else:
        holder[last] = _MARK
