"""The top-level statements of a file, told apart by their first letters alone.

That is enough to say which names are worth a real look. Text at the start of a line in a string of
many lines can cut a statement in two; then a tie may be missed, never made up by chance or order.
"""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from sys import intern
from typing import NamedTuple

_START = re.compile(
    rb"^(?:(?:async|def|class|if|for|while|with|try|from|import|match)\b|@"
    rb"|[A-Za-z_\x80-\xff][\w.\x80-\xff]*[ \t]*[=:(\[,])",
    re.MULTILINE,
)
_GOES_ON = re.compile(rb"(?:else|except|finally|elif|case)\b")
_DEFINITION = re.compile(rb"(?:@[^\n]*\n)*(?:async[ \t]+)?(?:def|class)[ \t]+([\w\x80-\xff]+)")
_DEFINED = re.compile(
    rb"^[ \t]*(?:(?:async[ \t]+)?(?:def|class)[ \t]+([\w\x80-\xff]+)"
    rb"|([\w\x80-\xff]+(?:[ \t]*,[ \t]*[\w\x80-\xff]+)*)[ \t]*(?::[^=\n]+)?=[^=])",
    re.MULTILINE,
)
_GLOBAL = re.compile(rb"\bglobal[ \t]+([^\n;#]+)")
_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+[\w.\x80-\xff]+[ \t]+)?import\b[ \t]*(?:\([^)]*\)|[^\n]*)", re.MULTILINE
)
_LEADING_OUT = re.compile(
    rb"^[ \t]*@([^\n]+)|\bclass[ \t]+[\w\x80-\xff]+\(([^)]*)\)|\b(?:with|raise)\b([^\n]*)",
    re.MULTILINE,
)


class Chunk(NamedTuple):
    """A top-level statement with its decorators; each name stands once.

    Those of a whole project are held in an editor, and sets would take five times the memory.
    """

    defined: tuple[str, ...]
    words: tuple[str, ...]
    """All names in it but those that only its imports name."""
    outward: tuple[str, ...]
    """Those that decide what becomes of an error: decorators, base classes, context managers, what
    is raised, and all from the first `except` on."""
    seed: bool
    """Whether it names the SDK or another word that matters."""


def chunks(data: bytes, seeds: Collection[bytes]) -> Iterator[Chunk]:
    """Yield the chunks of a file; `seeds` are words in lower case."""
    found = [*starts(data), len(data)]
    return (chunk(data[start:end], seeds) for start, end in pairwise(found))


def chunk(text: bytes, seeds: Collection[bytes]) -> Chunk:
    """Look into the text of one chunk."""
    lowered = text.lower()
    rest = _IMPORT.sub(b"", text)
    return Chunk(
        defined=_defined(text),
        words=_decoded(_WORD.findall(rest)),
        outward=_outward(rest),
        seed=any(seed in lowered for seed in seeds),
    )


def _outward(text: bytes) -> tuple[str, ...]:
    parts = [part for groups in _LEADING_OUT.findall(text) for part in groups]
    handler = text.find(b"except")
    if handler >= 0:
        parts.append(text[handler:])
    return _decoded(_WORD.findall(b" ".join(parts)))


def starts(data: bytes, first: int = 0) -> Iterator[int]:
    """Yield the byte offsets at which the chunks of a file start, from such a one on."""
    yield first
    decorated = False
    for match in _START.finditer(data, first):
        start = match.start()
        if start > first and not decorated and not _GOES_ON.match(data, start):
            yield start
        decorated = data[start : start + 1] == b"@"


def _defined(text: bytes) -> tuple[str, ...]:
    definition = _DEFINITION.match(text)
    if definition is not None:
        return _decoded([definition[1], *_WORD.findall(b" ".join(_GLOBAL.findall(text)))])
    found = _DEFINED.findall(text)
    return _decoded([name for groups in found for name in _WORD.findall(b" ".join(groups))])


def _decoded(names: Collection[bytes]) -> tuple[str, ...]:
    # The same words stand in most chunks; one text for each takes a fraction of the memory.
    return tuple([intern(name.decode(errors="replace")) for name in set(names)])
