"""The facts of a module that its units show by themselves, with their places in the file."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from attrs import frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.attributes import MEANT
from tclsp.analysis.escapes import FoundCall
from tclsp.analysis.facts import (
    CodeLiteral,
    DeadClause,
    NetworkHandler,
    ProtocolFault,
    SdkImport,
    WrongAttribute,
)
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.places import Places
from tclsp.analysis.unit_facts import UnitFacts, UnitFinder
from tclsp.source.spans import Span

T = TypeVar("T")


@frozen(eq=False)
class ShownFacts:
    """What the units of one module show."""

    places: Places
    shown: tuple[tuple[Unit, UnitFacts], ...]
    """Those that show anything."""

    @classmethod
    def of(cls, module: Module, places: Places, finder: UnitFinder) -> "ShownFacts":
        """Look through the units of a module."""
        found = ((unit, finder.of_unit(unit)) for unit in module.units)
        return cls(places, tuple((unit, facts) for unit, facts in found if facts is not None))

    def calls(self) -> Iterator[FoundCall]:
        """Yield the API calls."""
        for _, call in self._each(lambda facts: facts.calls):
            yield call

    def gives_retryer(self) -> bool:
        """Tell whether a client is given a retryer of the SDK."""
        return any(facts.gives_retryer for _, facts in self.shown)

    def dead_clauses(self) -> Iterator[DeadClause]:
        """Yield the clauses that an earlier one takes all errors from."""
        for unit, found in self._each(lambda facts: facts.dead_clauses):
            yield DeadClause(
                span=self.places.statement(unit.piece, found.clause.number),
                classes=found.classes,
                taken_by=found.taken_by,
                taken_at=self.places.statement(unit.piece, found.earlier.number),
            )

    def sdk_imports(self) -> Iterator[SdkImport]:
        """Yield the imports of the SDK."""
        for unit, (statement, dotted) in self._each(lambda facts: facts.sdk_imports):
            yield SdkImport(self.places.statement(unit.piece, statement.number), dotted)

    def malformed_errors(self) -> Iterator[Span]:
        """Yield where the SDK's error is made with a sentence for its code."""
        for unit, call in self._each(lambda facts: facts.malformed_errors):
            yield self.places.expression(unit.piece, call)

    def wrong_attributes(self) -> Iterator[WrongAttribute]:
        """Yield the attributes that SDK errors and answers do not have."""
        for unit, name in self._each(lambda facts: facts.wrong_names_of_errors):
            span = self.places.expression(unit.piece, name)
            yield WrongAttribute(span, name.name, MEANT[name.name], "error")
        for unit, name in self._each(lambda facts: facts.wrong_names_of_answers):
            span = self.places.expression(unit.piece, name)
            yield WrongAttribute(span, name.name, "RequestId", "model")
        for unit, key in self._each(lambda facts: facts.wrong_keys_of_answers):
            span = self.places.expression(unit.piece, key)
            yield WrongAttribute(span, "RequestId", "RequestId", "raw")

    def network_handlers(self) -> Iterator[NetworkHandler]:
        """Yield what waits for errors of the network that the SDK never lets through."""
        for unit, found in self._each(lambda facts: facts.network_handlers):
            if isinstance(found.place, s.Call):
                span = self.places.expression(unit.piece, found.place)
                yield NetworkHandler(span, "predicate", found.classes)
            else:
                span = self.places.statement(unit.piece, found.place.number)
                yield NetworkHandler(span, "clause", found.classes)

    def protocol_faults(self) -> tuple[ProtocolFault, ...]:
        """Return the requests that the API does not take as they are sent, each place once."""
        found = [
            ProtocolFault(
                self.places.expression(unit.piece, node),
                "scheme" if written == "http" else "method",
                written,
            )
            for unit, (node, written) in self._each(lambda facts: facts.protocol_faults)
        ]
        return tuple(sorted(dict.fromkeys(found), key=lambda each: each.span))

    def loose_codes(self, is_tested: Callable[[s.String], bool]) -> Iterator[CodeLiteral]:
        """Yield the texts outside code tests that have the shape of a code with a dot."""
        for unit, text in self._each(lambda facts: facts.codes):
            if not is_tested(text):
                yield CodeLiteral(text.value, self.places.expression(unit.piece, text))

    def _each(self, which: Callable[[UnitFacts], Iterable[T]]) -> Iterator[tuple[Unit, T]]:
        """Yield what the units show, each with its unit."""
        for unit, facts in self.shown:
            for found in which(facts):
                yield unit, found
