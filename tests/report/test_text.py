"""Findings as text."""

from tclsp.catalog.text import Text
from tclsp.checker.result import FileReport, Located, LocatedNote
from tclsp.report.console import Paint
from tclsp.report.text import TextStyle, concise, full
from tclsp.source.spans import Position

SWALLOWED = Located(
    code="TCL104",
    name="swallowed-error",
    severity="warning",
    start=Position(12, 5),
    end=Position(12, 37),
    line="    except TencentCloudSDKException:",
    message=Text("The error is lost", "错误丢失"),
    remedy=Text("Log it or raise it", "记录或抛出"),
)


def report(*findings: Located, path: str = "src/app.py", language: str | None = None) -> FileReport:
    return FileReport(path, f"/project/{path}", language, findings)  # type: ignore[arg-type]


def style(language: str = "en", *, colour: bool = False) -> TextStyle:
    return TextStyle(language, Paint(enabled=colour))  # type: ignore[arg-type]


def test_concise_is_a_line_that_editors_understand() -> None:
    assert list(concise([report(SWALLOWED)], style())) == [
        "src/app.py:12:5: TCL104 warning: The error is lost"
    ]


def test_full_shows_the_line_and_what_to_do() -> None:
    assert "\n".join(full([report(SWALLOWED)], style())) == (
        "src/app.py:12:5: TCL104 warning: The error is lost [swallowed-error]\n"
        "12 |     except TencentCloudSDKException:\n"
        "   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "   = what to do: Log it or raise it\n"
    )


def test_a_range_over_several_lines_is_underlined_to_the_end_of_the_first() -> None:
    finding = Located(
        code="TCL101",
        name="unhandled-call",
        severity="error",
        start=Position(3, 5),
        end=Position(5, 2),
        line="x = client.DescribeInstances(  ",
        message=Text("m", ""),
        remedy=Text("", ""),
    )
    assert "\n".join(full([report(finding)], style())) == (
        "src/app.py:3:5: TCL101 error: m [unhandled-call]\n"
        "3 | x = client.DescribeInstances(\n"
        "  |     ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
    )


def test_other_places_are_named() -> None:
    note = LocatedNote(Position(4, 9), Text("the call", "调用"))
    finding = Located(
        code="TCL104",
        name="swallowed-error",
        severity="warning",
        start=Position(1, 1),
        end=Position(1, 2),
        line="x",
        message=Text("m", ""),
        remedy=Text("r", ""),
        related=(note,),
    )
    assert "  = 4:9: the call" in list(full([report(finding)], style()))


def test_the_language_of_the_settings_goes_before_that_of_the_locale() -> None:
    (line,) = concise([report(SWALLOWED, language="zh")], style("en"))
    assert line == "src/app.py:12:5: TCL104 warning: 错误丢失"
    (line,) = concise([report(SWALLOWED)], style("zh"))
    assert line.endswith("错误丢失")


def test_names_of_files_cannot_command_the_terminal() -> None:
    (line,) = concise([report(SWALLOWED, path="a\x1b[2J\n\udce9.py")], style())
    assert line.startswith("a\\x1b[2J\\n\\udce9.py:12:5: ")


def test_colours_change_nothing_but_the_colours() -> None:
    plain = list(full([report(SWALLOWED)], style()))
    coloured = "\n".join(full([report(SWALLOWED)], style(colour=True)))
    assert "\x1b[33mTCL104 warning\x1b[0m" in coloured
    for code in ("31", "33", "36", "34", "1", "2", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == "\n".join(plain)
