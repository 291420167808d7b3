"""A piece that was parsed before an edit gives what a whole parse gives, and keeps its blocks."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tclsp.analysis import reparsing, walks
from tclsp.analysis import syntax as s
from tclsp.analysis.facts import Gap
from tclsp.analysis.lowered import LoweredFile, LoweredPiece
from tclsp.analysis.parsing import Before, parse
from tclsp.analysis.reparsing import reparse
from tclsp.checker import lowered_json
from tclsp.source.outline import Piece, outline
from tclsp.source.text import SourceText

LONG = "            logger.warning('%s: 错误 😀', error.requestId, stacklevel=2)\n" * 12
CODE = f"""\
def start(client, request):
    if request.ready:
{LONG}    try:
        return client.RunInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "AuthFailure":
{LONG}        elif error.code == "ResourceNotFound":
{LONG}        else:
{LONG}    return None
"""
SAMPLES = Path(__file__).parents[2] / "fixtures" / "sample_app"
TOKENS = ("x", " ", "\n", "\n    ", "(", '"""', "# 错", "\\\n", "else:", "pass", "@d\n", "async ")


def only_piece(code: str) -> Piece:
    [piece] = outline(SourceText.of(code)).pieces
    return piece


def parsed(piece: Piece, before: Before | None = None) -> s.Block:
    found = parse(piece, 1, before)
    assert not isinstance(found, Gap)
    return found


def shape(piece: Piece, found: s.Block | Gap) -> str | None:
    """Return all there is in what was parsed."""
    if isinstance(found, Gap):
        return repr(found)
    return lowered_json.write(LoweredFile((LoweredPiece(0, piece, found),), ()))


def inner_blocks(block: s.Block) -> Iterator[s.Block]:
    for statement in walks.statements(block):
        if isinstance(statement, s.Function):
            yield from inner_blocks(statement.body)
        yield from walks.blocks(statement)


def kept(old: s.Block, new: s.Block) -> int:
    """Return how many of the longest blocks of a piece are the same objects as before."""
    before = {id(block) for block in inner_blocks(old)}
    return sum(id(block) in before for block in inner_blocks(new) if len(block) == 12)


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        pytest.param('"AuthFailure"', '" AuthFailure"', 4, id="in a header"),
        pytest.param("return None", "return 1", 4, id="at the end"),
        pytest.param("request.ready", "request.ready and ok", 4, id="at the start"),
        pytest.param("            logger", "            log", 3, id="in a block"),
        pytest.param("    return None", "    go()\n    return None", 4, id="one statement more"),
        pytest.param(
            "    try:\n", "    go()\n    try:\n", 0, id="most statements get other numbers"
        ),
        pytest.param("        else:\n", "        elif ok:\n", 4, id="another clause"),
        pytest.param(
            '        if error.code == "Auth', '        while error.code == "Auth', 0, id="broken"
        ),
    ],
)
def test_blocks_outside_of_an_edit_stay(old: str, new: str, count: int) -> None:
    first, second = only_piece(CODE), evolve(only_piece(CODE), code=CODE.replace(old, new, 1))
    whole = parse(second, 1)
    before = parsed(first)
    found = parse(second, 1, Before(CODE, before))
    assert shape(second, found) == shape(second, whole)
    assert (0 if isinstance(found, Gap) else kept(before, found)) == count


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("        return", "       return", id="a block less deep"),
        pytest.param("    try:", "      try:", id="a clause deeper"),
        pytest.param("    try:", "    \\\n  try:", id="a line of a lone backslash"),
        pytest.param("            logger", "           logger", id="the first line of a block"),
        pytest.param("    if request.ready:", "    '''if request.ready:", id="an open string"),
    ],
)
def test_what_must_be_parsed_as_a_whole_is(old: str, new: str) -> None:
    piece = evolve(only_piece(CODE), code=CODE.replace(old, new, 1))
    found = parse(piece, 1, Before(CODE, parsed(only_piece(CODE))))
    assert shape(piece, found) == shape(piece, parse(piece, 1))


def test_blocks_that_the_parsers_count_otherwise_are_parsed_again() -> None:
    # tree-sitter takes the two statements of the loop for one.
    header = 'error.code == "AuthFailure":\n'
    code = CODE.replace(header, header + "            a,\n            b += 1\n")
    piece = evolve(only_piece(code), code=code.replace("None", "1"))
    found = parse(piece, 1, Before(code, parsed(only_piece(code))))
    assert shape(piece, found) == shape(piece, parse(piece, 1))


def test_an_edit_after_which_the_parsers_count_otherwise_is_parsed_as_a_whole() -> None:
    code = CODE.replace("    if request", "    a, b = 0, 1\n    if request")
    piece = evolve(only_piece(code), code=code.replace("a, b", "a,\n    b"))
    found = parse(piece, 1, Before(code, parsed(only_piece(code))))
    assert shape(piece, found) == shape(piece, parse(piece, 1))


def test_short_code_is_parsed_as_a_whole() -> None:
    short = "if a:\n    b()\n"
    assert reparse(short.replace("a", "c"), short, parsed(only_piece(short))) is None


@given(chance=st.randoms(use_true_random=False))
def test_any_edit_gives_what_a_whole_parse_gives(chance: random.Random) -> None:
    sample = chance.choice(sorted(SAMPLES.glob("*.py")))
    piece = chance.choice(outline(SourceText.decode(sample.read_bytes())).pieces)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reparsing, "_SHORT", 0)
        patched.setattr(reparsing, "_WORTH_IT", 0)
        for code in _edits(piece, chance):
            after = evolve(piece, code=code)
            block = parse(piece, 1)
            before = None if isinstance(block, Gap) else Before(piece.code, block)
            found = parse(after, 1, before)
            assert shape(after, found) == shape(after, parse(after, 1))
            piece = after


def _edits(piece: Piece, chance: random.Random) -> Iterator[str]:
    """Yield codes of a piece, each from the one before by one edit."""
    code = piece.code
    for _ in range(4):
        start = chance.randrange(piece.header, len(code) + 1)
        code = code[:start] + chance.choice(TOKENS) + code[start + chance.choice((0, 0, 1, 5)) :]
        yield code
