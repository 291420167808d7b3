"""The console scripts of a project, as its pyproject.toml, setup.cfg and setup.py declare them.

Only what stands there as plain text is read, and nothing is executed. A file that cannot be read
declares nothing: that is no matter of this checker.
"""

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tclsp.analysis.project import ConsoleScript
from tclsp.checker.toml import tables_of

_GROUPS = ("console_scripts", "gui_scripts")
_WORDS = ("scripts", "entry-points")
"""One of these names the tables that are looked for."""
_TARGET = re.compile(r"([\w.]+:[\w.]+)\s*(?:\[[^\]]*\])?")
_IN_SETUP = re.compile(r"""["']\s*[\w.-]+\s*=\s*([\w.]+:[\w.]+)\s*(?:\[[^\]]*\])?\s*["']""")


def console_scripts(files: Iterable[tuple[str, str]]) -> tuple[ConsoleScript, ...]:
    """Return the scripts that lie beside or above the files of a project, sorted.

    `files` are the paths of its modules in the analysis, with `/`, and where they lie on the disk.
    """
    folders: dict[str, str] = {}
    for path, absolute in files:
        folder, where = path.rpartition("/")[0], os.path.dirname(absolute)
        while folder not in folders:
            folders[folder] = where
            if not folder:
                break
            folder, where = folder.rpartition("/")[0], os.path.dirname(where)
    found = {
        ConsoleScript(folder, target)
        for folder, where in folders.items()
        for target in _declared_in(where)
    }
    return tuple(sorted(found, key=lambda script: (script.folder, script.target)))


def _declared_in(folder: str) -> Iterator[str]:
    yield from _in_pyproject(_read(os.path.join(folder, "pyproject.toml")))
    yield from _in_setup_cfg(_read(os.path.join(folder, "setup.cfg")))
    setup = _read(os.path.join(folder, "setup.py"))
    if any(group in setup for group in _GROUPS):
        yield from _IN_SETUP.findall(setup)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return ""


def _in_pyproject(text: str) -> Iterator[str]:
    if not any(word in text for word in _WORDS):
        return
    try:
        document = tables_of(text)
    except (ValueError, RecursionError):
        return
    tables = (
        _table(document, "project", "scripts"),
        _table(document, "project", "gui-scripts"),
        *(_table(document, "project", "entry-points", group) for group in _GROUPS),
        _table(document, "tool", "poetry", "scripts"),
    )
    for table in tables:
        for value in table.values():
            # Poetry has tables, too: `{ reference = "package:main", type = "console" }`.
            written = value.get("reference") if isinstance(value, dict) else value
            target = _TARGET.fullmatch(written.strip()) if isinstance(written, str) else None
            if target is not None:
                yield target[1]


def _table(document: dict[str, Any], *keys: str) -> dict[str, Any]:
    table: Any = document
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else {}


def _in_setup_cfg(text: str) -> Iterator[str]:
    if not text:
        return
    import configparser

    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    for group in _GROUPS:
        for line in parser.get("options.entry_points", group, fallback="").splitlines():
            target = _TARGET.fullmatch(line.partition("=")[2].strip())
            if target is not None:
                yield target[1]
