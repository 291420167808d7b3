"""The names that a text compares with error codes, or looks up by them.

Read by its letters alone, line by line, so that it works in unfinished code.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from attrs import define

from tclsp.source.code_subjects import is_code_name

_NAME = r"(?:\w+\.)*\w+"
_CODE = (
    r"(?:\b(?:\w+\.)*(?:get_code\(\)|(?P<code>\w*code))|\[[\"']Code[\"']\]"
    r"|\.get\([\"']Code[\"'][^()\n]*\))"
)
_CHANGED = r"(?:\.(?:lower|upper|strip|casefold|split|partition)\([^()\n]*\)(?:\[0\])?)*"
_NAMES = rf"(?:[(\[{{*\s]|\b(?:set|frozenset|tuple|list)\()*{_NAME}(?:\s*[|+,]\s*\*?{_NAME})*"
_AFTER_CODE = re.compile(
    rf"{_CODE}{_CHANGED}\s*(?:==|!=|\b(?:not\s+)?in\b|\.startswith\()\s*(?P<names>{_NAMES})",
    re.IGNORECASE,
)
_BEFORE_CODE = re.compile(
    rf"(?P<names>\b{_NAME})\s*(?:==|!=|\b(?:not\s+)?in\b)\s*{_CODE}", re.IGNORECASE
)
_LOOKED_UP = re.compile(
    rf"(?P<names>\b{_NAME})\s*(?:\[|\.get\()\s*(?=[^\n,\]]*?{_CODE})", re.IGNORECASE
)
_LOOP = re.compile(rf"\bfor\s+(\w+)\s+in\s+({_NAME})")


@define(slots=False, eq=False)
class ComparedNames:
    """The names of one text; attributes count by their last part."""

    _utf8: bytes

    @cached_property
    def compared(self) -> frozenset[str]:
        """Those of texts and collections that stand beside a code in a comparison.

        `CODES` in `e.code in CODES` and in `any(e.code == each for each in CODES)`, where `each`
        is another.
        """
        found = {
            name
            for part in self._parts
            for pattern in (_AFTER_CODE, _BEFORE_CODE)
            for name in _names(pattern, part)
        }
        loops = [loop for part in self._parts for loop in _LOOP.findall(part)]
        found.update(_last(many) for one, many in loops if one in found)
        return frozenset(found)

    @cached_property
    def looked_up(self) -> frozenset[str]:
        """Those of tables whose keys are codes: `TABLE` in `TABLE[e.code]`."""
        return frozenset(name for part in self._parts for name in _names(_LOOKED_UP, part))

    @cached_property
    def _parts(self) -> list[str]:
        """The lines that may name a code, each with the lines beside it."""
        lines = self._utf8.decode(errors="replace").split("\n")
        return [
            "\n".join(lines[max(number - 1, 0) : number + 2])
            for number, line in enumerate(lines)
            if "code" in line.lower()
        ]


def _names(pattern: "re.Pattern[str]", text: str) -> Iterator[str]:
    for found in pattern.finditer(text):
        if found["code"] is None or is_code_name(found["code"]):
            yield from map(_last, re.findall(_NAME, found["names"]))


def _last(name: str) -> str:
    return name.rpartition(".")[2]
