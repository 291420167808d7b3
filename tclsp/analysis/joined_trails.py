"""Puts ways one behind the other, and joins those that do not differ in what is still to come."""

from attrs import evolve

from tclsp.analysis.carrying import Held, Part
from tclsp.analysis.live_names import LiveNames
from tclsp.analysis.told import behind as told_behind
from tclsp.analysis.told import distinct
from tclsp.analysis.trails import Trail

FEW = 16
"""So many ways are followed each on its own."""
MOST = 128
"""More ways than these are joined even where names hold different parts of the error."""


def behind(first: Trail, then: Trail) -> Trail:
    """Return the way that goes on, where `first` has ended, as `then` does.

    `then` has been followed from what the names hold at the end of `first`.
    """
    if first.is_new:
        return then
    recorded, expected = first.recorded or then.recorded, first.expected or then.expected
    written, comparisons = first.written + then.written, first.comparisons + then.comparisons
    others = first.others
    if then.others or (others and _changes_told(first, then)):
        main, *rest = told_behind(first.told, then.told, recorded=recorded, expected=expected)
        written, comparisons, others = main.written, main.comparisons, tuple(rest)
    return Trail(
        held=then.held,
        bound=first.bound | then.bound if then.bound else first.bound,
        written=written,
        recorded=recorded,
        expected=expected,
        comparisons=comparisons,
        own=first.own or then.own,
        repeats=first.repeats or then.repeats,
        outcome=then.outcome,
        thrown=then.thrown or first.thrown,
        others=others,
    )


def _changes_told(first: Trail, then: Trail) -> bool:
    """Tell whether something must be kept, or need not be kept any more, of what was told."""
    if then.written or then.comparisons:
        return True
    return (then.recorded and not first.recorded) or (then.expected and not first.expected)


def joined(trails: list[Trail], live: LiveNames, number: int) -> list[Trail]:
    """Join the ways that are alike in all that matters from the statement with a number on."""
    found = _joined_by_key(
        trails,
        [
            frozenset((name, trail.held[name]) for name in live.at(number, trail.held))
            for trail in trails
        ],
        live,
    )
    if len(found) <= MOST:
        return found
    return _joined_by_key(found, [frozenset[tuple[str, int]]()] * len(found), live)


def _joined_by_key(
    trails: list[Trail], holding: list[frozenset[tuple[str, int]]], live: LiveNames
) -> list[Trail]:
    groups: dict[tuple[object, ...], list[Trail]] = {}
    for trail, held in zip(trails, holding, strict=True):
        key = (
            trail.outcome,
            trail.recorded,
            trail.expected,
            trail.own,
            trail.repeats,
            trail.thrown,
            trail.bound & live.outside,
            held,
        )
        groups.setdefault(key, []).append(trail)
    return [_one(group) for group in groups.values()]


def _one(trails: list[Trail]) -> Trail:
    first = trails[0]
    if len(trails) == 1:
        return first
    told = (each for trail in trails for each in trail.told)
    main, *rest = distinct(told, recorded=first.recorded, expected=first.expected)
    return evolve(
        first,
        held=_united([trail.held for trail in trails]),
        written=main.written,
        comparisons=main.comparisons,
        others=tuple(rest),
    )


def _united(held: list[Held]) -> Held:
    """Return what names hold on one way or another."""
    first, *others = held
    if all(each is first for each in others):
        return first
    united = dict(first)
    for each in others:
        for name, parts in each.items():
            united[name] = united.get(name, Part.NONE) | parts
    return united
