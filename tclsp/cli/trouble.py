"""How a command says that something is wrong, and that it could not run.

This module is on the path of every run, so it imports nothing heavy.
"""

import sys

from tclsp.report.cells import shown

EXIT_TROUBLE = 2
"""The command could not run, or not in full."""


def complain(*sentences: str) -> None:
    """Print sentences to standard error, one a line."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    for sentence in sentences:
        print(f"tclsp: {shown(sentence, encoding)}", file=sys.stderr)
