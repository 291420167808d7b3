import time

import libcst as cst
import pytest
from hypothesis import given

from tclsp.source.outline import Outline, Piece, outline
from tclsp.source.pieces import HEADER, LONGEST_PIECE
from tclsp.source.text import SourceText
from tests.source.programs import STATEMENTS, any_text, programs

CLASS = """\
import a
import b

x = 1  # set
# about C
@d
class C(B):  # head
    '''Doc.'''
    y = 2

    def f(self):
        return '#'
    class D:
        def g(self): pass
if x:
    f()
"""


def outlined(text: str) -> Outline:
    return outline(SourceText.of(text))


def texts(text: str) -> list[str]:
    """Return the text of the pieces as it stands in the file."""
    utf8 = text.encode()
    return [utf8[piece.span.start : piece.span.end].decode() for piece in outlined(text).pieces]


# -------------------------------------------------------------------- what a piece is


def test_a_file_is_cut_at_statements_and_classes_at_their_members() -> None:
    assert texts(CLASS) == [
        "import a\nimport b\n\nx = 1  # set\n",
        "@d\nclass C(B):  # head\n",
        "    '''Doc.'''\n    y = 2\n",
        "    def f(self):\n        return '#'\n",
        "    class D:\n",
        "        def g(self): pass\n",
        "if x:\n    f()\n",
    ]


def test_members_know_their_classes() -> None:
    scopes = [piece.scope for piece in outlined(CLASS).pieces]
    assert scopes == [(), (), ("C",), ("C",), ("C",), ("C", "D"), ()]


def test_what_is_parsed_has_the_form_of_a_module() -> None:
    codes = [piece.code for piece in outlined(CLASS).pieces]
    assert codes[1] == "@d\nclass C(B):  # head\n    pass\n"
    assert codes[3] == "class _:\n    def f(self):\n        return '#'\n"
    assert codes[4] == "class _:\n    class D:\n        pass\n"
    kinds = [piece.kind for piece in outlined(CLASS).pieces]
    assert kinds == ["code", "class-head", "code", "code", "class-head", "code", "code"]


def test_siblings_on_one_line_are_one_piece() -> None:
    text = 'x = """\n"""; y = 2\ndef f(): pass\n'
    assert texts(text) == ['x = """\n"""; y = 2\n', "def f(): pass\n"]


def test_a_class_on_one_line_stays_whole() -> None:
    assert texts("class A: x = 1; y = 2\n") == ["class A: x = 1; y = 2\n"]
    assert texts("class A(\n    B,\n): pass\n") == ["class A(\n    B,\n): pass\n"]


def test_long_runs_of_simple_statements_are_cut() -> None:
    lengths = [len(text) for text in texts("name = 'value'\n" * 1_000)]
    assert sum(lengths) == 15_000
    assert max(lengths) <= 2_048
    assert len(lengths) < 10


def test_a_comment_ends_a_run_and_belongs_to_no_piece() -> None:
    assert texts("x = 1\n# why\ny = 2\n") == ["x = 1\n", "y = 2\n"]


def test_form_feeds_stand_before_pieces_or_become_blanks() -> None:
    text = "\fdef f():\n    pass\n\fx = 1\n\f\fy = 2\n"
    assert texts(text) == ["def f():\n    pass\n", "x = 1\n\f\fy = 2\n"]
    assert outlined(text).pieces[1].code == "x = 1  \ny = 2\n"


def test_bare_carriage_returns_end_lines() -> None:
    text = "def f():\r    return 1\rx = 2\r"
    assert texts(text) == ["def f():\r    return 1\r", "x = 2\r"]
    assert outlined(text).pieces[0].code == "def f():\n    return 1\n"


def test_a_lone_backslash_keeps_its_surroundings_together() -> None:
    text = "import a\n\\\ndef f(): pass\n"
    assert texts(text) == [text]
    text = "class A:\n    x = 1\n    \\\n    y = 2\ndef f(): pass\n"
    assert texts(text)[1:] == ["    x = 1\n    \\\n    y = 2\n", "def f(): pass\n"]


def test_nothing_is_cut_from_nothing() -> None:
    for text in ("", "\n", "   ", "# only\n# comments", "\f\r\n"):
        assert outlined(text).pieces == ()
        assert outlined(text).statements == ()
        assert outlined(text).gaps == ()


# -------------------------------------------------------------------- comments, statements


def test_comments_are_told_from_strings() -> None:
    text = "x = '#no' # one\n'''\n# no\n'''\n# two\n\n    # three\nf'{a  # four\n}#no'\n"
    found = [text[span.start : span.end] for span in outlined(text).comments]
    assert found == ["# one", "# two", "# three", "# four"]


def test_statements_are_whole_or_headers() -> None:
    text = CLASS + "try: a(\n  1)\nexcept B as e: c; d\nelse:\n    pass\n"
    found = [text[span.start : span.end] for span in outlined(text).statements]
    assert found == [
        *("import a", "import b", "x = 1", "@d", "class C(B):", "'''Doc.'''", "y = 2"),
        *("def f(self):", "return '#'", "class D:", "def g(self):", "pass", "if x:", "f()"),
        *("try:", "a(\n  1)", "except B as e:", "c", "d", "else:", "pass"),
    ]


def test_broken_code_has_comments_and_statements_too() -> None:
    text = "x = (  # one\n\ndef f():\n    return '# no'  # two\n"
    found = outlined(text)
    assert [text[span.start : span.end] for span in found.comments] == ["# one", "# two"]
    statements = [text[span.start : span.end] for span in found.statements]
    assert statements[-2:] == ["def f():", "return '# no'"]


# -------------------------------------------------------------------- what always holds


@given(any_text | programs())
def test_pieces_are_whole_lines_in_order_whatever_the_text(text: str) -> None:
    source = SourceText.of(text)
    found = outline(source)
    end = 0
    for piece in found.pieces:
        assert end <= piece.span.start < piece.span.end <= len(source.utf8)
        before, after = source.utf8[: piece.span.start], source.utf8[: piece.span.end]
        assert not before.rpartition(b"\f")[2] or before.endswith((b"\n", b"\r", b"\f"))
        assert after == source.utf8 or after.endswith((b"\n", b"\r"))
        assert_code_maps_back(source, piece)
        end = piece.span.end
    assert all(span.start < span.end for span in (*found.comments, *found.statements))


def assert_code_maps_back(source: SourceText, piece: Piece) -> None:
    code = piece.code.encode()
    assert piece.header == (len(HEADER) if piece.indented else 0)
    assert code[: piece.header] == (HEADER if piece.indented else b"")
    own = source.utf8[piece.span.start : piece.span.end]
    same_length = code[piece.header :][: len(own)]
    blank = bytes.maketrans(b"\r\n\f", b"   ")
    assert same_length.translate(blank) == own.translate(blank)
    assert code[piece.header + len(own) :].strip() in (b"", b"pass")


@given(programs())
def test_pieces_of_valid_code_hold_all_of_it_and_parse(text: str) -> None:
    found = outlined(text)
    assert found.gaps == ()
    for piece in found.pieces:
        assert piece.sound
        assert cst.parse_module(piece.code).code == piece.code
    for statement in found.statements:
        assert any(
            piece.span.start <= statement.start and statement.end <= piece.span.end
            for piece in found.pieces
        )


@pytest.mark.parametrize("text", STATEMENTS)
def test_every_kind_of_statement_is_sound(text: str) -> None:
    assert all(piece.sound for piece in outlined(text).pieces)
    assert outlined(text + "def after(): pass\n").pieces[-1].code.endswith("def after(): pass\n")


# -------------------------------------------------------------------- size


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    return 'x'\n" * 10_000,
        "# x\n" * 20_000,
        "class A:\n" + "    def f(self): pass  # x\n" * 20_000,
        "x = 1; " * 50_000,
        "if a:\n    b\n" + "elif c:\n    d\n" * 5_000,
        "".join(" " * depth + "class A:\n" for depth in range(300)) + " " * 300 + "pass",
        "x = " + "(" * 5_000 + ")" * 5_000,
        "x = )\n" * 5_000,
        "def f(:\n    pass\n" * 5_000,
        "{% if a %}\nb = {{ c }}\n{% endif %}\n" * 1_000,
        "x = ['#', " + "1, " * 300_000,
    ],
    ids=lambda text: text[:12],
)
def test_large_files_take_bounded_time(text: str) -> None:
    start = time.process_time()
    found = outlined(text)
    assert found.statements is not None
    assert time.process_time() - start < 8  # Measured: at most 2.


def test_a_statement_too_long_for_libcst_is_a_gap() -> None:
    text = "x = [" + "1, " * 400_000 + "]\ny = 2\n"
    assert len(text) > LONGEST_PIECE
    found = outlined(text)
    assert [piece.code for piece in found.pieces] == ["y = 2\n"]
    [(span, reason)] = found.gaps
    assert (span.start, span.end) == (0, len(text) - len("y = 2\n"))
    assert reason == "it is too long"
