"""Files to type in, and what is typed; the same on every machine and in every run."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from tclsp.catalog.store import Catalog

_HEAD = '''\
"""Orders and releases servers."""

import logging

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, errorcodes, models

logger = logging.getLogger(__name__)
'''
_FUNCTION = '''

def order_{number}(client, request, queue):
    """Order, and say why it did not work."""
    try:
        answer = client.RunInstances(request)
    except TencentCloudSDKException as error:
        logger.error("order {number}: %s %s", error.{told}, error.message)
        if error.code == "ResourceInsufficient.CloudDiskSoldOut":
            return queue.later(request)
        if error.code in ("AuthFailure.SignatureExpire", "AuthFailure.TokenFailure"):
            return queue.again(request)
{steps}        raise
    return answer.InstanceIdSet
'''
_FIXED_LINES = 15
_SOUND = 3
"""One in so many functions does not log the RequestId, which is reported."""
_TESTED = (
    "ResourceInsufficient.CloudDiskSoldOut",
    "AuthFailure.SignatureExpire",
    "AuthFailure.TokenFailure",
    "AuthFailure.SecretIdNotFound",
)
"""The codes of the texts above and below."""
_STEP = """\
        elif error.code == "{code}":
            logger.warning("step {number}: %s", error.requestId)
            queue.note({number}, error.message)
"""
CODE_COLUMN = 26
"""Where the string at `Function.code` starts, behind its quote."""
_TYPED = '        if error.code == "AuthFailure.SecretIdNotFound": return None'
_CODE_START, _CODE_END = _TYPED.index('"') + 1, _TYPED.rindex('"')


@frozen
class Function:
    """A function of a generated file; places are lines and characters from 0."""

    body: int
    """The line before which statements of its handler can be typed."""
    code: tuple[int, int]
    """A place in the string of a code, above `body`."""
    name: tuple[int, int]
    """A place in the name of a logger."""
    member: tuple[int, int]
    """The place behind the dot of that name."""


@frozen
class Module:
    """A generated file."""

    path: Path
    functions: tuple[Function, ...]
    lines: int


@frozen
class Keystroke:
    """One character that is typed."""

    row: int
    column: int
    text: str
    shift: int
    """How many lines the functions further down, and the one typed in, have moved until now."""
    function: Function
    in_code: bool
    """Whether the cursor stands in the string of a code afterwards."""

    @property
    def code_places(self) -> "Places":
        """Where to ask about codes afterwards."""
        code = self._moved(self.function.code)
        if self.in_code:
            return code, (self.row, self.column + 1)
        return code, (code[0], CODE_COLUMN)

    @property
    def name_places(self) -> "Places":
        """Where to ask about names afterwards."""
        return self._moved(self.function.name), self._moved(self.function.member)

    def _moved(self, place: tuple[int, int]) -> tuple[int, int]:
        return place[0] + self.shift, place[1]


Places: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""Where to ask for hover and for completion."""


def write_module(path: Path, lines: int, function_lines: tuple[int, ...]) -> Module:
    """Write a file of at least `lines` lines; the lengths of its functions take turns."""
    # A code that is tested twice would be reported, so each step of a function tests another one.
    codes = sorted(Catalog.open().defined_by("cvm") - set(_TESTED))
    parts, row = [_HEAD], _HEAD.count("\n")
    functions: list[Function] = []
    while row < lines:
        number = len(functions)
        steps = max(0, function_lines[number % len(function_lines)] - _FIXED_LINES) // 3
        text = _FUNCTION.format(
            number=number,
            told="requestId" if number % _SOUND else "code",
            steps="".join(
                _STEP.format(code=codes[(number + step) % len(codes)], number=step)
                for step in range(steps)
            ),
        )
        functions.append(
            Function(
                body=row + 12 + 3 * steps,
                code=(row + 8, 40),
                name=(row + 7, 10),
                member=(row + 7, 15),
            )
        )
        parts.append(text)
        row += text.count("\n")
    path.write_text("".join(parts), encoding="utf-8")
    return Module(path, tuple(functions), row)


def keystrokes(module: Module, count: int) -> Iterator[Keystroke]:
    """Yield the keystrokes of one who types the same comparison in one function after another.

    Functions must be typed in from the top, so that `shift` holds for them.
    """
    # What is typed in a function is one line.
    for shift, function in enumerate(module.functions[len(module.functions) // 2 :]):
        row = function.body + shift
        for column, letter in enumerate(["\n", *_TYPED]):
            if count == 0:
                return
            count -= 1
            in_code = _CODE_START <= column <= _CODE_END
            yield Keystroke(row, max(column - 1, 0), letter, shift, function, in_code)
