"""An edit that breaks the text costs nothing outside of what it changed."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tclsp.source.outline import Outline, Piece, outline
from tclsp.source.shift import Shift
from tclsp.source.text import SourceText
from tclsp.source.warm import outline_after
from tests.source.test_broken import MODULE

BREAKING = ("(", '"', "'''", "def (:", "class", "\\", "if x", "    x = (\n", "@", "try:\n", "[{")


def known(text: str) -> tuple[SourceText, Outline]:
    source = SourceText.of(text)
    return source, outline(source)


def texts(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.code for piece in pieces]


@settings(deadline=None)
@given(chance=st.randoms(use_true_random=False), count=st.integers(1, 4))
def test_pieces_outside_of_an_edit_stay(chance: random.Random, count: int) -> None:
    before, outlined = known(MODULE)
    for _ in range(count):
        text, place = before.text, chance.randrange(len(before.text) + 1)
        changed = text[:place] + chance.choice(BREAKING) + text[place:]
        source = SourceText.of(changed)
        after = outline_after(source, before, outlined)
        shift = Shift.between(before.utf8, source.utf8)
        touched = [piece for piece in outlined.pieces if not _is_clear(piece, shift)]
        scopes = {(piece.scope, piece.kind == "class-head") for piece in touched}
        if not after.is_sound and len(scopes) < 2 and ((), True) not in scopes:
            kept = [piece for piece in outlined.pieces if piece.sound and _is_clear(piece, shift)]
            assert set(texts(tuple(kept))) <= set(texts(after.pieces))
        assert all(
            first.span.end <= second.span.start
            for first, second in zip(after.pieces, after.pieces[1:], strict=False)
        )
        before, outlined = source, after


def _is_clear(piece: Piece, shift: Shift) -> bool:
    return piece.span.end <= shift.start or piece.span.start >= shift.old_end


def test_a_text_that_is_sound_is_outlined_as_ever() -> None:
    broken, outlined = known(MODULE.replace("def send(", "def send((("))
    source, fresh = known(MODULE)
    assert outline_after(source, broken, outlined).pieces == fresh.pieces
