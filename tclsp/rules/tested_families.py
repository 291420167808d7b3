"""Which families the code tests of a handler name."""

from collections.abc import Iterable

from tclsp.analysis.facts import OF_FRAGMENTS, TestedCode


def is_named(family: str, tested: Iterable[TestedCode]) -> bool:
    """Tell whether a test names a family: itself, one of its codes, a prefix or a part of it.

    A code with a dot in place of the family asks for that code.
    """
    return any(_names(each, family) for each in tested)


def _names(tested: TestedCode, family: str) -> bool:
    value = tested.value
    if not value:
        return False
    if value == family or value.startswith(f"{family}."):
        return True
    if tested.operator == "startswith":
        return family.startswith(value)
    return tested.operator in OF_FRAGMENTS and value in family
