"""What a unit shows by itself, still without places: most of it is nothing, in most units."""

import re
from collections.abc import Iterator

from attrs import define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.attributes import WrongAttributes
from tclsp.analysis.dead_clauses import DeadClauses, FoundDeadClause
from tclsp.analysis.escapes import FoundCall
from tclsp.analysis.handlers import Handlers
from tclsp.analysis.made_errors import MadeErrors
from tclsp.analysis.module import Unit
from tclsp.analysis.network_handlers import FoundNetworkHandler, NetworkHandlers
from tclsp.analysis.protocols import FoundFault, Protocols
from tclsp.analysis.retryers import gives_retryer
from tclsp.analysis.sdk_imports import sdk_imports

_CODE_SHAPE = re.compile(r"[A-Z][A-Za-z0-9]+(?:\.[A-Z][A-Za-z0-9]+)+$")


@frozen
class UnitFacts:
    """What was found in one unit."""

    calls: tuple[FoundCall, ...] = ()
    dead_clauses: tuple[FoundDeadClause, ...] = ()
    sdk_imports: tuple[tuple[s.Import, str], ...] = ()
    malformed_errors: tuple[s.Call, ...] = ()
    wrong_names_of_errors: tuple[s.Attribute, ...] = ()
    wrong_names_of_answers: tuple[s.Attribute, ...] = ()
    wrong_keys_of_answers: tuple[s.Subscript, ...] = ()
    network_handlers: tuple[FoundNetworkHandler, ...] = ()
    codes: tuple[s.String, ...] = ()
    """Texts that have the shape of a code with a dot."""
    gives_retryer: bool = False
    protocol_faults: tuple[FoundFault, ...] = ()


_NOTHING = UnitFacts()


@define(eq=False)
class UnitFinder:
    """Finds it in the units of a project."""

    handlers: Handlers
    _dead_clauses: DeadClauses = field(init=False)
    _made_errors: MadeErrors = field(init=False)
    _wrong_attributes: WrongAttributes = field(init=False)
    _network_handlers: NetworkHandlers = field(init=False)
    _protocols: Protocols = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Put the finders together."""
        escapes, carrying = self.handlers.escapes, self.handlers.paths.carrying
        self._dead_clauses = DeadClauses(carrying.names)
        self._made_errors = MadeErrors(carrying)
        self._wrong_attributes = WrongAttributes(escapes, carrying)
        self._network_handlers = NetworkHandlers(escapes)
        self._protocols = Protocols(escapes.calls.inference)

    def of_unit(self, unit: Unit) -> UnitFacts | None:
        """Return what a unit shows; None where that is nothing, as in most."""
        keeping = self.handlers.escapes.keeping
        return keeping.of(unit, "facts", lambda: self._find(unit))

    def _find(self, unit: Unit) -> UnitFacts | None:
        found = UnitFacts(
            calls=tuple(self._calls(unit)),
            dead_clauses=tuple(self._dead_clauses.of_unit(unit)),
            sdk_imports=tuple(sdk_imports(unit, self._dead_clauses.names)),
            malformed_errors=tuple(self._made_errors.malformed(unit)),
            wrong_names_of_errors=tuple(self._wrong_names_of_errors(unit)),
            wrong_names_of_answers=tuple(self._wrong_attributes.of_answers(unit)),
            wrong_keys_of_answers=tuple(self._wrong_attributes.of_raw_answers(unit)),
            network_handlers=tuple(self._network_handlers.of_unit(unit)),
            codes=tuple(_code_like(unit)),
            gives_retryer=gives_retryer(unit),
            protocol_faults=tuple(self._protocols.of_unit(unit)),
        )
        return None if found == _NOTHING else found

    def _calls(self, unit: Unit) -> Iterator[FoundCall]:
        for part in unit.nodes:
            if isinstance(part, s.Call):
                target = self.handlers.escapes.calls.target(part, unit)
                if target is not None:
                    yield FoundCall(part, target, unit)

    def _wrong_names_of_errors(self, unit: Unit) -> Iterator[s.Attribute]:
        for handler in self.handlers.of_unit(unit):
            yield from self._wrong_attributes.of_handler(handler)


def _code_like(unit: Unit) -> Iterator[s.String]:
    """Yield the texts of a unit that have the shape of a code with a dot."""
    for part in unit.nodes:
        if isinstance(part, s.String) and _CODE_SHAPE.match(part.value):
            yield part
