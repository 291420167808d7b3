"""Which pieces of a file can matter: those that name the SDK or the API, and what they touch."""

import re
from collections.abc import Sequence

from tclsp.source.pieces import Piece

_SEED = re.compile(
    r"tencentcloud|errorcodes|get_code|requestid|get_request_id"
    r"|[\"']response[\"']|[\"']error[\"']",
    re.IGNORECASE,
)
_IMPORT = re.compile(r"^\s*(?:import|from)\s", re.MULTILINE)
_DEFINED = re.compile(
    r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)"
    r"|\b(?:self|cls)\.(\w+)[ \t]*(?::[^=\n]+)?=[^=]"
    r"|^(\w+)[ \t]*(?::[^=\n]+)?=[^=]",
    re.MULTILINE,
)
_LEVEL = re.compile(r"^[ \t]*(\w+)[ \t]*(?::[^=\n]+)?=[^=]", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
_IMPORTED = re.compile(r"^\s*(?:from\s+\S*tencentcloud\S*\s+)?import\s+([^#\n(]+|\([^)]*\))", re.M)


def relevant(pieces: Sequence[Piece], triggers: Sequence[str] = ()) -> list[int]:
    """Return the indices of the pieces to analyse, in order.

    A piece matters by its own text; then one that uses a name that such a piece defines, and one
    that defines a name that such a piece uses, until nothing is added.
    """
    words = [frozenset(_WORD.findall(piece.code)) for piece in pieces]
    defined = [_definitions(piece) for piece in pieces]
    lowered = tuple(trigger.lower() for trigger in triggers)
    new = [index for index, piece in enumerate(pieces) if _is_seed(piece, lowered)]
    chosen = set(new)
    used: set[str] = set()
    known = {name for index in new for name in _imported(pieces[index])}
    while new:
        for index in new:
            used |= words[index]
            known |= defined[index]
        new = [
            index
            for index in range(len(pieces))
            if index not in chosen and (words[index] & known or defined[index] & used)
        ]
        chosen.update(new)
    always = (index for index, piece in enumerate(pieces) if _names_things(piece))
    return sorted(chosen.union(always))


def _is_seed(piece: Piece, triggers: Sequence[str]) -> bool:
    if _SEED.search(piece.code):
        return True
    lowered = piece.code.lower()
    return any(trigger in lowered for trigger in triggers)


def _names_things(piece: Piece) -> bool:
    """Imports and class heads are cheap and say what other names stand for."""
    return piece.kind == "class-head" or bool(_IMPORT.search(piece.code))


def _definitions(piece: Piece) -> frozenset[str]:
    names = {name for groups in _DEFINED.findall(piece.code) for name in groups if name}
    if piece.indented and not re.match(
        r"\s*(?:@|async\s|def\s|class\s)", piece.code[piece.header :]
    ):
        names.update(_LEVEL.findall(piece.code))
    return frozenset(names)


def _imported(piece: Piece) -> frozenset[str]:
    """Return the names that the imports of a piece bind, roughly."""
    return frozenset(
        word for names in _IMPORTED.findall(piece.code) for word in _WORD.findall(names)
    ) - {"as", "import", "from"}
