import libcst as cst
import pytest
from attrs import evolve
from hypothesis import given
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from tclsp.source.libcst_order import Kind, locate, numbered_expressions, numbered_statements
from tclsp.source.locations import KnownPlaces, Locator
from tclsp.source.outline import Piece, outline
from tclsp.source.spans import Span
from tclsp.source.text import SourceText
from tests.source.programs import STATEMENTS, programs

KINDS: tuple[Kind, ...] = ("string", "call", "attribute", "subscript", "comparison", "name")


def only_locator(text: str) -> Locator:
    source = SourceText.of(text)
    [piece] = outline(source).pieces
    return Locator(source, piece)


def shown(text: str, kind: Kind, number: int = 0) -> list[str]:
    """Return the texts of the expressions of one statement."""
    locator = only_locator(text)
    found: list[str] = []
    while (span := locator.node(number, kind, len(found))) != locator.statement(number):
        found.append(text.encode()[span.start : span.end].decode())
    return found


def statements(text: str, count: int) -> list[str]:
    locator = only_locator(text)
    spans = [locator.statement(number) for number in range(count)]
    return [text[span.start : span.end] for span in spans]


# -------------------------------------------------------------------- what is known


def test_what_was_found_in_a_piece_serves_wherever_it_stands() -> None:
    known, text = KnownPlaces(), "go(a.b)\n"
    [piece] = outline(SourceText.of(text)).pieces
    Locator(SourceText.of(text), piece, known.of(piece)).node(0, "attribute", 0)
    moved = SourceText.of("\n\n" + text)
    [piece] = outline(moved).pieces
    # Its code is not looked at any more.
    asked = Locator(moved, evolve(piece, code=text), known.of(piece))
    assert asked.node(0, "attribute", 0) == Span(5, 8)
    assert not asked._found


def test_pieces_that_are_gone_are_forgotten() -> None:
    known = KnownPlaces()
    [first], [second] = (outline(SourceText.of(text)).pieces for text in ("a()\n", "b()\n"))
    places = known.of(first)
    known.of(second)
    known.forget_all_but([first])
    assert known.of(first) is places
    assert list(known._found) == [first.code]


# -------------------------------------------------------------------- the numbers


def test_statements_are_numbered_as_they_start() -> None:
    text = "if a:\n    b; c\nelif d:\n    e\nelse:\n    f\n"
    assert statements(text, 7) == ["if a:", "b", "c", "elif d:", "e", "else:", "f"]
    text = "try:\n    a\nexcept B: c\nelse: d\nfinally: e\n"
    assert statements(text, 8) == [
        *("try:", "a", "except B:", "c", "else:", "d", "finally:", "e"),
    ]
    text = "match a:\n    case 'b' if c:\n        d\n    case _: e\n"
    assert statements(text, 5) == ["match a:", "case 'b' if c:", "d", "case _:", "e"]


def test_a_definition_stands_behind_its_decorators() -> None:
    text = "@a.b('c')\ndef f(x=d('e')):\n    return x\n"
    assert statements(text, 2) == ["def f(x=d('e')):", "return x"]
    assert shown(text, "call") == ["a.b('c')", "d('e')"]


def test_the_synthetic_header_is_number_0() -> None:
    text = "class A:\n    def f(self):\n        return 'é', g('x')\n"
    source = SourceText.of(text)
    _, method = outline(source).pieces
    locator = Locator(source, method)
    found = [locator.statement(1), locator.statement(2), locator.node(2, "call", 0)]
    assert [source.utf8[span.start : span.end].decode() for span in found] == [
        "def f(self):",
        "return 'é', g('x')",
        "g('x')",
    ]


def test_the_outer_expression_comes_first() -> None:
    assert shown("x = a.b.c\n", "attribute") == ["a.b.c", "a.b"]
    assert shown("x = f(g(1))(2)\n", "call") == ["f(g(1))(2)", "f(g(1))", "g(1)"]
    assert shown("a[b[0]][1] = 2\n", "subscript") == ["a[b[0]][1]", "a[b[0]]", "b[0]"]
    assert shown("x = not (a < (b in c) < d)\n", "comparison") == ["a < (b in c) < d", "b in c"]


def test_each_part_of_a_string_is_one() -> None:
    text = 'x = \'a\' f\'{b["c"]:{d("e")}}\' "f"\n'
    assert shown(text, "string") == ["'a'", 'f\'{b["c"]:{d("e")}}\'', '"c"', '"e"', '"f"']


def test_names_are_expressions_only() -> None:
    text = "x = f(a, key=b, *c).d + (lambda e, f=g: h) + None\n"
    assert shown(text, "name") == ["x", "f", "a", "b", "c", "g", "h"]
    assert shown("with a as b, c as (d, e): pass\n", "name") == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    "text", ["import a.b\n", "from a.b import c\n", "type A[T: 'B'] = c.d['e']\n", "global x\n"]
)
def test_nothing_counts_in_imports_type_aliases_and_declarations(text: str) -> None:
    assert [shown(text, kind) for kind in KINDS] == [[]] * len(KINDS)


def test_patterns_count_their_literals_and_dotted_names() -> None:
    text = "match a:\n    case b.C(d, e='f') | {'g': h.i.j} as k: pass\n"
    assert shown(text, "string", 1) == ["'f'", "'g'"]
    assert shown(text, "attribute", 1) == ["b.C", "h.i.j", "h.i"]
    assert shown(text, "call", 1) == []


def test_a_star_is_no_part_of_what_it_unpacks() -> None:
    assert shown("x = [*a.b(c)[0]]\n", "subscript") == ["a.b(c)[0]"]
    assert shown("x = [*a.b(c)[0]]\n", "attribute") == ["a.b"]


def test_old_names_are_names() -> None:
    assert shown("print >>f, g('x')\n", "name") == ["print", "f", "g"]
    assert shown("type(self).a = b\n", "attribute") == ["type(self).a"]
    assert shown("x = 'print', print('exec')\n", "string") == ["'print'", "'exec'"]


# -------------------------------------------------------------------- what is not there


def test_what_is_not_there_is_its_statement_or_its_piece() -> None:
    locator = only_locator("x = f(1)\n")
    assert locator.node(0, "call", 1) == locator.node(0, "string", 0) == Span(0, 8)
    assert locator.statement(7) == locator.statement(-1) == Span(0, 9)
    assert locator.node(7, "call", 0) == Span(0, 9)


def test_code_that_only_libcst_can_read_is_located_by_libcst() -> None:
    text = "def f():\n    if x:\n        raise E('a' %\nb.c)\n    return d('e')\n"
    source = SourceText.of(text)
    [piece] = outline(source).pieces
    assert not piece.sound
    locator = Locator(source, piece)
    found = [locator.statement(1), locator.node(2, "string", 0), locator.node(3, "call", 0)]
    assert [text[span.start : span.end] for span in found] == ["if x:", "'a'", "d('e')"]


@pytest.mark.parametrize("text", ["x = (\n", "(" * 20_000])
def test_code_that_nobody_can_read_is_its_piece(text: str) -> None:
    source = SourceText.of(text)
    [piece] = outline(source).pieces
    assert Locator(source, piece).node(0, "name", 0) == piece.span


# -------------------------------------------------------------------- libcst agrees


def assert_agrees_with_libcst(source: SourceText, piece: Piece) -> None:
    wrapper = MetadataWrapper(cst.parse_module(piece.code), unsafe_skip_copy=True)
    places = wrapper.resolve(ByteSpanPositionProvider)
    locator = Locator(source, piece)
    shift = piece.span.start - piece.header
    numbered = list(numbered_statements(wrapper.module))
    for number, statement in enumerate(numbered):
        if number == 0 and piece.indented:
            continue
        ordinals = dict.fromkeys(KINDS, 0)
        for kind, node in numbered_expressions(statement):
            start = shift + places[node].start
            expected = Span(start, start + places[node].length)
            assert locator.node(number, kind, ordinals[kind]) == expected
            ordinals[kind] += 1
        for kind, count in ordinals.items():
            assert locator.node(number, kind, count) == locator.statement(number)
    assert locator.statement(len(numbered)) == piece.span


@pytest.mark.parametrize("text", STATEMENTS)
def test_both_parsers_count_alike(text: str) -> None:
    source = SourceText.of(text)
    for piece in outline(source).pieces:
        assert_agrees_with_libcst(source, piece)


@given(programs())
def test_both_parsers_count_alike_in_any_program(text: str) -> None:
    source = SourceText.of(text)
    for piece in outline(source).pieces:
        assert_agrees_with_libcst(source, piece)


@given(programs())
def test_both_ways_to_locate_find_the_same_statements(text: str) -> None:
    source = SourceText.of(text)
    for piece in outline(source).pieces:
        shift = piece.span.start - piece.header
        for number, found in enumerate(locate(piece.code)):
            if found.start + shift < piece.span.start or found.end + shift > piece.span.end:
                continue  # The synthetic header, the `pass` of a class head.
            expected = Span(found.start + shift, found.end + shift)
            assert Locator(source, piece).statement(number) == expected
