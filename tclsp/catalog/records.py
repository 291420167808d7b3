"""The records that the catalogue answers with."""

from typing import Literal

from attrs import frozen

from tclsp.catalog.text import Text

Kind = Literal["common", "gateway", "service", "client"]
Retry = Literal["never", "after-fix", "with-backoff"]


@frozen
class Definition:
    """One row of an `errorcodes.py`: a service version that defines a code."""

    service: str
    version: str
    """As the API writes it: `2017-03-12`."""
    constant: str
    """The name in `errorcodes.py`: `AUTHFAILURE_TOKENFAILURE`."""
    description: Text


@frozen
class Code:
    """An error code of the Tencent Cloud API."""

    code: str
    family: str
    """What stands before the first dot; the code itself where there is none."""
    kind: Kind
    """Where several hold: client before common, common before gateway, gateway before service."""
    services: tuple[Definition, ...]
    description: Text


@frozen
class Guidance:
    """What to know about a code or a family, in our own words."""

    subject: str
    """The code or the family that it speaks of."""
    meaning: Text
    causes: Text
    remedy: Text
    retry: Retry


@frozen
class Action:
    """An API action as a client class of the SDK offers it."""

    service: str
    version: str
    name: str
    summary: Text
    """The first line of its text."""
    client: str
    """The client class: `CvmClient`."""
    endpoint: str
    answer_fields: frozenset[str]
    """Which of `Error`, `Code`, `Message` its answer defines by itself."""
