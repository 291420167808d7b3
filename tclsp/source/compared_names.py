"""The names that a text compares with error codes, or looks up by them.

Read by its letters alone, line by line, so that it works in unfinished code.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from attrs import define

from tclsp.source.code_subjects import is_code_name

Comparison = Literal["assigned", "startswith", "substring"]
"""Whether a name holds codes, what they start with, or parts of them."""

_LONGEST_LINE = 2_000
"""Longer ones are data."""
# No part of these may match the same letters as the part after it: lines can be long.
_NAME = r"(?:\w+\.)*\w+"
_CODE = (
    r"(?:\bget_code\(\)|(?P<code>\b\w*code\b)|\[[\"']Code[\"']\]"
    r"|\.get\([\"']Code[\"'][^()\n]*\))"
)
_CHANGED = r"(?:\.(?:lower|upper|strip|casefold|split|partition)\([^()\n]*\)(?:\[0\])?)*"
_OPENING = r"(?:[(\[{*\s]|\b(?:set|frozenset|tuple|list)\()*"
_NAMES = rf"{_NAME}(?:[)\s]*[|+,]\s*\*?{_NAME})*"
_AFTER_CODE = re.compile(
    rf"{_CODE}{_CHANGED}\s*(?P<how>==|!=|\b(?:not\s+)?in\b|\.startswith\(){_OPENING}(?P<names>{_NAMES})",
    re.IGNORECASE,
)
_BEFORE_CODE = re.compile(
    rf"(?P<names>\b\w+)\s*(?P<how>==|!=|\b(?:not\s+)?in\b)\s*(?:\w+\.)*(?:\w+(?=[\[.]))?{_CODE}",
    re.IGNORECASE,
)
_LOOKED_UP = re.compile(
    rf"(?P<names>\b\w+)(?:\[|\.get\()(?P<how>)(?=[^,\]\"']{{0,100}}?{_CODE})", re.IGNORECASE
)
_LOOP = re.compile(rf"\bfor\s+(\w+)\s+in\s+({_NAME})")


@define(slots=False, eq=False)
class ComparedNames:
    """The names of one text; attributes count by their last part."""

    _utf8: bytes

    @cached_property
    def compared(self) -> Mapping[str, Comparison]:
        """Those of texts and collections that stand beside a code in a comparison.

        `CODES` in `e.code in CODES` and in `any(e.code == each for each in CODES)`, where `each`
        is another.
        """
        found: dict[str, Comparison] = {}
        parts = self._parts()
        for part in parts:
            for name, how in _names(_AFTER_CODE, part):
                found[name] = "startswith" if how.startswith(".") else "assigned"
            for name, how in _names(_BEFORE_CODE, part):
                found[name] = "substring" if how.endswith("in") else "assigned"
        loops = [loop for part in parts for loop in _LOOP.findall(part)]
        for one, many in loops:
            if one in found:
                found.setdefault(_last(many), found[one])
        return found

    @cached_property
    def looked_up(self) -> frozenset[str]:
        """Those of tables whose keys are codes: `TABLE` in `TABLE[e.code]`."""
        return frozenset(name for part in self._parts() for name, _ in _names(_LOOKED_UP, part))

    def _parts(self) -> list[str]:
        """Return the lines that may name a code, each with the lines beside it."""
        text = self._utf8.decode(errors="replace")
        lines = [line if len(line) < _LONGEST_LINE else "" for line in text.split("\n")]
        return [
            "\n".join(lines[max(number - 1, 0) : number + 2])
            for number, line in enumerate(lines)
            if "code" in line.lower()
        ]


def _names(pattern: "re.Pattern[str]", text: str) -> Iterator[tuple[str, str]]:
    """Yield names beside codes, and what stands between."""
    for found in pattern.finditer(text):
        if found["code"] is None or is_code_name(found["code"]):
            for name in re.findall(_NAME, found["names"]):
                yield _last(name), found["how"]


def _last(name: str) -> str:
    return name.rpartition(".")[2]
