"""Reads the results of the requests that LSP does not have, which must have all fields of ours."""

from typing import Any

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override
from pygls.protocol import JsonRPCResponseMessage, default_converter


def spelt(name: str) -> str:
    """Return a name as LSP spells it: `requestId` for `request_id`."""
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def converter() -> Converter:
    """Return what reads messages, and records of ours from what is in them."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]
    # pygls would make objects without a type of them.
    made.register_structure_hook(JsonRPCResponseMessage, lambda obj, cls: cls(**obj))

    def own(form: type) -> Any:
        names: Any = {each.name: override(rename=spelt(each.name)) for each in attrs.fields(form)}
        return make_dict_structure_fn(form, made, _cattrs_forbid_extra_keys=True, **names)

    made.register_structure_hook_factory(_is_ours, own)
    return made


def _is_ours(form: object) -> bool:
    return isinstance(form, type) and attrs.has(form) and form.__module__.startswith("tclsp.")
