"""What is left out of every run: the default excludes, and the SDK's own files.

This module is on the path of a run that finds nothing to check, so it imports nothing heavy.
"""

import re

CACHE_FOLDER = ".tclsp_cache"
"""Where facts are kept, below the project's root."""

DEFAULT_EXCLUDES = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pyenv",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    CACHE_FOLDER,
    ".tox",
    ".venv",
    "__pycache__",
    "__pypackages__",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)
"""Names of folders that hold no code of the project's own. The setting `exclude` replaces them."""

DEFAULT_EXCLUDED_NAMES = frozenset(DEFAULT_EXCLUDES)

_SDK_FILE = re.compile(
    r"(?:^|/)tencentcloud/(?:common|[^/]+/v\d{8})/"
    r"|/v\d{8}/(?:\w+_client(?:_async)?|models|errorcodes)\.py$"
)
"""The second form is that of SDKs of private clouds, which are generated alike."""


def is_sdk_file(path: str) -> bool:
    """Whether `path` lies in a copy of the SDK, which is never reported on."""
    return _SDK_FILE.search(path.replace("\\", "/")) is not None
