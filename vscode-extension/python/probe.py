"""Prints, as JSON, what the extension must know about a Python. Runs on Python 2.7, too."""

import json
import platform
import struct
import sys


def has(name):
    """Tell whether a package can be imported, without importing it."""
    try:
        from importlib.util import find_spec
    except ImportError:
        return False
    return find_spec(name) is not None


def tclsp_version():
    """Return the version of the tclsp that is installed whole, with its server."""
    needed = ("tclsp", "pygls", "lsprotocol", "libcst", "tree_sitter", "tree_sitter_python")
    if not all(has(name) for name in needed) or not has("tclsp.cli.server"):
        return None
    import tclsp

    return tclsp.__version__


def free_threaded():
    """Tell whether this is a build without the global lock, which needs wheels of its own."""
    import sysconfig

    return bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


facts = {
    "executable": sys.executable,
    "version": list(sys.version_info[:3]),
    "implementation": platform.python_implementation(),
    "bits": struct.calcsize("P") * 8,
    "freeThreaded": free_threaded(),
    "machine": platform.machine(),
    "pip": has("pip"),
    "tclsp": tclsp_version(),
}
print(json.dumps(facts))
