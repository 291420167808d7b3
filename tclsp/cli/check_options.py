"""The options of `tclsp check`."""

import argparse
import os

EPILOG = """\
exit codes:
  0  nothing found, or nothing but notes (info and hint)
  1  errors or warnings found; with --strict, anything found
  2  the run could not be done in full: a path that does not exist, wrong settings

examples:
  tclsp check                            the current folder
  tclsp check app.py 'src/**/*.py'       files and patterns
  tclsp check --select TCL2,TCL104 .     the rules about the RequestId, and TCL104
  tclsp check --output-format json .     for programs
  tclsp check --diff app.py              what --fix would change
  tclsp check - --stdin-filename app.py < app.py

A comment silences a finding on its statement:

  # tclsp: ignore[TCL201] the reason
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.epilog = EPILOG
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        default=[os.curdir],
        help="a file, a folder or a glob (default: the current folder); - for the standard input",
    )
    parser.add_argument(
        "--stdin-filename", metavar="FILE", help="the name of what the standard input holds"
    )
    parser.add_argument("--version", action="store_true", help="show the versions and exit")
    _add_rules(parser)
    _add_fixes(parser)
    _add_output(parser)
    _add_run(parser)


def _add_rules(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("rules")
    for option, meaning in (
        ("--select", "run these rules alone: codes, prefixes such as TCL2, names, with commas"),
        ("--extend-select", "run these rules too"),
        ("--ignore", "leave these rules out"),
    ):
        group.add_argument(
            option, metavar="RULES", action="extend", type=_words, help=meaning, default=None
        )
    group.add_argument("--strict", action="store_true", help="let notes fail the run too")
    group.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")


def _add_fixes(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("fixes")
    group.add_argument(
        "--fix",
        action="store_true",
        help="mend what can be mended safely and write the files; - goes to the standard output",
    )
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also the fixes that may change what the code does",
    )
    group.add_argument(
        "--diff",
        action="store_true",
        help="show what --fix would change, write nothing; exit with 1 if there is something",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument(
        "--output-format",
        choices=("full", "concise", "json"),
        default="full",
        help="full: with source lines and what to do; concise: a line each; json: for programs",
    )
    group.add_argument(
        "--language",
        choices=("en", "zh"),
        help="the language of messages (default: the settings', else the locale's)",
    )
    group.add_argument(
        "--statistics", action="store_true", help="count the findings of each rule instead"
    )
    group.add_argument(
        "--show-files", action="store_true", help="list the files, without checking them"
    )
    group.add_argument(
        "--show-settings", action="store_true", help="show the settings and rules that apply"
    )


def _add_run(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("settings, processes and cache")
    group.add_argument(
        "--config", metavar="FILE", help="use the settings of this TOML file for all files"
    )
    group.add_argument(
        "--jobs", metavar="N", type=_count, help="use at most N processes (default: one a core)"
    )
    group.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    group.add_argument(
        "--cache-dir",
        metavar="FOLDER",
        help="where to keep the cache (default: .tclsp_cache at the project's root)",
    )


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a number from 1 on, not '{text}'")
    return int(text)
