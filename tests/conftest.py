"""What holds for every test: the settings of the terminal that they run in do not count."""

from collections.abc import Iterator

import pytest

_OF_THE_TERMINAL = ("LC_MESSAGES", "LANG", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "COLUMNS")


@pytest.fixture(scope="session", autouse=True)
def plain_terminal() -> Iterator[None]:
    """Run in an English locale with UTF-8 and without wishes for colour."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _OF_THE_TERMINAL:
            patch.delenv(name, raising=False)
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("PYTHONUTF8", "1")
        yield
