"""The requests that LSP does not have: their parameters and results, as docs/protocol.md says."""

from typing import Any, Literal

from attrs import frozen
from lsprotocol import types


class WrongParams(Exception):
    """Parameters that cannot be used; the text is one sentence."""


@frozen
class ExplainAnswerParams:
    """What the API answered, as JSON."""

    text: str
    service: str | None = None


@frozen
class ExplainAnswerResult:
    """What it says."""

    success: bool
    code: str | None
    message: str | None
    request_id: str | None
    explanation: str
    """Markdown."""
    handled: list[types.Location]


@frozen
class CodesParams:
    """Which level of the tree is asked for."""

    service: str | None = None
    family: str | None = None
    query: str | None = None


@frozen
class CodeItem:
    """A service, family or code."""

    kind: Literal["service", "family", "code"]
    name: str
    meaning: str
    handled: int
    unhandled: bool
    children: int


@frozen
class CodesResult:
    """One level of the tree."""

    items: list[CodeItem]
    incomplete: bool


@frozen
class HandledParams:
    """Which code is asked for."""

    code: str
    service: str | None = None


@frozen
class HandledPlace:
    """A test of a code."""

    location: types.Location
    code: str


@frozen
class UnhandledCall:
    """A call whose handlers do not name a code that it can answer."""

    location: types.Location
    service: str
    action: str


@frozen
class HandledResult:
    """Where a code is dealt with, and where not."""

    handled: list[HandledPlace]
    unhandled: list[UnhandledCall]


def text_of(params: Any, name: str) -> str:
    """Return a field that must be a text; raise WrongParams where it is none."""
    found = optional_text_of(params, name)
    if found is None:
        raise WrongParams(f"`{name}` is missing")
    return found


def optional_text_of(params: Any, name: str) -> str | None:
    """Return a field that may be a text; raise WrongParams where it is something else."""
    found = _field(params, name)
    if found is None or isinstance(found, str):
        return found
    raise WrongParams(f"`{name}` must be a string")


def _field(params: Any, name: str) -> Any:
    # pygls gives the parameters of unknown requests as named tuples, clients in tests as dicts.
    return params.get(name) if isinstance(params, dict) else getattr(params, name, None)
