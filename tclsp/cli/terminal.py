"""What the catalogue's commands share: an option, exit codes, how output meets the terminal."""

import argparse
import json
import re
import sys
from typing import TYPE_CHECKING, Any

from tclsp.cli.language import default_language
from tclsp.report.console import Paint, is_utf8, wants_colour, width_of

if TYPE_CHECKING:
    from tclsp.catalog.text import Language
    from tclsp.report.page import PageStyle
    from tclsp.report.table import TableStyle

EXIT_FOUND = 0
EXIT_NOTHING = 1
"""Nothing was found, as grep has it."""

_INVISIBLE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""What json leaves as it is, though a terminal may obey it or an encoding lack it."""


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add the option `--language`; its default is that of the locale."""
    parser.add_argument(
        "--language",
        choices=("en", "zh"),
        default=default_language(),
        help="language of the texts (default: that of the locale)",
    )


def page_style(language: "Language") -> "PageStyle":
    """Return how to write a page to standard output."""
    from tclsp.report.page import WIDEST, PageStyle

    width = width_of(sys.stdout) or WIDEST
    return PageStyle(language, _paint(), _output_encoding(), min(width, WIDEST))


def table_style(language: "Language") -> "TableStyle":
    """Return how to write a table to standard output."""
    from tclsp.report.table import TableStyle

    return TableStyle(language, _paint(), _output_encoding(), width_of(sys.stdout))


def print_json(value: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Print an object as JSON, with escapes for what standard output cannot show."""
    text = json.dumps(value, indent=2, ensure_ascii=not is_utf8(sys.stdout))
    print(_INVISIBLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text))


def _paint() -> Paint:
    return Paint(enabled=wants_colour(sys.stdout))


def _output_encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"
