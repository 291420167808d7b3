"""The language that the terminal is set to."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tclsp.catalog.text import Language


def default_language(environment: Mapping[str, str] | None = None) -> "Language":
    """Return the language of the locale: `zh` if it is Chinese, else `en`.

    The first of LC_ALL, LC_MESSAGES and LANG that is set decides, as POSIX has it.
    """
    environment = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "en"
