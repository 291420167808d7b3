"""The settings that the client sends: `tclsp.*`, over those of files.

Their keys are those of `[tool.tclsp]`, in either spelling (`known-codes`, `knownCodes`), and the
few below, which only an editor needs.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from tclsp.checker.settings import Settings
from tclsp.checker.settings_error import SettingsError
from tclsp.checker.settings_file import read_value

_CAPITAL = re.compile(r"[A-Z]")


@frozen
class EditorOptions:
    """What the client sets."""

    settings: tuple[tuple[str, Any], ...] = ()
    """Fields of `Settings` with their values."""
    inlay_hints: bool = False
    code_lenses: bool = False
    debounce_ms: int = 200
    """How long typing must pause before diagnostics are computed."""
    interpreter: str | None = None
    """The Python whose SDK the workspace uses."""
    workspace_diagnostics: bool = True
    """Whether files that are not open are checked too, for a client that asks for that."""

    def applied_to(self, settings: Settings) -> Settings:
        """Return `settings` with what the client sets on top."""
        return evolve(settings, **dict(self.settings)) if self.settings else settings


_OWN: dict[str, tuple[str, type]] = {
    "inlay-hints": ("inlay_hints", bool),
    "code-lens": ("code_lenses", bool),
    "debounce": ("debounce_ms", int),
    "interpreter": ("interpreter", str),
    "workspace-diagnostics": ("workspace_diagnostics", bool),
}
_NOT_OURS = frozenset({"enable", "path", "trace"})
"""What clients keep under the same name for themselves."""


def read_options(sent: object) -> tuple[EditorOptions, list[str]]:
    """Read what the client sent for `tclsp`; also return a sentence for each part that is wrong.

    What is wrong is left out, null means not set. Everything is optional.
    """
    if not isinstance(sent, Mapping):
        return EditorOptions(), []
    own: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in _set_values(sent):
        problems += _take(key, value, own, settings)
    return EditorOptions(tuple(settings.items()), **own), problems


def _take(key: str, value: object, own: dict[str, Any], settings: dict[str, Any]) -> list[str]:
    """Add one value to those that it belongs to, or return what is wrong with it."""
    try:
        if key in _OWN:
            name, kind = _OWN[key]
            own[name] = _of_kind(key, value, kind)
        else:
            name, value = read_value(key, value)
            settings[name] = value
    except SettingsError as error:
        return [f"the client's setting tclsp.{key}: {problem}" for problem in error.problems]
    return []


def _set_values(sent: Mapping[Any, object]) -> Iterator[tuple[str, object]]:
    for written, value in sent.items():
        key = _CAPITAL.sub(lambda capital: "-" + capital[0].lower(), str(written))
        if value is not None and key not in _NOT_OURS:
            yield key, value


def _of_kind(key: str, value: object, kind: type) -> object:
    if type(value) is not kind or (kind is int and value < 0):  # type: ignore[operator]
        form = {bool: "true or false", int: "a number of milliseconds", str: "a string"}[kind]
        raise SettingsError(f"`{key}` must be {form}")
    return value
