"""What functions are given of the errors that handlers hand on."""

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import Carrying, Held, Part, Parts
from tclsp.analysis.escapes import FoundCall
from tclsp.analysis.module import Unit

_OF_ERROR = Part.OBJECT | Part.CODE | Part.MESSAGE
_DEPTH = 4
"""How many functions an error is followed through."""


@define(eq=False)
class Received:
    """What a function is given by handlers: parts of errors, of the errors of which calls."""

    held: dict[str, Parts] = field(factory=dict)
    calls: dict[int, FoundCall] = field(factory=dict)
    unknown: bool = False
    """Whether some of the errors come from calls that are not known."""


@define(eq=False)
class HandingOn:
    """Follows the error of one handler through the functions that are given it."""

    carrying: Carrying
    received: dict[Unit, Received]
    """What functions are given by all handlers so far."""
    calls: tuple[FoundCall, ...]
    """The API calls whose errors the handler catches."""
    helpers: dict[Unit, None]
    """The functions that are given its error."""
    _changes: int = 0
    """How often something new has been found."""
    _without_news: dict[Unit, tuple[int, int]] = field(factory=dict)
    """The depth to which a function was followed in vain, and the changes until then."""

    def on(self, block: s.Block, held: Held, unit: Unit, depth: int = _DEPTH) -> None:
        """Note what the functions of the project are given of the error inside a block."""
        for call, callee in self._calls_in(block, unit):
            given = self.carrying.received(call, callee, held, unit, 3)
            given = {name: parts for name, parts in given.items() if parts & _OF_ERROR}
            if given:
                self._merge(callee, given)
                if depth:
                    self._further(callee, depth - 1)

    def _calls_in(self, block: s.Block, unit: Unit) -> tuple[tuple[s.Call, Unit], ...]:
        """Return the calls of other functions of the project, with these."""
        names = self.carrying.names

        def find() -> tuple[tuple[s.Call, Unit], ...]:
            calls = (part for part in walks.all_expressions(block) if isinstance(part, s.Call))
            callees = ((call, names.callee(call, unit)) for call in calls)
            return tuple((call, callee) for call, callee in callees if callee not in (None, unit))

        return names.keeping.of(unit, ("calls", id(block)), find)

    def _merge(self, callee: Unit, given: Held) -> None:
        received = self.received.setdefault(callee, Received())
        before = dict(received.held), len(received.calls), received.unknown, len(self.helpers)
        self.helpers[callee] = None
        for name, parts in given.items():
            received.held[name] = received.held.get(name, Part.NONE) | (parts & _OF_ERROR)
        received.calls.update({id(call.call): call for call in self.calls})
        received.unknown = received.unknown or not self.calls
        after = received.held, len(received.calls), received.unknown, len(self.helpers)
        self._changes += before != after

    def _further(self, callee: Unit, depth: int) -> None:
        """Follow the error into a function, unless that has told nothing since the last news."""
        reached, changes = self._without_news.get(callee, (-1, -1))
        if changes == self._changes and reached >= depth:
            return
        changes = self._changes
        self.on(callee.body, self.received[callee].held, callee, depth)
        if changes == self._changes:
            self._without_news[callee] = depth, changes
