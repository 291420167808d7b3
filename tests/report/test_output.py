"""The outcome of a run as it is printed."""

import io
import json

import pytest

from tclsp.catalog.text import Text
from tclsp.checker.notes import Notes
from tclsp.checker.result import FileReport, Located
from tclsp.checker.run import Outcome
from tclsp.report.output import ReportOptions, print_outcome
from tclsp.source.spans import Position


def located(code: str, severity: str) -> Located:
    text = Text("m", "信")
    place = Position(1, 1)
    return Located(code, f"rule-{code}", severity, place, place, "x", text, text)  # type: ignore[arg-type]


FOUND = [
    FileReport("a.py", "/a.py", None, (located("TCL1", "error"), located("TCL2", "warning"))),
    FileReport("b.py", "/b.py", None, (located("TCL2", "warning"), located("TCL2", "warning"))),
    FileReport("c.py", "/c.py", None),
]


def printed(
    reports: list[FileReport], *options: str, checked: int = 9, statistics: bool = False
) -> str:
    stream = io.StringIO()
    output_format, language = options
    print_outcome(
        Outcome(reports, checked, Notes()),
        ReportOptions(output_format, language, statistics),  # type: ignore[arg-type]
        stream,
    )
    return stream.getvalue()


@pytest.mark.parametrize("output_format", ["full", "concise"])
def test_the_last_line_sums_up(output_format: str) -> None:
    def last(reports: list[FileReport], language: str, checked: int = 9) -> str:
        return printed(reports, output_format, language, checked=checked).splitlines()[-1]

    assert last(FOUND, "en") == "Found 1 error, 3 warnings in 2 files; 9 files checked."
    assert last(FOUND, "zh") == "在 2 个文件中发现 1 个错误、3 个警告；共检查 9 个文件。"
    assert last([], "en", 1) == "No findings; 1 file checked."
    assert last([], "zh", 1) == "未发现问题；共检查 1 个文件。"


def test_json_is_an_array_whatever_was_found() -> None:
    assert json.loads(printed([], "json", "en")) == []
    assert len(json.loads(printed(FOUND, "json", "en"))) == 4


def test_statistics_count_the_findings_of_each_rule() -> None:
    assert printed(FOUND, "concise", "en", statistics=True).splitlines()[:-1] == [
        "3  TCL2  warning  rule-TCL2",
        "1  TCL1  error    rule-TCL1",
    ]
    assert json.loads(printed(FOUND, "json", "en", statistics=True)) == [
        {"code": "TCL2", "name": "rule-TCL2", "severity": "warning", "count": 3},
        {"code": "TCL1", "name": "rule-TCL1", "severity": "error", "count": 1},
    ]
