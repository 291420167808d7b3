"""Imports what the server needs and prints the version of tclsp.

A native module that was built for another Python or another C library fails here, not later.
"""

import sys

sys.path.pop(0)

import libcst  # noqa: E402, F401
import lsprotocol.types  # noqa: E402, F401
import pygls  # noqa: E402, F401
import rapidfuzz.distance  # noqa: E402, F401
import tree_sitter  # noqa: E402, F401
import tree_sitter_python  # noqa: E402, F401

import tclsp  # noqa: E402

print(tclsp.__version__)
