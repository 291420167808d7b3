"""Which pieces of a file can matter: those that name the SDK or the API, and what they touch."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

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


class PieceNames(NamedTuple):
    """The names in one piece, roughly."""

    words: frozenset[str]
    defined: frozenset[str]
    imported: frozenset[str]

    @classmethod
    def of(cls, piece: Piece) -> "PieceNames":
        """Look through the text of a piece."""
        words = frozenset(_WORD.findall(piece.code))
        return cls(words, _definitions(piece), _imported(piece.code))


NamesOfPieces = Callable[[Sequence[Piece]], list[PieceNames]]


def names_of_pieces(pieces: Sequence[Piece]) -> list[PieceNames]:
    """Return the names in each piece."""
    return [PieceNames.of(piece) for piece in pieces]


class KeptNames:
    """The names in the pieces of one file whose text changes: most stay as they are."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._known: dict[tuple[str, int], PieceNames] = {}

    def of(self, pieces: Sequence[Piece]) -> list[PieceNames]:
        """Do the same as `names_of_pieces`."""
        last, self._known = self._known, {}
        found: list[PieceNames] = []
        for piece in pieces:
            key = piece.code, piece.header
            found.append(last.get(key) or PieceNames.of(piece))
            self._known[key] = found[-1]
        return found


def relevant(
    pieces: Sequence[Piece],
    triggers: Sequence[str] = (),
    ties: Ties = ALONE,
    names: NamesOfPieces = names_of_pieces,
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
    found = names(pieces)
    new = [
        index
        for index, piece in enumerate(found)
        if index in seeds or not ties.wanted.isdisjoint(piece.defined)
    ]
    chosen = set(new)
    used: set[str] = set()
    known = set(ties.known).union(*(found[index].imported for index in new))
    grown = True
    while grown:
        for index in new:
            used |= found[index].words
            known |= found[index].defined
        new = [
            index
            for index, piece in enumerate(found)
            if index not in chosen
            and not (piece.words.isdisjoint(known) and piece.defined.isdisjoint(used))
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


def _definitions(piece: Piece) -> frozenset[str]:
    names = {name for groups in _DEFINED.findall(piece.code) for name in groups if name}
    if piece.indented and not _DEFINITION.match(piece.code, piece.header):
        names.update(_LEVEL.findall(piece.code))
    return frozenset(names)


def _imported(code: str) -> frozenset[str]:
    """Return the names that the imports of a piece bind, roughly."""
    if "import" not in code:
        return frozenset()
    return frozenset(word for names in _IMPORTED.findall(code) for word in _WORD.findall(names)) - {
        "as",
        "import",
        "from",
    }
