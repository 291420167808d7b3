"""The imports of a file, read by regular expressions, against what Python itself reads."""

import ast
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.source.imports import Import, imports
from tests.source.programs import any_text, programs


def read(code: str | bytes) -> list[tuple[str, str | None, str]]:
    """Return module, name and bound name of each import."""
    found = imports(code.encode() if isinstance(code, str) else code)
    return [(each.module, each.name, each.bound) for each in found]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import a", [("a", None, "a")]),
        ("import a.b", [("a.b", None, "a")]),
        ("import a.b as c", [("a.b", None, "c")]),
        ("import a, b.c as d,e", [("a", None, "a"), ("b.c", None, "d"), ("e", None, "e")]),
        ("import\ta", [("a", None, "a")]),
        ("import a\\\n  as b", [("a", None, "b")]),
        ("import \\\n  a", [("a", None, "a")]),
        ("import 模块.客户端 as 客户端", [("模块.客户端", None, "客户端")]),
        ("\ufeffimport a", [("a", None, "a")]),
    ],
)
def test_a_module_is_bound_by_its_first_name(
    code: str, found: list[tuple[str, str | None, str]]
) -> None:
    assert read(code) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from a import b", [("a", "b", "b")]),
        ("from a.b import c as d, e", [("a.b", "c", "d"), ("a.b", "e", "e")]),
        ("from a import*", [("a", "*", "*")]),
        ("from a import *  # all", [("a", "*", "*")]),
        ("from . import b", [(".", "b", "b")]),
        ("from .a import b", [(".a", "b", "b")]),
        ("from... a.b import c", [("...a.b", "c", "c")]),
        ("from .a import(b)", [(".a", "b", "b")]),
        ("from a \\\n  import b", [("a", "b", "b")]),
        ("from \\\r\n a \\\r\n import \\\r\n b", [("a", "b", "b")]),
        ("from .\\\n a import b", [(".a", "b", "b")]),
        ("from 包 import 名 as 别名", [("包", "名", "别名")]),
        ("from __future__ import annotations", [("__future__", "annotations", "annotations")]),
    ],
)
def test_names_of_a_module_keep_its_leading_dots(
    code: str, found: list[tuple[str, str | None, str]]
) -> None:
    assert read(code) == found


def test_brackets_hold_lines_and_comments() -> None:
    code = """
from a import (  # the usual ones
    b,  # made (once) per process, see f()
    c as d,

    e,
)
from x import y
"""
    expected = [("a", "b", "b"), ("a", "c", "d"), ("a", "e", "e"), ("x", "y", "y")]
    assert read(code) == expected
    assert read(code.replace("\n", "\r\n")) == expected


@pytest.mark.parametrize(
    "code",
    [
        "if ready: import a",
        "try:\n    import a\nexcept ImportError:\n    a = None",
        "def f():\n\timport a\n",
        "x = 1; import a; y = 2",
        "if TYPE_CHECKING:\n    import a  # late",
        "with b: import a # ;",
    ],
)
def test_imports_count_wherever_they_stand(code: str) -> None:
    assert read(code) == [("a", None, "a")]


@pytest.mark.parametrize(
    "code",
    [
        "important = 1",
        "importlib.import_module('a')",
        "__import__('a')",
        "x = 'please import a'",
        "# to import a, ask",
        "import",
        "import (",
        "from . import",
        "from a import (((",
        "import 'a'",
    ],
)
def test_what_imports_nothing(code: str) -> None:
    assert read(code) == []


@given(any_text)
def test_any_text_can_be_read(text: str) -> None:
    for each in imports(text.encode(errors="surrogatepass")):
        assert isinstance(each, Import)


@given(st.binary())
def test_any_bytes_can_be_read(data: bytes) -> None:
    list(imports(b"import " + data + b" import " + data))


# ----------------------------------------------------------------- against `ast`

names = st.sampled_from(["a", "b1", "_c", "client", "客户端", "é", "imports", "from_x"])
dotted = st.lists(names, min_size=1, max_size=3).map(".".join)
blanks = st.sampled_from([" ", "  ", "\t", " \\\n", " \\\n    "])


@st.composite
def items(draw: st.DrawFn, name: st.SearchStrategy[str]) -> str:
    alias = draw(st.none() | names)
    return draw(name) + (f"{draw(blanks)}as{draw(blanks)}{alias}" if alias else "")


@st.composite
def statements(draw: st.DrawFn) -> str:
    """One import statement in any of its forms."""
    gap = draw(blanks)
    if draw(st.booleans()):
        brought = draw(st.lists(items(dotted), min_size=1, max_size=3))
        return f"import{gap}{f'{draw(blanks)},'.join(brought)}"
    dots = "." * draw(st.integers(0, 3))
    module = dots + draw(dotted if not dots else st.just("") | dotted)
    start = f"from{gap}{module}{draw(blanks)}import"
    brought = draw(st.lists(items(names), min_size=1, max_size=3))
    form = draw(st.sampled_from(["plain", "star", "brackets"]))
    if form == "star":
        return f"{start}{draw(st.sampled_from(['', ' ']))}*"
    if form == "plain":
        return f"{start} {f',{draw(blanks)}'.join(brought)}"
    comment = draw(st.sampled_from(["", "\n", "  # why (so)\n", "\n\n    # import z\n    "]))
    tail = draw(st.sampled_from(["", ",", f",{comment}"]))
    return (
        f"{start}{draw(st.sampled_from(['', ' ']))}({comment}{f',{comment}'.join(brought)}{tail})"
    )


@st.composite
def files(draw: st.DrawFn) -> str:
    """Files of import statements, alone on their lines or not."""
    around = ["{}\n", "x = 1; {}\n", "{}; y = 2\n", "if x: {}\n", "def f():\n    {}\n", "{}  # z\n"]
    parts = [draw(st.sampled_from(around)).format(draw(statements())) for _ in range(3)]
    return "".join(parts).replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def by_python(code: str) -> list[tuple[str, str | None, str]]:
    """Return what Python's own parser finds, in the order of the text."""
    found = []
    no_name: str | None = None
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            brought = [(each.name, no_name, each.asname) for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            brought = [(module, each.name, each.asname) for each in node.names]
        else:
            continue
        for module, name, alias in brought:
            bound = alias or name or module.partition(".")[0]
            found.append((node.lineno, node.col_offset, module, name, bound))
    return [(module, name, bound) for _, _, module, name, bound in sorted(found, key=_place)]


def _place(found: tuple[int, int, str, str | None, str]) -> tuple[int, int]:
    return found[:2]


@given(files())
def test_what_is_read_is_what_python_reads(code: str) -> None:
    assert read(code) == by_python(code)


@given(programs())
def test_no_import_of_a_program_is_missed(code: str) -> None:
    code = code.replace("\r\n", "\n").replace("\r", "\n")
    try:
        expected = by_python(code)
    except SyntaxError:
        return  # Newer or older syntax than that of the Python at hand.
    assert set(expected) <= set(read(code))


def test_a_long_line_is_read_in_time_that_grows_with_its_length() -> None:
    line = b"text = '" + b"from a import b; " * 20_000 + b"'"
    started = time.process_time()
    list(imports(line))
    list(imports(b"import a \\\n" * 20_000))
    assert time.process_time() - started < 2
