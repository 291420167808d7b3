"""The command `tclsp`: reads the command line and hands over to the module of the command.

The module of a command has `SUMMARY: str`, `configure(parser) -> None` and
`run(arguments) -> int`, which returns the exit code. Only the chosen one is imported, for a run of
the checker must start fast.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from tclsp.cli.trouble import EXIT_TROUBLE, complain
from tclsp.report.console import make_output_safe

COMMANDS = ("check", "codes", "explain", "rules", "catalog", "server")

_EXIT_INTERRUPTED = 130

_EXAMPLES = """\
commands:
  check      find calls and handlers that lose errors of the Tencent Cloud API
  codes      list the error codes of the Tencent Cloud API
  explain    explain an error code, a rule, or an answer of the API
  rules      list the rules of the checker
  catalog    show or build the catalogue of error codes
  server     run the language server, which editors start

examples:
  tclsp check src/             check all Python files below src
  tclsp explain AuthFailure    what an error code means and what to do
  tclsp explain TCL201         what a rule reports, and why
  tclsp codes --service cvm    the codes that a service defines

`tclsp COMMAND --help` says more about a command.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    make_output_safe(sys.stdout, sys.stderr)
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        complain("interrupted")
        return _EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; without this the interpreter complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_TROUBLE
    except OSError as error:
        complain(error.strerror or str(error))
        return EXIT_TROUBLE
    return code


def _run(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="tclsp",
        usage="tclsp [--version] COMMAND ...",
        description="A checker for Python code that calls the Tencent Cloud API; its error codes.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="show the versions and exit")
    parser.add_argument("command", nargs="?", choices=COMMANDS, help=argparse.SUPPRESS)
    if not words or words[0] not in COMMANDS:
        return _without_command(parser, words)
    return _run_command(words[0], words[1:])


def _without_command(parser: argparse.ArgumentParser, words: list[str]) -> int:
    if parser.parse_args(words).version:
        from tclsp.cli.version import version_text

        print(version_text())
        return 0
    parser.print_help(sys.stderr)
    return EXIT_TROUBLE


def _run_command(name: str, words: list[str]) -> int:
    module = import_module(f"tclsp.cli.{name}")
    parser = argparse.ArgumentParser(
        prog=f"tclsp {name}",
        description=module.SUMMARY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.configure(parser)
    result: int = module.run(parser.parse_args(words))
    return result
