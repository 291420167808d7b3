"""The settings that apply to files, as text."""

import json
from collections.abc import Iterable, Iterator

from attrs import fields

from tclsp.checker.discovery import SourceFile
from tclsp.checker.excludes import DEFAULT_EXCLUDES
from tclsp.checker.selection import enabled_rules, severity_of
from tclsp.checker.settings import Overrides, Settings
from tclsp.rules.registry import RULES
from tclsp.source.test_files import is_test_file


def settings_text(files: Iterable[SourceFile], overrides: Overrides) -> str:
    """Return the settings and rules of each project among `files`, shown for its first file."""
    seen: set[int] = set()
    parts = []
    for file in files:
        if id(file.project) not in seen:
            seen.add(id(file.project))
            parts.append("\n".join(_settings_of(file, overrides)))
    return "\n\n".join(parts)


def _settings_of(file: SourceFile, overrides: Overrides) -> Iterator[str]:
    settings = overrides.applied_to(file.project.settings or Settings())
    yield f"# {file.path}: settings of {file.project.settings_file or 'no file'}"
    for field in fields(Settings):
        key = field.name.replace("_", "-")
        yield f"{key} = {_value(field.name, getattr(settings, field.name))}"
    yield "# rules"
    relative = file.project.relative(file.absolute)
    enabled = enabled_rules(settings, relative, is_test=is_test_file(relative))
    for rule in RULES:
        state = "on " if rule.code in enabled else "off"
        severity = severity_of(rule, settings.severity)
        yield f"# {rule.code} {state} {severity:<7} {rule.name}"


def _value(name: str, value: object) -> str:
    if value is None and name == "exclude":
        value = DEFAULT_EXCLUDES
    if value is None:
        return {"select": "[]  # the rules that are on by default"}.get(name, '""  # the locale')
    if isinstance(value, dict):
        items = [f"{json.dumps(key)} = {json.dumps(each)}" for key, each in value.items()]
        return "{ " + ", ".join(items) + " }" if items else "{}"
    return json.dumps(value, ensure_ascii=False)
