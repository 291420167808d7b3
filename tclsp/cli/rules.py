"""`tclsp rules`: lists the rules of the checker."""

import argparse

from tclsp.cli.terminal import EXIT_FOUND, add_language, print_json, table_style

SUMMARY = "List the rules of the checker."

_EPILOG = """\
`tclsp explain TCL201` says more about a rule.

examples:
  tclsp rules
  tclsp rules --language zh
  tclsp rules --format json
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.epilog = _EPILOG
    add_language(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table")


def run(arguments: argparse.Namespace) -> int:
    """List the rules; return the exit code."""
    from tclsp.report.rule_json import rule_object
    from tclsp.report.rule_table import rule_table
    from tclsp.rules.registry import RULES

    if arguments.format == "json":
        print_json([rule_object(rule) for rule in RULES])
    else:
        print("\n".join(rule_table(RULES, table_style(arguments.language))))
    return EXIT_FOUND
