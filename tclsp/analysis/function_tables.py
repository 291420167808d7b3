"""Functions that are picked from a dict: `COMMANDS[name]()`, `COMMANDS.get(name)()`."""

from collections.abc import Iterator

from tclsp.analysis import syntax as s
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.module import Unit


def may_pick(function: s.Expression, unit: Unit) -> bool:
    """Tell whether what is called may come from a dict, by the look of it."""
    if isinstance(function, s.Name):
        return any(_table(value) is not None for value in unit.values.get(function.name, ()))
    return _table(function) is not None


def picked(function: s.Expression, unit: Unit, escapes: Escapes) -> Iterator[Unit]:
    """Yield the functions of the project in the dict that what is called comes from."""
    names = escapes.calls.inference.names
    sources = unit.values.get(function.name, []) if isinstance(function, s.Name) else [function]
    for source in sources:
        table = _table(source)
        for value in names.values(table, unit) if table is not None else ():
            if isinstance(value.expression, s.Mapping):
                for _, item in value.expression.items:
                    found = escapes.handed(item, value.unit)
                    if found is not None:
                        yield found


def _table(picking: s.Expression) -> s.Expression | None:
    """Return the `TABLE` of `TABLE[name]` or `TABLE.get(name)`."""
    if isinstance(picking, s.Subscript):
        return picking.value
    if (
        isinstance(picking, s.Call)
        and isinstance(picking.function, s.Attribute)
        and picking.function.name == "get"
    ):
        return picking.function.value
    return None
