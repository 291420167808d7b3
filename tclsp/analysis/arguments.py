"""Which parameters of a function take which arguments of a call."""

from collections.abc import Sequence

from tclsp.analysis import syntax as s
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import last_name


def parameters_for(call: s.Call, callee: Unit) -> Sequence[s.Parameter]:
    """Return the parameters that the arguments of a call are for: `self` comes by itself."""
    parameters = callee.parameters
    if callee.owner is None or not parameters or parameters[0].name not in ("self", "cls"):
        return parameters
    return parameters if _gives_self(call) else parameters[1:]


def taker(
    parameters: Sequence[s.Parameter], argument: s.Argument, index: int
) -> s.Parameter | None:
    """Return the parameter that takes an argument, the one at an index of its call.

    None where none does, and for `*values` and `**values`, which several may take.
    """
    if argument.star:
        return None
    if argument.keyword:
        named = (each for each in parameters if each.name == argument.keyword)
        return next(named, _rest(parameters, "**"))
    return parameters[index] if index < _places(parameters) else _rest(parameters, "*")


def takers(
    parameters: Sequence[s.Parameter], argument: s.Argument, index: int
) -> list[s.Parameter]:
    """Return all parameters that may take an argument."""
    if not argument.star:
        found = taker(parameters, argument, index)
        return [] if found is None else [found]
    other = "**" if argument.star == "*" else "*"
    left = parameters[min(index, _places(parameters)) :]
    return [each for each in left if each.star != other]


def _gives_self(call: s.Call) -> bool:
    """Recognise `Base.method(self, …)`."""
    first = call.arguments[0].value if call.arguments else None
    if not isinstance(first, s.Name) or first.name != "self":
        return False
    function = call.function
    return isinstance(function, s.Attribute) and last_name(function.value)[:1].isupper()


def _places(parameters: Sequence[s.Parameter]) -> int:
    """Return how many parameters take one argument each by its place."""
    for place, each in enumerate(parameters):
        if each.star:
            return place
    return len(parameters)


def _rest(parameters: Sequence[s.Parameter], star: str) -> s.Parameter | None:
    """Return the parameter that takes what is left."""
    return next((each for each in parameters if each.star == star), None)
