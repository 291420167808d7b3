"""Look-ups in the catalogue: how long each takes once the catalogue is warm.

Run `python -m benchmarks.catalog`. It prints the median of many look-ups in microseconds and ends
with 1 where one is over its budget: 1 ms, and 5 ms for the nearest codes.
"""

import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

from attrs import frozen

from tclsp.catalog.store import Catalog

LOOK_UP = 1_000.0
NEAREST = 5_000.0
"""Budgets in microseconds."""

_CODES = 200
_SERVICES = ("cvm", "vpc", "cdb", "redis", "dnspod", "sms", "cls", "tke")


@frozen
class Case:
    """One kind of look-up and the calls to try it with."""

    name: str
    budget: float
    calls: list[Callable[[], object]]


def cases(catalog: Catalog) -> Iterator[Case]:
    """Return all look-ups.

    The arguments differ, so that no answer is one kept from before, but where the name says so.
    """
    every = [code.code for code in catalog.codes()]
    codes = every[:: len(every) // _CODES]
    actions = [action.name for service in _SERVICES for action in catalog.actions(service)]
    services = catalog.services()
    families = sorted(catalog.families())
    yield Case("exact: exists", LOOK_UP, [_call(catalog.exists, code) for code in codes])
    yield Case("exact: code", LOOK_UP, [_call(catalog.code, code) for code in codes])
    yield Case("exact: guidance", LOOK_UP, [_call(catalog.guidance, code) for code in codes])
    yield Case(
        "prefix: with_prefix",
        LOOK_UP,
        [_call(catalog.with_prefix, code[: len(code) // 2], _SERVICES[:2]) for code in codes],
    )
    yield Case(
        "family: subcodes",
        LOOK_UP,
        [
            _call(catalog.subcodes, family, (service,))
            for service in _SERVICES
            for family in families
        ],
    )
    yield Case("service: versions", LOOK_UP, [_call(catalog.versions, name) for name in services])
    yield Case("service: actions", LOOK_UP, [_call(catalog.actions, name) for name in services])
    yield Case(
        "action: services_with_action",
        LOOK_UP,
        [_call(catalog.services_with_action, name) for name in actions],
    )
    for condition, value in (
        ("family", "FailedOperation"),
        ("service", "cvm"),
        ("action", actions[0]),
    ):
        again = _call_with(catalog.codes, condition, value)
        yield Case(f"{condition}: codes, asked again", LOOK_UP, [again] * _CODES)
    yield Case(
        "nearest: of all codes", NEAREST, [_call(catalog.nearest, f"{code}s") for code in codes]
    )
    yield Case(
        "nearest: of a service first",
        NEAREST,
        [_call(catalog.nearest, f"{code}s", ("cvm",)) for code in codes],
    )


def _call(function: Callable[..., object], *arguments: object) -> Callable[[], object]:
    return lambda: function(*arguments)


def _call_with(function: Callable[..., object], name: str, value: str) -> Callable[[], object]:
    return lambda: function(**{name: value})


def microseconds(call: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - start) / 1_000


def main() -> int:
    """Measure and print every look-up; return 1 where one is over its budget."""
    catalog = Catalog.open()
    over = 0
    for case in cases(catalog):
        case.calls[0]()
        time_taken = median(microseconds(call) for call in case.calls[1:])
        over += time_taken > case.budget
        verdict = "over budget" if time_taken > case.budget else "ok"
        print(f"{case.name:30} {time_taken:8.1f} µs of {case.budget:6.0f}  {verdict}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
