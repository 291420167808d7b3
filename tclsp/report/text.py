"""Findings as text: one line each, or with the source line and what to do."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from tclsp.catalog.text import Language
from tclsp.checker.result import FileReport, Located
from tclsp.report.cells import shown
from tclsp.report.console import Paint
from tclsp.report.excerpt import excerpt

DEFAULT_WIDTH = 120
"""Cells in a line where the output is no terminal."""

_WHAT_TO_DO = {"en": "what to do", "zh": "处理方法"}


@frozen
class TextStyle:
    """How to write text."""

    language: Language
    """The language where the settings of a file name none."""
    paint: Paint
    encoding: str = "utf-8"
    width: int = DEFAULT_WIDTH


def concise(reports: Iterable[FileReport], style: TextStyle) -> Iterator[str]:
    """Yield one line for each finding: `path:row:column: code severity: message`."""
    for report in reports:
        for finding in report.findings:
            yield _headline(report, finding, style)


def full(reports: Iterable[FileReport], style: TextStyle) -> Iterator[str]:
    """Yield the lines of each finding: what is wrong, where, and what to do; then a blank one."""
    for report in reports:
        for finding in report.findings:
            headline = _headline(report, finding, style)
            yield f"{headline} {style.paint('dim', f'[{finding.name}]')}"
            if finding.line:
                yield from _source_lines(finding, style)
            yield from _explanation(report, finding, style)
            yield ""


def _headline(report: FileReport, finding: Located, style: TextStyle) -> str:
    language = report.language or style.language
    path = style.paint("bold", shown(report.path, style.encoding))
    place = f"{path}:{finding.start.row}:{finding.start.column}"
    kind = style.paint(finding.severity, f"{finding.code} {finding.severity}")
    return f"{place}: {kind}: {shown(finding.message.in_language(language), style.encoding)}"


def _source_lines(finding: Located, style: TextStyle) -> Iterator[str]:
    number = str(finding.start.row)
    gutter = " " * len(number)
    start = finding.start.column - 1
    one_line = finding.end.row == finding.start.row
    end = finding.end.column - 1 if one_line else len(finding.line.rstrip())
    room = style.width - len(number) - 3
    text, marks = excerpt(finding.line, start, end, room, style.encoding)
    bar = style.paint("dim", "|")
    yield f"{style.paint('dim', number)} {bar} {text}"
    yield f"{gutter} {bar} {_indent_of(marks)}{style.paint(finding.severity, marks.lstrip())}"


def _indent_of(marks: str) -> str:
    return marks[: len(marks) - len(marks.lstrip())]


def _explanation(report: FileReport, finding: Located, style: TextStyle) -> Iterator[str]:
    language = report.language or style.language
    gutter = " " * len(str(finding.start.row))
    for note in finding.related:
        place = f"{note.position.row}:{note.position.column}"
        message = shown(note.message.in_language(language), style.encoding)
        yield f"{gutter} = {place}: {message}"
    remedy = shown(finding.remedy.in_language(language), style.encoding)
    if remedy:
        label = shown(_WHAT_TO_DO[language], style.encoding)
        yield f"{gutter} = {style.paint('bold', label)}: {remedy}"
