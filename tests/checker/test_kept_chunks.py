"""The chunks of a file that changes are those of a fresh look."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tclsp.checker.chunks import Chunk, chunks
from tclsp.checker.kept_chunks import KeptChunks

CODE = b"""import tencentcloud

def one():
    return two(3)

@wrapped
def two(x):
    raise x
"""
SEEDS = (b"tencentcloud.common",)


def as_sets(found: tuple[Chunk, ...]) -> list[tuple[object, ...]]:
    return [(set(each.defined), set(each.words), set(each.outward), each.seed) for each in found]


@given(chance=st.randoms(use_true_random=False))
def test_they_are_those_of_a_fresh_look(chance: random.Random) -> None:
    kept, code = KeptChunks(), CODE
    for _ in range(4):
        start = chance.randrange(len(code) + 1)
        new = chance.choice((b"", b"three", b"\ndef four():\n", b"tencentcloud.common", b"@", b"="))
        code = code[:start] + new + code[start + chance.choice((0, 1, 9, 40, 200)) :]
        assert as_sets(kept.of(code, SEEDS)) == as_sets(tuple(chunks(code, SEEDS)))


def test_a_chunk_that_stays_is_not_looked_into_again() -> None:
    kept = KeptChunks()
    before = kept.of(CODE, SEEDS)
    after = kept.of(CODE.replace(b"raise x", b"return x"), SEEDS)
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, True, False]
