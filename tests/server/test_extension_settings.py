"""The settings that the VS Code extension declares are those that the server reads."""

import json
import re
from pathlib import Path
from typing import Any

from attrs import fields

from tclsp.checker.settings import Settings
from tclsp.server.options import EditorOptions, read_options

MANIFEST = Path(__file__).parents[2] / "vscode-extension" / "package.json"
OF_THE_EXTENSION = {"enable", "path", "trace.server"}


def declared() -> dict[str, dict[str, Any]]:
    """Return the settings for the server, by their names without `tclsp.`."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    properties = manifest["contributes"]["configuration"]["properties"]
    settings = {name.removeprefix("tclsp."): setting for name, setting in properties.items()}
    assert settings.keys() > OF_THE_EXTENSION
    return {name: setting for name, setting in settings.items() if name not in OF_THE_EXTENSION}


def test_each_is_known_to_the_server_and_its_default_is_a_value_of_it() -> None:
    sent = {name: setting["default"] for name, setting in declared().items()}
    assert read_options(sent)[1] == []


def test_none_that_the_server_reads_is_missing() -> None:
    of_files = [field.name for field in fields(Settings)]
    of_editors = [field.name for field in fields(EditorOptions) if field.name != "settings"]
    renamed = {"code_lenses": "code_lens", "debounce_ms": "debounce"}
    names = [renamed.get(name, name) for name in of_files + of_editors]
    assert {re.sub("_(.)", lambda each: each[1].upper(), name) for name in names} == set(declared())
