"""Which pieces of a file can matter: those that name the SDK or the API, and what they touch."""

import re
from collections.abc import Sequence
from functools import lru_cache

from tclsp.source.pieces import Piece
from tclsp.source.prefilter import APPLICATION_HANDLERS
from tclsp.source.ties import ALONE, Ties

_SEEDS = (
    *APPLICATION_HANDLERS,
    "tencentcloud",
    "errorcodes",
    "get_code",
    "requestid",
    "get_request_id",
    '"response"',
    "'response'",
    '"error"',
    "'error'",
)
"""Any of these in the lower-case text of a piece makes it matter; plain searches are fastest."""

_REMEMBERED = 1024
"""Most pieces of a file that is edited stay as they are."""

_MOST = 0.5
"""The part of a file that makes all of it matter."""

_DEFINED = re.compile(
    r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)"
    r"|\b(?:self|cls)\.(\w+)[ \t]*(?::[^=\n]+)?=[^=]"
    r"|^(\w+)[ \t]*(?::[^=\n]+)?=[^=]",
    re.MULTILINE,
)
_LEVEL = re.compile(r"^[ \t]*(\w+)[ \t]*(?::[^=\n]+)?=[^=]", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
_DEFINITION = re.compile(r"\s*(?:@|async\s|def\s|class\s)")
_IMPORTED = re.compile(r"^\s*(?:from\s+\S*tencentcloud\S*\s+)?import\s+([^#\n(]+|\([^)]*\))", re.M)


def relevant(
    pieces: Sequence[Piece], triggers: Sequence[str] = (), ties: Ties = ALONE
) -> list[int]:
    """Return the indices of the pieces to analyse, in order.

    A piece matters by its own text or by its ties to other files; then one that uses a name that
    such a piece defines, and one that defines a name that such a piece uses, until nothing is
    added.
    """
    if ties.wanted is None:
        return list(range(len(pieces)))
    lowered = tuple(trigger.lower() for trigger in triggers)
    seeds = {index for index, piece in enumerate(pieces) if _is_seed(piece, lowered)}
    if _are_most(seeds, pieces):
        return list(range(len(pieces)))
    words = [_words(piece.code) for piece in pieces]
    defined = [_definitions(piece.code, piece.header, piece.indented) for piece in pieces]
    new = [index for index in range(len(pieces)) if index in seeds or defined[index] & ties.wanted]
    chosen = set(new)
    used: set[str] = set()
    known = {name for index in new for name in _imported(pieces[index].code)}.union(ties.known)
    grown = True
    while grown:
        for index in new:
            used |= words[index]
            known |= defined[index]
        new = [
            index
            for index in range(len(pieces))
            if index not in chosen and (words[index] & known or defined[index] & used)
        ]
        chosen.update(new)
        grown = bool(new)
    always = (index for index, piece in enumerate(pieces) if _names_things(piece))
    return sorted(chosen.union(always))


def _are_most(seeds: set[int], pieces: Sequence[Piece]) -> bool:
    """Tell whether so much matters by itself that looking for the rest costs more than it saves.

    Not in a broken file, where each piece that is read needlessly may be told as not analysed.
    """
    if not all(piece.sound for piece in pieces):
        return False
    size = sum(len(piece.code) for piece in pieces)
    return sum(len(pieces[index].code) for index in seeds) > size * _MOST


def _is_seed(piece: Piece, triggers: Sequence[str]) -> bool:
    lowered = piece.code.lower()
    return any(word in lowered for word in _SEEDS) or any(word in lowered for word in triggers)


def _names_things(piece: Piece) -> bool:
    """Imports and class heads are cheap and say what other names stand for."""
    return piece.kind == "class-head" or "import " in piece.code


@lru_cache(maxsize=_REMEMBERED)
def _words(code: str) -> frozenset[str]:
    return frozenset(_WORD.findall(code))


@lru_cache(maxsize=_REMEMBERED)
def _definitions(code: str, header: int, indented: bool) -> frozenset[str]:
    names = {name for groups in _DEFINED.findall(code) for name in groups if name}
    if indented and not _DEFINITION.match(code, header):
        names.update(_LEVEL.findall(code))
    return frozenset(names)


@lru_cache(maxsize=_REMEMBERED)
def _imported(code: str) -> frozenset[str]:
    """Return the names that the imports of a piece bind, roughly."""
    return frozenset(word for names in _IMPORTED.findall(code) for word in _WORD.findall(names)) - {
        "as",
        "import",
        "from",
    }
