"""How the interpreter runs in the server and in its worker, so that nobody waits for it.

What is loaded at the start (LSP's types above all, a hundred thousand objects) stays until the
end. Looking for garbage in it takes 50 to 100 ms, in which no request is answered.
"""

import gc
import sys

_SWITCH_SECONDS = 0.0005
"""How soon a thread that waits gets its turn; by default ten times as long."""


def begin() -> None:
    """Do not look for garbage for now: there is none while things are loaded."""
    gc.disable()
    sys.setswitchinterval(_SWITCH_SECONDS)


def loaded() -> None:
    """Look for garbage from now on, but not in what is there already."""
    gc.freeze()
    gc.enable()
