"""What `tclsp check` does with fixes: write the files, or show what would change."""

import sys
from typing import TYPE_CHECKING, TextIO

from tclsp.checker.notes import reason_of
from tclsp.checker.run import STDIN, Outcome, Request
from tclsp.checker.written_files import write
from tclsp.cli.trouble import EXIT_TROUBLE, complain

if TYPE_CHECKING:
    from tclsp.checker.result import FileReport


def write_fixes(outcome: Outcome, request: Request) -> Outcome:
    """Write the fixed files, and return the outcome without those that could not be written.

    The standard input goes, fixed or not, to the standard output.
    """
    if request.paths == (STDIN,):
        sys.stdout.flush()
        sys.stdout.buffer.write(outcome.fixed[0].after if outcome.fixed else request.stdin)
        return outcome
    changed = {each.absolute: each for each in outcome.fixed}
    failed: dict[str, FileReport] = {}
    for file in outcome.given:
        fixed = changed.get(file.absolute)
        if fixed is None:
            continue
        try:
            reason = write(fixed.absolute, fixed.before, fixed.after)
        except OSError as error:
            reason = f"not fixed: {reason_of(error)}"
        if reason is not None:
            outcome.notes.trouble(file.path, reason, named=file.named)
            failed[file.absolute] = fixed.report
    return outcome._replace(
        fixed=tuple(each for each in outcome.fixed if each.absolute not in failed),
        reports=[failed.get(each.absolute, each) for each in outcome.reports],
    )


def print_diff(outcome: Outcome, stream: TextIO) -> int:
    """Print what would change, and return the exit code: 1 if something would."""
    complain(*outcome.notes.lines())
    if outcome.fixed:
        from tclsp.report.diff import unified_diff

        for file in outcome.fixed:
            stream.write(unified_diff(file))
    if outcome.notes.failed:
        return EXIT_TROUBLE
    return 1 if outcome.fixed else 0
