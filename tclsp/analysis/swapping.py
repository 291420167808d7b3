"""Puts what an edit made of a function in its place in a module, without reading the rest anew."""

from collections import Counter

from attrs import frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.module import ClassInfo, Module, Unit


@frozen(eq=False)
class Swapped:
    """What became of one piece of a module."""

    gone: tuple[Unit, ...]
    """The units that left the module."""
    names: frozenset[str]
    """The names by which others found something that they do not find now, or the reverse."""


def swap(
    module: Module, piece: int, scope: tuple[str, ...], block: s.Block | None
) -> Swapped | None:
    """Put new statements of a piece in the place of the old ones; None where it has none now.

    `scope` names the classes around it. Returns None, with the module as it was, where more may
    have changed than one function: its code, its name, the attributes that it sets.
    """
    old = [unit for unit in module.units if unit.piece == piece]
    fresh = Module(module.path, module.notebook)
    if block is not None:
        fresh.add(piece, scope, block)
    before = _seen_of(module, old, scope)
    after = _seen_of(fresh, fresh.units, scope)
    if before is None or after is None or before.imports != after.imports:
        return None
    if scope and not _is_known_otherwise(module, scope[-1], old):
        return None
    changed = (before.names ^ after.names) | (before.attributes ^ after.attributes)
    names = frozenset(name for name, _ in changed)
    if names and _are_ambiguous(module, before, after, old):
        return None
    _exchange(module, old, fresh, scope)
    return Swapped(tuple(old), names)


@frozen
class _Seen:
    """What others see of the units of one function."""

    names: frozenset[tuple[str, str]] = frozenset()
    """The last parts of their names, and their whole names."""
    imports: frozenset[tuple[str, str]] = frozenset()
    attributes: frozenset[tuple[str, int]] = frozenset()
    """The attributes of its class that it sets, and how often."""


def _seen_of(module: Module, units: list[Unit], scope: tuple[str, ...]) -> _Seen | None:
    """Return what others see; None where that is more than one function."""
    if not units:
        return _Seen()
    if len(units[0].body) != 1 or not isinstance(units[0].body[0], s.Function) or units[0].values:
        return None
    if any(isinstance(each, s.Class) for unit in units for each in walks.statements(unit.body)):
        return None
    own = set(units)
    info = module.classes.get(scope[-1]) if scope else None
    if info is not None and any(value.unit in own for value in info.annotations.values()):
        return None
    attributes = {} if info is None else info.attributes
    counts = {name: sum(each.unit in own for each in found) for name, found in attributes.items()}
    return _Seen(
        frozenset((unit.name.rpartition(".")[2], unit.name) for unit in units[1:]),
        frozenset(item for unit in units for item in unit.imports.items()),
        frozenset((name, count) for name, count in counts.items() if count),
    )


def _is_known_otherwise(module: Module, name: str, units: list[Unit]) -> bool:
    """Tell whether a class does not come and go with these units."""
    info = module.classes.get(name)
    return info is not None and info.unit not in units


def _are_ambiguous(module: Module, before: _Seen, after: _Seen, old: list[Unit]) -> bool:
    """Tell whether functions of one name come or go, or such as are run without being named."""
    names = [whole for _, whole in (*before.names, *after.names)]
    others = {unit.name for unit in module.units if unit not in old}
    return (
        any(name in others for name in names)
        or any(count > 1 for count in Counter(whole for _, whole in after.names).values())
        or any(last.startswith("__") for last, _ in before.names ^ after.names)
    )


def _exchange(module: Module, old: list[Unit], fresh: Module, scope: tuple[str, ...]) -> None:
    new = fresh.units
    info = module.classes[scope[-1]] if scope else None
    piece = (old or new)[0].piece
    place = sum(unit.piece < piece for unit in module.units)
    module.units[place : place + len(old)] = new
    for unit in new:
        unit.module = module
        unit.owner = unit.owner and info
    functions = module.functions if info is None else info.methods
    for name in [name for name, unit in functions.items() if unit in old]:
        del functions[name]
    own = fresh.classes.get(scope[-1]) if scope else None
    for name, unit in (fresh.functions if own is None else own.methods).items():
        # Of several with one name the last one counts, which may be another.
        functions.setdefault(name, unit)
    if info is not None:
        _exchange_attributes(info, old, own, module)


def _exchange_attributes(
    info: ClassInfo, old: list[Unit], fresh: ClassInfo | None, module: Module
) -> None:
    coming = {} if fresh is None else fresh.attributes
    order = {unit: place for place, unit in enumerate(module.units)}
    for name in {*info.attributes, *coming}:
        known = info.attributes.get(name, [])
        values = [value for value in known if value.unit not in old] + coming.get(name, [])
        if len(values) == len(known) and name not in coming:
            continue
        values.sort(key=lambda value: order[value.unit])
        info.attributes[name] = values
    for name in [name for name, values in info.attributes.items() if not values]:
        del info.attributes[name]
