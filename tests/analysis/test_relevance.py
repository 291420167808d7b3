"""The names in pieces are found once for all edits."""

import pytest

from tclsp.analysis import relevance
from tclsp.analysis.relevance import KeptNames, names_of_pieces
from tclsp.source.outline import Piece, outline
from tclsp.source.text import SourceText

TEXT = """\
from tencentcloud.common import credential as cred

LIMIT = 3


class Client:
    def call(self):
        self.answer = cred.Credential
"""


def pieces(text: str) -> tuple[Piece, ...]:
    return outline(SourceText.of(text)).pieces


def test_names_are_words_definitions_and_imports() -> None:
    code, head, method = names_of_pieces(pieces(TEXT))
    assert code.defined == {"LIMIT"}
    assert code.imported == {"credential", "cred"}
    assert head.defined == {"Client"}
    assert method.defined == {"call", "answer", "_"}
    assert {"self", "cred", "Credential"} <= method.words


def test_only_a_piece_that_changed_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptNames()
    kept.of(pieces(TEXT))
    looked: list[str] = []

    def look(piece: Piece) -> relevance.PieceNames:
        looked.append(piece.code)
        return relevance.PieceNames(frozenset(), frozenset(), frozenset())

    monkeypatch.setattr(relevance.PieceNames, "of", look)
    changed = pieces(TEXT.replace("self.answer", "self.other"))
    found = kept.of(changed)
    assert looked == [changed[-1].code]
    assert all(each.words for each in found[:-1])
