"""`tclsp check`: finds faults in Python code that calls the Tencent Cloud API."""

import argparse
import gc
import os
import sys
from typing import Literal

from tclsp.catalog.failures import CatalogMissing
from tclsp.checker.notes import Notes
from tclsp.checker.run import STDIN, Outcome, Request, files_for, overrides_of, projects_for
from tclsp.checker.run import run as run_checker
from tclsp.checker.settings_error import SettingsError
from tclsp.cli.check_options import configure
from tclsp.cli.language import default_language
from tclsp.cli.progress import ProgressBar
from tclsp.cli.trouble import EXIT_TROUBLE, complain
from tclsp.report.output import ReportOptions, print_outcome

__all__ = ["SUMMARY", "configure", "run"]

SUMMARY = "Find calls and handlers that lose errors of the Tencent Cloud API."

EXIT_CLEAN, EXIT_FINDINGS = 0, 1

_GRAVE = ("error", "warning")

_NEW_RECORDS_BEFORE_A_COLLECTION = 50_000
"""A run makes many records and hardly a cycle: by default the collector takes 6 % of its time."""


def run(arguments: argparse.Namespace) -> int:
    """Check what the command line names; return the exit code."""
    if arguments.version:
        from tclsp.cli.version import version_text

        print(version_text())
        return EXIT_CLEAN
    if STDIN in arguments.paths and len(arguments.paths) > 1:
        complain(f"`{STDIN}` cannot stand beside other paths")
        return EXIT_TROUBLE
    request = _request(arguments)
    try:
        if arguments.show_files:
            return _show_files(request)
        if arguments.show_settings:
            return _show_settings(request)
        return _check(request, arguments)
    except SettingsError as error:
        complain(*error.problems)
    except CatalogMissing as error:
        complain(str(error))
    return EXIT_TROUBLE


def _request(arguments: argparse.Namespace) -> Request:
    return Request(
        paths=tuple(arguments.paths),
        stdin=sys.stdin.buffer.read() if arguments.paths == [STDIN] else b"",
        stdin_filename=arguments.stdin_filename,
        select=None if arguments.select is None else tuple(arguments.select),
        ignore=tuple(arguments.ignore or ()),
        extend_select=tuple(arguments.extend_select or ()),
        language=arguments.language,
        config=arguments.config,
        jobs=arguments.jobs,
        cache=not arguments.no_cache,
        cache_folder=arguments.cache_dir,
        with_fixes=arguments.output_format == "json",
        fix=_wanted_fixes(arguments),
        write=arguments.fix and not arguments.diff,
    )


def _wanted_fixes(arguments: argparse.Namespace) -> Literal["no", "safe", "unsafe"]:
    if not (arguments.fix or arguments.diff):
        return "no"
    return "unsafe" if arguments.unsafe_fixes else "safe"


def _check(request: Request, arguments: argparse.Namespace) -> int:
    gc.set_threshold(_NEW_RECORDS_BEFORE_A_COLLECTION)
    progress = ProgressBar(sys.stderr, dumb=os.environ.get("TERM") == "dumb")
    try:
        outcome = run_checker(request, progress)
    finally:
        progress.clear()
    if request.fix != "no":
        from tclsp.cli.fixes import print_diff, write_fixes

        if not request.write:
            return print_diff(outcome, sys.stdout)
        outcome = write_fixes(outcome, request)
    complain(*outcome.notes.lines())
    options = ReportOptions(
        output_format=arguments.output_format,
        language=arguments.language or default_language(),
        statistics=arguments.statistics,
    )
    # With --fix the standard output belongs to the fixed text of the standard input.
    to_stderr = request.write and request.paths == (STDIN,)
    print_outcome(outcome, options, sys.stderr if to_stderr else sys.stdout)
    return _exit_code(outcome, strict=arguments.strict, exit_zero=arguments.exit_zero)


def _exit_code(outcome: Outcome, *, strict: bool, exit_zero: bool) -> int:
    if outcome.notes.failed:
        return EXIT_TROUBLE
    counts = any(
        strict or finding.severity in _GRAVE
        for report in outcome.reports
        for finding in report.findings
    )
    return EXIT_FINDINGS if counts and not exit_zero else EXIT_CLEAN


def _show_files(request: Request) -> int:
    notes = Notes()
    for path in sorted(file.path for file in files_for(request, projects_for(request), notes)):
        print(path)
    complain(*notes.lines())
    return EXIT_TROUBLE if notes.failed else EXIT_CLEAN


def _show_settings(request: Request) -> int:
    from tclsp.report.settings_text import settings_text

    notes = Notes()
    files = files_for(request, projects_for(request), notes)
    print(settings_text(files, overrides_of(request)))
    complain(*notes.lines())
    return EXIT_TROUBLE if notes.failed else EXIT_CLEAN
