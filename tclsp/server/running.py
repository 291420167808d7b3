"""How the interpreter runs in the server and in its worker, so that nobody waits for it.

What is loaded at the start (LSP's types above all, a hundred thousand objects) stays until the
end, and most of what the worker knows of a project stays over an edit. Looking for garbage in it
takes 50 to 100 ms, in which no request is answered and no text is analysed.
"""

import gc
import linecache
import os
import sys

_SWITCH_SECONDS = 0.0005
"""How soon a thread that waits gets its turn; by default ten times as long."""
_NICENESS = 5
"""A third of the share of others: an analysis is delayed, not put off."""


def take_turns_fast() -> None:
    """Do not let a thread that is busy keep the others waiting."""
    sys.setswitchinterval(_SWITCH_SECONDS)


def give_way() -> None:
    """Let the editor and its server go first where processors are scarce; not so on Windows."""
    if sys.platform != "win32":
        os.nice(_NICENESS)


def look_for_garbage_between_reports() -> None:
    """Do not do it in the middle of one."""
    gc.disable()


def drop_garbage() -> None:
    """Look for garbage in what has come to be since the last time."""
    gc.collect(1)


def keep_what_is_there() -> None:
    """Look for garbage in all that is there by now, and not again in what is left of it.

    Not again until the next call, that is.
    """
    # attrs leaves the source of each method that it made there, a megabyte for tracebacks.
    linecache.clearcache()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
