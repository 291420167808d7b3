"""Prints the outcome of a run in the form that the command line asks for.

A run without findings is printed here too, so this module imports nothing heavy.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TextIO

from tclsp.checker.run import Outcome
from tclsp.report.console import Paint, is_utf8, wants_colour, width_of
from tclsp.report.summary import summary

if TYPE_CHECKING:
    from tclsp.catalog.text import Language


class ReportOptions(NamedTuple):
    """How to print an outcome."""

    output_format: str
    """`full`, `concise` or `json`."""
    language: "Language"
    """The language where the settings of a file name none."""
    statistics: bool = False


def print_outcome(outcome: Outcome, options: ReportOptions, stream: TextIO) -> None:
    """Print `outcome` to `stream`."""
    if options.output_format == "json":
        stream.write(_json(outcome, options, stream) + "\n")
        return
    for line in _lines(outcome, options, stream) if outcome.reports else ():
        stream.write(line + "\n")
    stream.write(summary(outcome, options.language) + "\n")


def _json(outcome: Outcome, options: ReportOptions, stream: TextIO) -> str:
    if not outcome.reports:
        return "[]"
    if options.statistics:
        from tclsp.report.statistics import count_by_rule, statistics_as_json

        return statistics_as_json(count_by_rule(outcome.reports))
    from tclsp.report.json_text import as_json

    return as_json(outcome.reports, options.language, escape=not is_utf8(stream))


def _lines(outcome: Outcome, options: ReportOptions, stream: TextIO) -> Iterable[str]:
    if options.statistics:
        from tclsp.report.statistics import count_by_rule, statistics_as_text

        return statistics_as_text(count_by_rule(outcome.reports))
    from tclsp.report.text import DEFAULT_WIDTH, TextStyle, concise, full

    style = TextStyle(
        options.language,
        Paint(enabled=wants_colour(stream)),
        stream.encoding or "utf-8",
        width_of(stream) or DEFAULT_WIDTH,
    )
    write = full if options.output_format == "full" else concise
    return write(outcome.reports, style)
