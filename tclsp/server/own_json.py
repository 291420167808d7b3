"""Results of our own requests as JSON: fields in LSP's spelling, `requestId` for `request_id`."""

import re
from typing import Any

import attrs

_WORD = re.compile(r"_([a-z])")


def as_json(value: Any) -> Any:
    """Return a record of ours as a dict; what is of LSP's types stays for pygls to write."""
    if isinstance(value, (list, tuple)):
        return [as_json(each) for each in value]
    if attrs.has(type(value)) and type(value).__module__.startswith("tclsp."):
        return {
            _WORD.sub(lambda word: word[1].upper(), field.name): as_json(getattr(value, field.name))
            for field in attrs.fields(type(value))
        }
    return value
