"""How the interpreter runs in the server and in its worker, so that nobody waits for it.

What is loaded at the start (LSP's types above all, a hundred thousand objects) stays until the
end. Looking for garbage in it takes 50 to 100 ms, in which no request is answered.
"""

import gc
import linecache
import sys

_SWITCH_SECONDS = 0.0005
"""How soon a thread that waits gets its turn; by default ten times as long."""


def take_turns_fast() -> None:
    """Do not let a thread that is busy keep the others waiting."""
    sys.setswitchinterval(_SWITCH_SECONDS)


def keep_what_is_loaded() -> None:
    """Look for garbage in what is there by now, and never again in what is left of it."""
    # attrs leaves the source of each method that it made there, a megabyte for tracebacks.
    linecache.clearcache()
    gc.collect()
    gc.freeze()
