"""Reads a settings file; every fault in it is said with its line."""

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from attrs import fields

from tclsp.catalog.text import Language
from tclsp.checker.settings import Settings
from tclsp.checker.settings_error import SettingsError
from tclsp.checker.toml import tables_of
from tclsp.rules.finding import Severity

if TYPE_CHECKING:
    # Loaded where there are settings to read: the server's worker lives on without it.
    from cattrs import Converter

Key = tuple[str | int, ...]
"""The way to a value from the top of a file: names of tables and keys, places in arrays."""

_NAMES = {field.name.replace("_", "-"): field.name for field in fields(Settings)}
_TYPES: dict[str, Any] = {field.name.replace("_", "-"): field.type for field in fields(Settings)}
_LISTS_OF_RULES = ("select", "ignore", "extend-select")
_LISTS_OF_PATTERNS = ("exclude", "extend-exclude")
_FORMS = {
    "check-tests": "true or false",
    "language": " or ".join(f'"{language}"' for language in get_args(Language)),
    "severity": "a table of rules, each with one of "
    + ", ".join(f'"{severity}"' for severity in get_args(Severity)),
    "per-file-ignores": "a table of patterns, each with a list of rules",
}
_LIST_FORM = "a list of strings"


def read_settings(path: str) -> Settings | None:
    """Read `path`; None if it is a pyproject.toml without the table `[tool.tclsp]`.

    Raises SettingsError, with all faults of the file.
    """
    text = _read(path)
    document = _parse(path, text)
    way: Key = ()
    table: object = document
    if os.path.basename(path) == "pyproject.toml":
        way = ("tool", "tclsp")
        tools = document.get("tool", {})
        table = tools.get("tclsp") if isinstance(tools, dict) else None
        if table is None:
            return None
    problems = _problems(way, table)
    if problems:
        raise SettingsError(*_with_places(path, text, problems))
    return _structure(table)


def read_value(key: str, value: object) -> tuple[str, Any]:
    """Return the field of `Settings` that `key` names, and `value` as its value.

    Raises SettingsError, with a sentence for each fault.
    """
    problems = list(_problems_of_key((key,), key, value))
    if problems:
        raise SettingsError(*(sentence for _, sentence in problems))
    return _NAMES[key], _converter().structure(value, _TYPES[key])


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8, which TOML must be") from error
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error


def _parse(path: str, text: str) -> dict[str, Any]:
    try:
        return tables_of(text)
    except ValueError as error:
        message = str(error)
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
        if place is None:
            raise SettingsError(f"{path}: not valid TOML: {message}") from error
        line = place[1] or len(text.splitlines())
        reason = message[: place.start()]
        raise SettingsError(f"{path}:{line}: not valid TOML: {reason}") from error
    except RecursionError as error:
        raise SettingsError(f"{path}: cannot be read: it nests too deep") from error


Problem = tuple[Key, str]


def _problems(way: Key, table: object) -> list[Problem]:
    if not isinstance(table, dict):
        return [(way, "[tool.tclsp] must be a table")]
    found: list[Problem] = []
    for key, value in table.items():
        found.extend(_problems_of_key((*way, key), key, value))
    return found


def _problems_of_key(way: Key, key: str, value: object) -> Iterator[Problem]:
    if key not in _NAMES:
        yield way, f"unknown key `{key}`{_nearest(key)}"
        return
    from cattrs import BaseValidationError

    try:
        _converter().structure(value, _TYPES[key])
    except (BaseValidationError, TypeError, ValueError):
        yield way, f"`{key}` must be {_FORMS.get(key, _LIST_FORM)}"
        return
    yield from _problems_of_value(way, key, value)


def _problems_of_value(way: Key, key: str, value: Any) -> Iterator[Problem]:
    if key in _LISTS_OF_RULES:
        yield from _unknown_rules(way, dict(enumerate(value)))
    elif key == "severity":
        yield from _unknown_rules(way, {selector: selector for selector in value})
    elif key == "per-file-ignores":
        for pattern, selectors in value.items():
            yield from _bad_patterns(way, {pattern: pattern})
            yield from _unknown_rules((*way, pattern), dict(enumerate(selectors)))
    elif key in _LISTS_OF_PATTERNS:
        yield from _bad_patterns(way, dict(enumerate(value)))


def _unknown_rules(way: Key, selectors: dict[Any, str]) -> Iterator[Problem]:
    if not selectors:
        return
    # Not at the top: it loads every rule, which settings without any need not wait for.
    from tclsp.checker.selection import unknown_selector

    for place, selector in selectors.items():
        reason = unknown_selector(selector)
        if reason is not None:
            yield (*way, place), reason


def _bad_patterns(way: Key, patterns: dict[Any, str]) -> Iterator[Problem]:
    if not patterns:
        return
    from tclsp.checker.patterns import is_pattern

    for place, pattern in patterns.items():
        if not is_pattern(pattern):
            yield (*way, place), f"`{pattern}` is not a pattern as `.gitignore` has them"


def _nearest(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key.replace("_", "-").lower(), _NAMES, n=1, cutoff=0.5)
    return f"; did you mean `{near[0]}`?" if near else f"; the keys are {', '.join(_NAMES)}"


def _with_places(path: str, text: str, problems: list[Problem]) -> Iterator[str]:
    from tclsp.checker.settings_lines import line_of

    for way, sentence in problems:
        line = line_of(text, way)
        yield f"{path}:{line}: {sentence}" if line else f"{path}: {sentence}"


def _structure(table: Any) -> Settings:
    structure = _converter().structure
    values = {_NAMES[key]: structure(value, _TYPES[key]) for key, value in table.items()}
    return Settings(**values)


def _string(value: object, _: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _boolean(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _strings(value: object, _: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_string(item, str) for item in value)


def _is_literal(form: Any) -> bool:
    return bool(get_origin(form) is Literal)


def _one_of(value: object, form: object) -> object:
    if value not in get_args(form):
        raise ValueError
    return value


@cache
def _converter() -> "Converter":
    """Return a converter that takes no value for another: 1 is no string, a string no list."""
    from cattrs import Converter

    converter = Converter()
    converter.register_structure_hook(str, _string)
    converter.register_structure_hook(bool, _boolean)
    converter.register_structure_hook_func(lambda form: form == tuple[str, ...], _strings)
    converter.register_structure_hook_func(_is_literal, _one_of)
    return converter
