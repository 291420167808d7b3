"""Findings as JSON, in the shape of ruff's."""

import json
from collections.abc import Iterator
from email.message import Message
from importlib import metadata

import pytest

from tclsp.catalog.text import Text
from tclsp.checker.result import FileReport, Located, LocatedEdit, LocatedFix
from tclsp.report import rule_pages
from tclsp.report.json_text import as_json
from tclsp.report.rule_pages import rule_url
from tclsp.source.spans import Position, Span

REPORT = FileReport(
    "a.py",
    "/project/a.py",
    None,
    (
        Located(
            code="TCL001",
            name="unused-suppression",
            severity="warning",
            start=Position(2, 8),
            end=Position(2, 31),
            line="x = 1  # tclsp: ignore[TCL104]",
            message=Text("It suppresses nothing", "不起作用"),
            remedy=Text("Remove it", "删除"),
            fix=LocatedFix(
                Text("Remove", "删除"),
                (LocatedEdit(Position(2, 6), Position(2, 31), "", Span(30, 55)),),
                safe=True,
            ),
        ),
        Located(
            code="TCL104",
            name="swallowed-error",
            severity="error",
            start=Position(3, 1),
            end=Position(3, 2),
            line="x",
            message=Text("Lost", "丢失"),
            remedy=Text("Log it", "记录"),
        ),
    ),
)


@pytest.fixture(autouse=True)
def documentation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    links = Message()
    links["Project-URL"] = "Source, https://example.org/source"
    links["Project-URL"] = "Documentation, https://example.org/docs/"
    monkeypatch.setattr(metadata, "metadata", lambda _: links)
    rule_pages._documentation.cache_clear()
    yield
    # What was read here must not be what other tests find.
    rule_pages._documentation.cache_clear()


def test_the_fields_are_those_of_ruff_and_three_of_our_own() -> None:
    first, second = json.loads(as_json([REPORT], "en", escape=False))
    assert first == {
        "code": "TCL001",
        "name": "unused-suppression",
        "severity": "warning",
        "message": "It suppresses nothing",
        "remedy": "Remove it",
        "filename": "/project/a.py",
        "location": {"row": 2, "column": 8},
        "end_location": {"row": 2, "column": 31},
        "fix": {
            "applicability": "safe",
            "message": "Remove",
            "edits": [
                {
                    "content": "",
                    "location": {"row": 2, "column": 6},
                    "end_location": {"row": 2, "column": 31},
                }
            ],
        },
        "url": "https://example.org/docs/rules/TCL001.md",
    }
    assert second["fix"] is None


def test_no_findings_are_an_empty_array() -> None:
    assert json.loads(as_json([], "en", escape=False)) == []


def test_consoles_without_unicode_get_escapes() -> None:
    text = as_json([REPORT], "zh", escape=True)
    assert text.isascii()
    assert json.loads(text)[1]["message"] == "丢失"
    assert "丢失" in as_json([REPORT], "zh", escape=False)


def test_a_package_without_documentation_has_no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "metadata", lambda _: Message())
    rule_pages._documentation.cache_clear()
    assert rule_url("TCL104") is None
