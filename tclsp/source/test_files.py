"""Which files are tests, by their names and folders alone. Imports nothing heavy."""

import re

_TEST_FILE = re.compile(
    r"(?:^|/)(?:tests/.*|test_[^/]*\.py|[^/]*_test\.py|conftest\.py)$", re.DOTALL
)


def is_test_file(path: str) -> bool:
    """Whether `path`, relative to its project, is a test by its name or its folder."""
    return _TEST_FILE.search(path.replace("\\", "/")) is not None
