"""What a walk along the code notes about answers, before it becomes facts."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import define, evolve, field

from tclsp.analysis.answers import Answer, Origin
from tclsp.analysis.module import Unit
from tclsp.analysis.places import Located

Inside: TypeAlias = Literal["body", "response", "object"]
Form: TypeAlias = Literal["subscript", "get", "membership", "attribute"]


@define(eq=False)
class Read:
    """A key, or an attribute of a model, that is read of an answer or asked for."""

    node: Located
    unit: Unit
    answer: Answer
    inside: Inside
    key: str
    form: Form
    tested: bool
    """Whether it stands in a condition."""
    checked: bool
    """Whether `Error` was looked at on the way to it."""
    handled: bool
    """Whether the code deals with the absence of the key."""
    tolerant: bool = False
    """Whether it stands beside another way to read the same."""


@define(eq=False)
class Status:
    """A place where the HTTP status of a raw answer decides."""

    node: Located
    unit: Unit
    origins: frozenset[Origin]


@define(eq=False)
class Events:
    """Everything that was noted in a project, or in a function: mostly nothing, which is shared."""

    reads: dict[int, Read] = field(factory=dict)
    """By the id of the node; of several ways to it the most careful one counts."""
    statuses: dict[int, Status] = field(factory=dict)
    looked: frozenset[str] = frozenset()
    """The keys of the raw answers whose `Error` is looked at anywhere."""
    handed_on: frozenset[str] = frozenset()
    """The keys of the raw answers that go where nothing is seen of them."""
    returned: frozenset[str] = frozenset()
    """The keys of the raw answers that a function returns."""
    unwrapped: frozenset[str] = frozenset()
    """The keys of the answers that some condition asks for `Response`."""

    def add(self, others: "Events") -> None:
        """Add what was noted elsewhere, which stays as it is."""
        for read in others.reads.values():
            self.note_read(evolve(read))
        for status in others.statuses.values():
            self.note_status(evolve(status))
        self.looked = _both(self.looked, others.looked)
        self.handed_on = _both(self.handed_on, others.handed_on)
        self.returned = _both(self.returned, others.returned)
        self.unwrapped = _both(self.unwrapped, others.unwrapped)

    def note_read(self, read: Read) -> None:
        """Add a read; where another way leads to the same one, what either did holds."""
        known = self.reads.get(id(read.node))
        if known is not None:
            read.checked |= known.checked
            read.handled |= known.handled
        self.reads[id(read.node)] = read

    def note_status(self, status: Status) -> None:
        """Add a test of the status."""
        known = self.statuses.get(id(status.node))
        if known is not None:
            status.origins |= known.origins
        self.statuses[id(status.node)] = status


def _both(known: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    return known if others <= known else known | others


def keys(origins: Iterable[Origin]) -> set[str]:
    """Return the keys of the calls that answers come from."""
    return {origin.key for origin in origins}
