"""Reduced code as compact JSON text and back, for the cache and for other processes.

A record is `[number of its class, field, …]`, a tuple `[-1, item, …]`. What is read may have come
with somebody's repository, so every field is held against its annotation.
"""

import json
from collections.abc import Callable
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from attrs import fields, frozen

from tclsp.analysis import syntax
from tclsp.analysis.facts import Gap
from tclsp.analysis.lowered import LoweredFile, LoweredPiece
from tclsp.catalog.text import Text
from tclsp.source.pieces import Piece
from tclsp.source.spans import Span

_TUPLE = -1

_NODES = (*get_args(syntax.Expression), *get_args(syntax.Statement))
_PARTS_OF_NODES = (syntax.Argument, syntax.Parameter, syntax.Except, syntax.Case)
_RECORDS: tuple[type[Any], ...] = (
    *_NODES,
    *_PARTS_OF_NODES,
    LoweredFile,
    LoweredPiece,
    Piece,
    Span,
    Gap,
    Text,
)


class _NotOurs(ValueError):
    """The text is not what `write` makes."""


def write(lowered: LoweredFile) -> str | None:
    """Return `lowered` as JSON; None where it nests too deep for that."""
    try:
        return json.dumps(_encoded(lowered), separators=(",", ":"))
    except RecursionError:
        return None


def read(text: str) -> LoweredFile | None:
    """Return what `text` holds; None where it is not what `write` makes."""
    try:
        found = _decoded(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None
    return found if isinstance(found, LoweredFile) else None


def _encoded(value: Any) -> Any:
    kind = type(value)
    if kind is tuple:
        return [_TUPLE, *map(_encoded, value)]
    number = _NUMBERS.get(kind)
    if number is None:
        return value
    return [number, *map(_encoded, _READERS[number](value))]


def _decoded(value: Any) -> Any:
    if type(value) is not list:
        return value
    if not value or type(value[0]) is not int:
        raise _NotOurs
    number = value[0]
    parts = tuple(map(_decoded, value[1:]))
    if number == _TUPLE:
        return parts
    if not 0 <= number < len(_RECORDS):
        raise _NotOurs
    forms = _FORMS[number]
    if len(parts) != len(forms):
        raise _NotOurs
    for part, form in zip(parts, forms, strict=True):
        if type(part) not in form.kinds or (type(part) is tuple and not form.fits(part)):
            raise _NotOurs
    return _RECORDS[number](*parts)


# ---------------------------------------------------------------- annotations


@frozen
class _Form:
    """What values of an annotation look like."""

    kinds: frozenset[type[Any]]
    items: "tuple[_Form, ...]" = ()
    """The forms of a tuple's items."""
    repeated: bool = False
    """Whether it may hold any number of items, all of the first form."""

    def fits(self, value: tuple[Any, ...]) -> bool:
        """Tell whether the items of a tuple are what they should be."""
        items = self.items * len(value) if self.repeated else self.items
        return len(items) == len(value) and all(
            type(item) in form.kinds and (type(item) is not tuple or form.fits(item))
            for item, form in zip(value, items, strict=True)
        )


def _form(hint: Any) -> _Form:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _Form(frozenset(map(type, arguments)))
    if origin in (Union, UnionType):
        return _union([_form(each) for each in arguments])
    if origin is tuple:
        repeated = arguments[-1] is ...
        items = arguments[:1] if repeated else arguments
        return _Form(frozenset({tuple}), tuple(map(_form, items)), repeated)
    return _Form(frozenset({NoneType if hint is None else hint}))


def _union(forms: list[_Form]) -> _Form:
    kinds = frozenset(kind for form in forms for kind in form.kinds)
    of_tuple = next((form for form in forms if tuple in form.kinds), _Form(frozenset()))
    return _Form(kinds, of_tuple.items, of_tuple.repeated)


def _reader(record: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(record)]
    read_fields = attrgetter(*names)
    return read_fields if len(names) > 1 else lambda value: (read_fields(value),)


def _forms(record: type[Any]) -> tuple[_Form, ...]:
    hints = get_type_hints(record)
    return tuple(_form(hints[field.name]) for field in fields(record))


_NUMBERS = {record: number for number, record in enumerate(_RECORDS)}
_READERS = tuple(map(_reader, _RECORDS))
_FORMS = tuple(map(_forms, _RECORDS))
