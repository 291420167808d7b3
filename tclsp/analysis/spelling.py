"""How what stands in the code is written: the names in an expression, whatever they mean."""

from tclsp.analysis import syntax as s


def chain(expression: s.Expression) -> list[str] | None:
    """Return the names of `a.b.c`; None where it starts at something else."""
    names: list[str] = []
    while isinstance(expression, s.Attribute):
        names.append(expression.name)
        expression = expression.value
    if not isinstance(expression, s.Name):
        return None
    names.append(expression.name)
    return names[::-1]


def spelling(expression: s.Expression) -> str | None:
    """Return how `name` or `name.attribute` is written; None for anything else."""
    if isinstance(expression, s.Name):
        return expression.name
    if isinstance(expression, s.Attribute) and isinstance(expression.value, s.Name):
        return f"{expression.value.name}.{expression.name}"
    return None


def last_name(expression: s.Expression) -> str:
    """Return the `c` of `a.b.c`; empty where an expression has no name."""
    return expression.name if isinstance(expression, (s.Name, s.Attribute)) else ""


def called_name(function: s.Expression) -> str:
    """Return the last name of what is called, of `f` in `f()()` too; empty where it has none."""
    while isinstance(function, s.Call):
        function = function.function
    return last_name(function)


def is_partial(call: s.Call) -> bool:
    """Recognise `functools.partial(…)`."""
    return last_name(call.function) == "partial"


def is_super(expression: s.Expression) -> bool:
    """Recognise `super()`."""
    return (
        isinstance(expression, s.Call)
        and isinstance(expression.function, s.Name)
        and expression.function.name == "super"
    )
