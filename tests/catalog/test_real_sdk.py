"""The catalogue against the two SDK wheels, read by another way: nothing missing, nothing extra.

The builder reads lines; this test reads syntax trees and comment tokens. Response classes are cut
out of the models before they are parsed, since a tree of 60 MB would take minutes.
"""

import ast
import io
import re
import sqlite3
import tokenize
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from tclsp.catalog.store import Catalog

pytestmark = pytest.mark.network

_FIELDS = {"Error", "Code", "Message"}


@frozen
class Expected:
    """What one wheel says, by service and version."""

    codes: dict[tuple[str, str, str], tuple[str, str]]
    """Constant and description, by service, version and code."""
    clients: dict[tuple[str, str], tuple[str, str]]
    """Client class and endpoint."""
    actions: dict[tuple[str, str, str], tuple[str, frozenset[str]]]
    """First line and own answer fields, by service, version and action."""
    rows: int


def read_wheel(path: Path) -> Expected:
    """Read a wheel through `ast` and `tokenize`."""
    expected = Expected({}, {}, {}, 0)
    rows = 0
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            parts = name.split("/")
            if len(parts) != 4 or parts[3] != f"{parts[1]}_client.py":
                continue
            client = _client_class(ast.parse(wheel.read(name)))
            service, version = parts[1], _attribute(client, "_apiVersion")
            expected.clients[service, version] = (client.name, _attribute(client, "_endpoint"))
            folder = "/".join(parts[:3])
            fields = _answer_fields(wheel.read(f"{folder}/models.py").decode())
            for method in client.body:
                if isinstance(method, ast.FunctionDef):
                    action = _called(method)
                    summary = _first_line(method)
                    expected.actions[service, version, action] = (
                        summary,
                        fields.get(action, frozenset()),
                    )
            for code, constant, description in _codes(wheel.read(f"{folder}/errorcodes.py")):
                expected.codes[service, version, code] = (constant, description)
                rows += 1
    return Expected(expected.codes, expected.clients, expected.actions, rows)


def _client_class(module: ast.Module) -> ast.ClassDef:
    (client,) = (node for node in module.body if isinstance(node, ast.ClassDef))
    return client


def _attribute(client: ast.ClassDef, name: str) -> str:
    (value,) = (
        node.value
        for node in client.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == name
    )
    return str(ast.literal_eval(value))


def _called(method: ast.FunctionDef) -> str:
    """Return the action that a method sends, which every kind of call gives as text first."""
    (action,) = {
        call.args[0].value
        for call in ast.walk(method)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "self"
        and isinstance(call.args[0], ast.Constant)
    }
    assert action == method.name
    return str(action)


def _first_line(method: ast.FunctionDef) -> str:
    lines = [line.strip() for line in (ast.get_docstring(method, clean=False) or "").split("\n")]
    first = next((line for line in lines if line), "")
    return "" if first.startswith(":param") else first


def _codes(source: bytes) -> Iterator[tuple[str, str, str]]:
    comments = {
        token.start[0]: token.string.removeprefix("#").strip()
        for token in tokenize.tokenize(io.BytesIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    end_of_last = max(line for line in comments if all(n in comments for n in range(1, line)))
    for node in ast.parse(source).body:
        assert isinstance(node, ast.Assign)
        assert isinstance(node.targets[0], ast.Name)
        above = [comments[n] for n in range(end_of_last + 1, node.lineno) if n in comments]
        yield ast.literal_eval(node.value), node.targets[0].id, "\n".join(above).strip()
        end_of_last = node.lineno


def _answer_fields(models: str) -> dict[str, frozenset[str]]:
    found = {}
    for text in re.split(r"^(?=class )", models, flags=re.MULTILINE):
        head = re.match(r"class (\w+)Response\(", text)
        if head is None or not any(f"self._{field}" in text for field in _FIELDS):
            continue
        (response,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
        (start,) = (
            node
            for node in response.body
            if isinstance(node, ast.FunctionDef) and node.name == "__init__"
        )
        attributes = {node.attr for node in ast.walk(start) if isinstance(node, ast.Attribute)}
        fields = frozenset(field for field in _FIELDS if f"_{field}" in attributes)
        found[head[1]] = fields
    return found


@pytest.fixture(scope="module")
def zh(sdk_wheels: Path) -> Expected:
    return read_wheel(next(sdk_wheels.glob("tencentcloud_sdk_python-3.1.195-*.whl")))


@pytest.fixture(scope="module")
def en(sdk_wheels: Path) -> Expected:
    return read_wheel(next(sdk_wheels.glob("tencentcloud_sdk_python_intl_en-3.1.193-*.whl")))


def test_the_catalogue_holds_all_that_the_wheels_say(
    catalog: Catalog, zh: Expected, en: Expected
) -> None:
    assert _all_codes(catalog) == _merged_codes(zh, en)
    assert _all_clients(catalog) == {
        key: (
            (zh if key in zh.clients else en).clients[key][0],
            zh.clients.get(key, ("", ""))[1],
            en.clients.get(key, ("", ""))[1],
        )
        for key in zh.clients.keys() | en.clients.keys()
    }
    assert _all_actions(catalog) == {
        key: (
            en.actions.get(key, ("", frozenset()))[0],
            zh.actions.get(key, ("", frozenset()))[0],
            zh.actions.get(key, ("", frozenset()))[1] | en.actions.get(key, ("", frozenset()))[1],
        )
        for key in zh.actions.keys() | en.actions.keys()
    }


def test_the_two_wheels_agree_where_both_speak(zh: Expected, en: Expected) -> None:
    for key in zh.codes.keys() & en.codes.keys():
        assert zh.codes[key][0] == en.codes[key][0]
    for client in zh.clients.keys() & en.clients.keys():
        assert zh.clients[client][0] == en.clients[client][0]


def test_the_figures_are_those_of_the_pinned_versions(
    catalog: Catalog, zh: Expected, en: Expected
) -> None:
    assert (zh.rows, en.rows) == (17_600, 11_167)
    assert len({code for _, _, code in zh.codes.keys() | en.codes.keys()}) == 12_793
    assert len({service for service, _, _ in zh.codes}) == 252
    assert len({service for service, _, _ in en.codes}) == 142
    with sqlite3.connect(catalog.path) as database:
        counted = database.execute(
            "SELECT count(zh), count(en), count(DISTINCT code_id) FROM definition"
        ).fetchone()
    assert counted == (17_600, 11_167, 12_793)


_Codes = dict[tuple[str, str, str], tuple[str, str, str]]


def _merged_codes(zh: Expected, en: Expected) -> _Codes:
    return {
        key: (
            (zh if key in zh.codes else en).codes[key][0],
            en.codes.get(key, ("", ""))[1],
            zh.codes.get(key, ("", ""))[1],
        )
        for key in zh.codes.keys() | en.codes.keys()
    }


def _all_codes(catalog: Catalog) -> _Codes:
    return {
        (one.service, one.version, code.code): (
            one.constant,
            one.description.en,
            one.description.zh,
        )
        for code in catalog.codes()
        for one in code.services
    }


def _all_clients(catalog: Catalog) -> dict[tuple[str, str], tuple[str, str, str]]:
    with sqlite3.connect(catalog.path) as database:
        rows = database.execute(
            "SELECT service, version, client, endpoint, intl_endpoint FROM version"
        ).fetchall()
    for service, version, client, *_ in rows:
        assert (service, version) in catalog.clients(client)
    return {(service, version): tuple(rest) for service, version, *rest in rows}


def _all_actions(
    catalog: Catalog,
) -> dict[tuple[str, str, str], tuple[str, str, frozenset[str]]]:
    return {
        (action.service, action.version, action.name): (
            action.summary.en,
            action.summary.zh,
            action.answer_fields,
        )
        for service in catalog.services()
        for action in catalog.actions(service)
    }
