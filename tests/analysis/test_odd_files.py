"""Files as they really are: broken, old, long, in other encodings. Never an exception."""

import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tclsp.analysis.analyse import analyse
from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.options import AnalysisOptions
from tclsp.source.outline import outline
from tclsp.source.text import SourceText
from tests.rules.examples import PRELUDE, catalog

SWALLOWED = """\
def find(request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException:
        return None
"""


def facts_of(data: bytes) -> ModuleFacts:
    """Return the facts of a file's bytes."""
    source = SourceText.decode(data)
    return analyse(source, outline(source), AnalysisOptions(), catalog())


def handlers_of(data: bytes) -> list[str]:
    """Return the texts of the handlers' lines."""
    source = SourceText.decode(data)
    return [
        source.utf8[handler.span.start : handler.span.end].decode()
        for handler in facts_of(data).handlers
    ]


CLAUSE = "except TencentCloudSDKException:"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param((PRELUDE + SWALLOWED).encode(), id="plain"),
        pytest.param((PRELUDE + SWALLOWED).replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param((PRELUDE + SWALLOWED).replace("\n", "\r").encode(), id="CR"),
        pytest.param(b"\xef\xbb\xbf" + (PRELUDE + SWALLOWED).encode(), id="BOM"),
        pytest.param((PRELUDE + SWALLOWED).replace("    ", "\t").encode(), id="tabs"),
        pytest.param((PRELUDE + "\f\n" + SWALLOWED).encode(), id="form feed"),
        pytest.param((PRELUDE + "TEXT = '错误 😀'\n" + SWALLOWED).encode(), id="Chinese and emoji"),
        pytest.param(
            ("# -*- coding: gbk -*-\n" + PRELUDE + "TEXT = '错误'\n" + SWALLOWED).encode("gbk"),
            id="GBK",
        ),
        pytest.param((PRELUDE + SWALLOWED).rstrip().encode(), id="no line end at the end"),
        pytest.param(
            (PRELUDE + "def broken(:\n    x =\n\n\n" + SWALLOWED).encode(), id="broken before"
        ),
        pytest.param(
            (PRELUDE + SWALLOWED + "\n\ndef broken(:\n    x =\n").encode(), id="broken behind"
        ),
        pytest.param(
            (PRELUDE + "x = f'{a!r:>{width}} {'in' 'ner'}'\n" + SWALLOWED).encode(), id="PEP 701"
        ),
        pytest.param(
            (PRELUDE + "def first[T: int](x: T) -> T: ...\n" + SWALLOWED).encode(), id="PEP 695"
        ),
        pytest.param(
            (PRELUDE + "type Row[T = int] = list[T]\n" + SWALLOWED).encode(), id="PEP 696"
        ),
        pytest.param((PRELUDE + "x = 1; y = 2\n" + SWALLOWED).encode(), id="two on a line"),
        pytest.param((PRELUDE + "\n" * 20_000 + SWALLOWED).encode(), id="20,000 lines"),
        pytest.param(
            (PRELUDE + f"X = '{'x' * 2_000_000}'\n" + SWALLOWED).encode(), id="a 2 MB line"
        ),
    ],
)
def test_the_handler_is_found_at_its_place(data: bytes) -> None:
    assert handlers_of(data) == [CLAUSE]


def test_a_method_of_a_class_in_a_class() -> None:
    inner = textwrap.indent(SWALLOWED.replace("(request)", "(self, request)", 1), " " * 8)
    code = f"{PRELUDE}\nclass Outer:\n    class Inner:\n        name = 'x'\n\n{inner}"
    assert handlers_of(code.encode()) == [CLAUSE]
    assert facts_of(code.encode()).handlers[0].function == "Inner.find"


def test_a_broken_function_is_told_and_the_others_are_checked() -> None:
    code = (
        PRELUDE + SWALLOWED + "\n\ndef broken(:\n    client.\n\n\n" + SWALLOWED.replace("find", "g")
    )
    facts = facts_of(code.encode())
    assert len(facts.handlers) == 2
    assert len(facts.gaps) == 1
    assert code.encode()[facts.gaps[0].span.start :].startswith(b"def broken")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "try:\n    pass\nexcept TencentCloudSDKException, e:\n    print e\n", id="Python 2"
        ),
        pytest.param("import tencentcloud\nprint 'x'\n", id="a print statement"),
        pytest.param("{% for x in tencentcloud %}\nx = {{ x }}\n{% endfor %}\n", id="a template"),
        pytest.param("tencentcloud = (" * 3_000, id="brackets without end"),
        pytest.param("tencentcloud" + ".b(1)" * 2_000 + "\n", id="a long chain"),
        pytest.param("x = tencentcloud" + "[0]" * 700 + "\n", id="deep subscripts"),
        pytest.param("x = tencentcloud" + " + a" * 8_000 + "\n", id="thousands of operators"),
        pytest.param("x = tencentcloud" + "+a" * 1_000 + "\n", id="the same in a few characters"),
        pytest.param("x = " + "not " * 5_000 + "tencentcloud\n", id="thousands of nots"),
        pytest.param("x = " + "a if b else " * 3_000 + "tencentcloud\n", id="ternaries"),
    ],
)
def test_what_cannot_be_read_is_a_gap(code: str) -> None:
    assert facts_of(code.encode()).gaps


@pytest.mark.parametrize("code", ["", "\n", "# tencentcloud", "'tencentcloud'", "\ufeff", "\\\n"])
def test_files_with_nothing_in_them(code: str) -> None:
    assert facts_of(code.encode()).handlers == ()


def test_an_elif_chain_of_thousands() -> None:
    branches = "".join(f"    elif x == {number}:\n        pass\n" for number in range(2_000))
    code = PRELUDE + f"def choose(x):\n    if x:\n        pass\n{branches}\n" + SWALLOWED
    assert handlers_of(code.encode()) == [CLAUSE]


RETRIED = "@retry({})\ndef ask(request):\n    return client.DescribeInstances(request)\n\n\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f"raise TencentCloudSDKException(a{'+ a' * 500})\n", id="an error's code"),
        pytest.param(RETRIED.format(f"retry=A{' | A' * 500}"), id="a condition of tenacity"),
    ],
)
def test_hundreds_of_operators_in_a_row(code: str) -> None:
    assert handlers_of(f"{PRELUDE}from tenacity import retry\n{code}{SWALLOWED}".encode()) == [
        CLAUSE
    ]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("A = B\nB = A\n" + RETRIED.format("wait=A"), id="waits"),
        pytest.param("A = B | A\nB = A\n" + RETRIED.format("retry=A"), id="conditions"),
        pytest.param("class A(B): ...\nclass B(A): ...\na = A()\na.Describe(1)\n", id="classes"),
    ],
)
def test_what_is_made_of_itself(code: str) -> None:
    assert handlers_of(f"{PRELUDE}from tenacity import retry\n{code}{SWALLOWED}".encode()) == [
        CLAUSE
    ]


FRAGMENTS = st.sampled_from(
    [
        "try:\n", "except TencentCloudSDKException as e:\n", "    ", "\t", "if e.code == 'X':\n",
        "raise", " from None", "\n", "client.DescribeInstances(request)", "return e\n", "(", ")",
        "match e.code:\n", "case 'A' | 'B':\n", "lambda e: e.code", "[", "{", '"""', "f'{e!r}'",
        "'", "async def f():\n", "await ", "class A(B):\n", "@x\n", "\f", "\r", "错误😀", "\\\n",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FRAGMENTS, max_size=25))
def test_any_mixture_is_survived(fragments: list[str]) -> None:
    facts = facts_of(("import tencentcloud\n" + "".join(fragments)).encode())
    for handler in facts.handlers:
        assert handler.span.start < handler.span.end
