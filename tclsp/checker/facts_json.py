"""Facts as JSON text and back, for the cache."""

import json

from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError

from tclsp.analysis.facts import ModuleFacts

_CONVERTER = Converter(forbid_extra_keys=True, detailed_validation=False)


def write(facts: ModuleFacts) -> str:
    """Return `facts` as JSON."""
    return json.dumps(_CONVERTER.unstructure(facts), separators=(",", ":"))


def read(text: str) -> ModuleFacts | None:
    """Return the facts that `text` holds; None where it is not what `write` makes."""
    try:
        return _CONVERTER.structure(json.loads(text), ModuleFacts)
    except (BaseValidationError, ForbiddenExtraKeysError, RecursionError):
        return None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
