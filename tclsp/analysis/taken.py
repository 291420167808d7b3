"""Which literals of a code test never match, because failed tests before it take them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import define, field, frozen

from tclsp.analysis.chains import Chains, State
from tclsp.analysis.code_tests import FoundTest
from tclsp.analysis.comparisons import Comparison, LiteralNode
from tclsp.analysis.facts import Taken
from tclsp.analysis.module import Unit
from tclsp.analysis.names import Names
from tclsp.analysis.places import Places

ValueOf: TypeAlias = Callable[[LiteralNode], str]
"""Returns the code that a literal or a constant of the SDK holds."""

_EXACT = frozenset({"==", "!=", "in", "not in", "case", "key"})


@frozen(eq=False)
class FoundTaken:
    """A literal that never matches, and the earlier one that takes it."""

    value: str
    by: LiteralNode
    comparison: Comparison
    """The earlier test."""


@define(eq=False)
class TakenFacts:
    """Makes the facts of literals that never match."""

    names: Names
    value_of: ValueOf
    _tests: Mapping[Unit, Sequence[FoundTest]]
    """All tests of the project, by the units that they stand in."""
    _found: dict[Unit, dict[FoundTest, tuple[FoundTaken, ...]]] = field(factory=dict)

    def of(self, test: FoundTest, places: Places) -> tuple[Taken, ...]:
        """Return what earlier tests take of a test; `places` are those of its module."""
        tests = self._tests[test.unit]
        if len(tests) == 1:
            return ()
        found = self._found.get(test.unit)
        if found is None:
            found = self._found[test.unit] = self.names.keeping.given(
                test.unit, "taken", tuple(tests), lambda: self._in_unit(test.unit, tests)
            )
        if not found[test]:
            return ()
        return tuple(
            Taken(
                value=each.value,
                by=self.value_of(each.by),
                operator=each.comparison.operator,
                span=places.expression(each.by.unit.piece, each.by.node)
                if each.by.unit.module is test.unit.module
                else None,
            )
            for each in found[test]
        )

    def _in_unit(
        self, unit: Unit, tests: Sequence[FoundTest]
    ) -> dict[FoundTest, tuple[FoundTaken, ...]]:
        chains = Chains.of(self.names, unit, tests)
        return {test: tuple(taken(test, chains.before(test), self.value_of)) for test in tests}


def taken(test: FoundTest, before: State, value_of: ValueOf) -> Iterator[FoundTaken]:
    """Yield the literals of a test that one of the failed tests takes, each once."""
    if not test.positive or not before:
        return
    for literal in test.comparison.literals:
        value = value_of(literal)
        by = _taker(value, test.comparison, before, value_of)
        if by is not None:
            yield FoundTaken(value, *by)


def _taker(
    value: str, later: Comparison, before: State, value_of: ValueOf
) -> tuple[LiteralNode, Comparison] | None:
    for failed in before:
        earlier = failed.test.comparison
        for literal in earlier.literals:
            if _takes(earlier, value_of(literal), later, value):
                return literal, earlier
    return None


def _takes(earlier: Comparison, taker: str, later: Comparison, value: str) -> bool:
    """Tell whether every code that `later` matches by `value` is matched by `earlier`."""
    if not taker or not value or (later.folded and not earlier.folded):
        return False
    if earlier.folded:
        taker, value = taker.lower(), value.lower()
    if earlier.family_only and not later.family_only:
        return _takes_family(earlier, taker, later, value)
    narrower = later.family_only and not earlier.family_only
    if narrower and (earlier.operator in _EXACT or earlier.operator == "endswith"):
        return False
    if earlier.operator in _EXACT:
        return later.operator in _EXACT and value == taker
    if earlier.operator == "startswith":
        known_start = later.operator in _EXACT or later.operator == "startswith"
        return known_start and value.startswith(taker)
    if earlier.operator == "endswith":
        known_end = later.operator in _EXACT or later.operator == "endswith"
        return known_end and value.endswith(taker)
    return earlier.operator == "substring" and taker in value


def _takes_family(earlier: Comparison, taker: str, later: Comparison, value: str) -> bool:
    """Judge a test of the family before one of the whole code."""
    family, dot, _ = value.partition(".")
    if later.operator not in _EXACT and not (later.operator == "startswith" and dot):
        return False
    if earlier.operator in _EXACT:
        return family == taker
    if earlier.operator == "startswith":
        return family.startswith(taker)
    return earlier.operator == "substring" and taker in family
