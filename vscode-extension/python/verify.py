"""Imports what the server needs and prints the version of tclsp.

A native module that was built for another Python or another C library fails here, not later.
"""

import libcst  # noqa: F401
import lsprotocol.types  # noqa: F401
import pygls  # noqa: F401
import rapidfuzz.distance  # noqa: F401
import tree_sitter  # noqa: F401
import tree_sitter_python  # noqa: F401

import tclsp

print(tclsp.__version__)
