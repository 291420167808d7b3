"""`tclsp explain`: explains an error code, a rule of the checker, or an answer of the API."""

import argparse
import os
import re
from pathlib import Path

from tclsp.cli.terminal import add_language
from tclsp.cli.trouble import EXIT_TROUBLE, complain

SUMMARY = "Explain an error code, a rule of the checker, or an answer of the API."

_EPILOG = """\
A subject that is a file, has a path separator or ends in .json is read as an answer of the API.
The exit code is 0 for what could be explained (the answer of a failed call, too), 1 if there is
no such code or rule (the nearest are named), 2 for what could not be read.

examples:
  tclsp explain AuthFailure.SignatureExpire
  tclsp explain InvalidParameterValue --service cvm
  tclsp explain TCL104
  tclsp explain answer.json
  curl ... | tclsp explain -
"""

_STDIN = "-"
_RULE = re.compile(r"tcl\d+|[a-z]+(-[a-z]+)+", re.IGNORECASE)
"""A rule's code or name; no error code has a hyphen."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "subject",
        metavar="SUBJECT",
        help="an error code, a rule's code or name, a file with an answer, or - for standard input",
    )
    parser.add_argument("--service", help="what the code means for this service: cvm, redis, ...")
    add_language(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """Explain the subject; return the exit code."""
    from tclsp.catalog.answer import NotAnAnswer
    from tclsp.catalog.store import CatalogMissing
    from tclsp.cli.catalog_names import UnknownName

    try:
        return _explain(arguments.subject.strip(), arguments)
    except (NotAnAnswer, CatalogMissing, UnknownName) as error:
        complain(str(error))
        return EXIT_TROUBLE


def _explain(subject: str, arguments: argparse.Namespace) -> int:
    if subject == _STDIN:
        from tclsp.cli.explain_answer import explain_standard_input

        return explain_standard_input(arguments)
    if _names_a_file(subject):
        from tclsp.cli.explain_answer import explain_file

        return explain_file(Path(subject), arguments)
    if _RULE.fullmatch(subject):
        from tclsp.cli.explain_rule import explain_rule

        return explain_rule(subject, arguments)
    from tclsp.cli.explain_code import explain_code

    return explain_code(subject, arguments)


def _names_a_file(subject: str) -> bool:
    separators = [separator for separator in (os.sep, os.altsep) if separator]
    return (
        subject.lower().endswith(".json")
        or any(separator in subject for separator in separators)
        or Path(subject).is_file()
    )
