"""What a client announces, as far as it is as LSP has it.

An editor may know a later version of the protocol, or write a part of it in its own way; the rest
of what it announces is not wrong for that.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cattrs import Converter
from lsprotocol import types


def usable_capabilities(
    announced: object, converter: Converter
) -> tuple[dict[str, Any], list[str]]:
    """Return the capabilities that can be read, and the names of those that cannot.

    They are judged two levels deep: `textDocument.hover` is read or left out as a whole.
    """
    usable: dict[str, Any] = {}
    wrong: list[str] = []
    for group, name, value in _parts(announced):
        part = value if name is None else {name: value}
        if not _is_readable({group: part}, converter):
            wrong.append(group if name is None else f"{group}.{name}")
        elif name is None:
            usable[group] = value
        else:
            usable.setdefault(group, {})[name] = value
    return usable, wrong


def _parts(announced: object) -> Iterator[tuple[str, str | None, Any]]:
    """Yield group, name and value; without a name for a group that is not made of names."""
    if not isinstance(announced, Mapping):
        return
    for group, names in announced.items():
        if isinstance(names, Mapping):
            yield from ((group, name, value) for name, value in names.items())
        else:
            yield group, None, names


def _is_readable(capabilities: Mapping[str, Any], converter: Converter) -> bool:
    try:
        converter.structure(capabilities, types.ClientCapabilities)
    except Exception:  # Whatever it is that the converter trips over.
        return False
    return True
