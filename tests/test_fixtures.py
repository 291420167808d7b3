"""What the checker says about the sample application, function by function and as a whole."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from syrupy.assertion import SnapshotAssertion

from tclsp.rules.registry import RULES

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "fixtures" / "sample_app"
BROKEN = {"half_edited.py", "legacy_report.py"}
"""They are no valid Python; tests of their own tell what is said about them."""

RULES_HERE = {rule.code for rule in RULES if rule.default} - {"TCL103", "TCL304"}
"""Those that report something without settings."""
FAULT = re.compile(r"^ *Fault \(([^)]+)\): ", re.MULTILINE)
RIGHT = re.compile(r"^ *Right: ", re.MULTILINE)


class Function(NamedTuple):
    """A function of the sample application, with what its docstring says of it."""

    name: str
    first: int
    last: int
    faults: list[set[str]]
    """For each fault the rules of which one reports it."""


def check(*options: str) -> str:
    """Run `tclsp check fixtures/` as a user would and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "tclsp", "check", "fixtures/", "--no-cache", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 1
    return done.stdout


@pytest.fixture(scope="module")
def findings() -> dict[str, list[tuple[int, str]]]:
    """Return row and rule of each finding, by the name of the file."""
    found: dict[str, list[tuple[int, str]]] = {path.name: [] for path in SAMPLE.glob("*.py")}
    for finding in parsed(check("--output-format", "json")):
        place = (finding["location"]["row"], finding["code"])
        found[Path(finding["filename"]).name].append(place)
    return found


def parsed(output: str) -> list[dict[str, Any]]:
    array: list[dict[str, Any]] = json.loads(output)
    return array


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node) or ""
            written = FAULT.search(text)
            names = written[1].split(", ") if written else []
            faults = [set(name.split(" or ")) for name in names]
            yield Function(node.name, node.lineno, node.end_lineno or node.lineno, faults)


MODULES = sorted(path.name for path in SAMPLE.glob("*.py") if path.name not in BROKEN)


@pytest.mark.parametrize("module", MODULES)
def test_each_function_has_the_faults_that_its_docstring_names(
    module: str, findings: dict[str, list[tuple[int, str]]]
) -> None:
    for function in functions(SAMPLE / module):
        reported = {
            rule for row, rule in findings[module] if function.first <= row <= function.last
        }
        expected = [rules for rules in function.faults if rules & RULES_HERE]
        named = set().union(*expected)
        assert all(rules & reported for rules in expected), (function.name, reported)
        assert reported <= named, (function.name, reported)


@pytest.mark.parametrize("module", MODULES)
def test_every_finding_stands_in_a_function_that_has_a_fault(
    module: str, findings: dict[str, list[tuple[int, str]]]
) -> None:
    faulty = [function for function in functions(SAMPLE / module) if function.faults]
    for row, rule in findings[module]:
        assert any(function.first <= row <= function.last for function in faulty), (row, rule)


def test_a_function_that_cannot_be_parsed_leaves_the_other_checked(
    findings: dict[str, list[tuple[int, str]]],
) -> None:
    assert [rule for _, rule in sorted(findings["half_edited.py"])] == ["TCL002", "TCL201"]


def test_python_2_is_named_as_not_analysed(findings: dict[str, list[tuple[int, str]]]) -> None:
    assert {rule for _, rule in findings["legacy_report.py"]} == {"TCL002"}


def test_each_rule_has_a_fault_and_a_right_twin_in_the_sample() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SAMPLE.glob("*.py")]
    named = {
        code
        for text in texts
        for written in FAULT.findall(text)
        for code in re.findall(r"TCL\d{3}", written)
    }
    assert RULES_HERE - {"TCL002"} <= named
    assert sum(len(RIGHT.findall(text)) for text in texts) >= len(RULES_HERE)


@pytest.mark.parametrize(
    ("output_format", "language"),
    [("concise", "en"), ("concise", "zh"), ("full", "en"), ("full", "zh"), ("json", "en")],
)
def test_what_is_printed(output_format: str, language: str, snapshot: SnapshotAssertion) -> None:
    output = check("--output-format", output_format, "--language", language)
    assert output.replace(str(ROOT), "<root>") == snapshot


def test_the_answer_is_the_same_in_any_split_of_the_files() -> None:
    whole = parsed(check("--output-format", "json"))
    alone = subprocess.run(
        [
            sys.executable,
            "-m",
            "tclsp",
            "check",
            "fixtures/sample_app/servers.py",
            "--no-cache",
            "--output-format",
            "json",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert parsed(alone.stdout) == [f for f in whole if f["filename"].endswith("/servers.py")]
