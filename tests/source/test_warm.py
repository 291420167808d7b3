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


def broken_somewhere(text: str, chance: random.Random) -> SourceText:
    place = chance.randrange(len(text) + 1)
    return SourceText.of(text[:place] + chance.choice(BREAKING) + text[place:])


def codes(pieces: list[Piece] | tuple[Piece, ...]) -> set[str]:
    return {piece.code for piece in pieces}


@settings(deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_pieces_outside_of_an_edit_stay(chance: random.Random) -> None:
    before, outlined = known(MODULE)
    source = broken_somewhere(MODULE, chance)
    shift = Shift.between(before.utf8, source.utf8)
    clear = [
        piece
        for piece in outlined.pieces
        if piece.span.end <= shift.start or piece.span.start >= shift.old_end
    ]
    touched = [piece for piece in outlined.pieces if piece not in clear]
    after = outline_after(source, before, outlined)
    if not after.is_sound and all(piece.kind == "code" for piece in touched):
        assert codes(clear) <= codes(after.pieces)


@settings(deadline=None)
@given(chance=st.randoms(use_true_random=False), count=st.integers(1, 5))
def test_pieces_keep_their_order_and_stand_where_they_say(
    chance: random.Random, count: int
) -> None:
    before, outlined = known(MODULE)
    for _ in range(count):
        source = broken_somewhere(before.text, chance)
        outlined = outline_after(source, before, outlined)
        before = source
    ends = [0, *(piece.span.end for piece in outlined.pieces)]
    for piece, end in zip(outlined.pieces, ends, strict=False):
        assert end <= piece.span.start
        own = before.utf8[piece.span.start : piece.span.end]
        assert piece.code.encode()[piece.header :].startswith(own)


def test_a_text_that_is_sound_is_outlined_as_ever() -> None:
    broken, outlined = known(MODULE.replace("def send(", "def send((("))
    source, fresh = known(MODULE)
    assert outline_after(source, broken, outlined).pieces == fresh.pieces


@settings(deadline=None)
@given(chance=st.randoms(use_true_random=False), count=st.integers(1, 6))
def test_a_sound_text_is_cut_as_by_a_fresh_look(chance: random.Random, count: int) -> None:
    before, outlined = known(MODULE)
    for _ in range(count):
        source = broken_somewhere(before.text, chance)
        outlined = outline_after(source, before, outlined)
        before = source
    lines = MODULE.splitlines(keepends=True)
    row = chance.randrange(len(lines))
    for text in (MODULE, "".join([*lines[:row], "# 错误 😀\n", *lines[row:]]), MODULE):
        source = SourceText.of(text)
        outlined = outline_after(source, before, outlined)
        before = source
        fresh = outline(source)
        if fresh.is_sound:
            assert outlined == fresh
            assert outlined.statements == fresh.statements
