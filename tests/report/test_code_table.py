import pytest

from tclsp.catalog.records import Code, Definition, Kind
from tclsp.catalog.text import Language, Text
from tclsp.report.cells import cells_of
from tclsp.report.code_table import code_table
from tclsp.report.console import Paint
from tclsp.report.table import TableStyle

LONG = Text(
    en="The signature of the request is no longer valid.",
    zh="请求的签名已经过期，请重新签名后再试。",
)


def code(name: str, *services: str, kind: Kind = "service") -> Code:
    definitions = tuple(
        Definition(service, "2017-03-12", name.upper(), LONG) for service in services
    )
    return Code(name, name.partition(".")[0], kind, definitions, LONG)


@pytest.mark.parametrize(
    ("language", "end"), [("en", "The signature of the req..."), ("zh", "...")]
)
def test_a_description_is_cut_to_the_width_of_the_terminal(language: Language, end: str) -> None:
    style = TableStyle(language, Paint(enabled=False), width=60)
    lines = list(code_table([code("AuthFailure.SignatureExpire", "x")], style))

    assert lines[1].endswith(end)
    assert 58 <= cells_of(lines[1]) <= 60


def test_without_a_terminal_nothing_is_cut() -> None:
    style = TableStyle("en", Paint(enabled=False))

    assert list(code_table([code("AuthFailure.SignatureExpire", "x")], style))[1].endswith(LONG.en)


def test_one_very_long_code_does_not_push_the_others() -> None:
    style = TableStyle("en", Paint(enabled=False))
    _, first, second = code_table([code("A" * 90, "x"), code("B", "x")], style)

    assert first.startswith("A" * 90 + "  x  ")
    assert second.index("x") == 54


def test_origins() -> None:
    codes = [
        code("A", "a", kind="common"),
        code("B", kind="gateway"),
        code("C", kind="client"),
        code("D", "b", "a", "a"),
        code("E", "a", "b", "c"),
    ]
    style = TableStyle("en", Paint(enabled=False))
    rows = list(code_table(codes, style))[1:]

    origins = [row.removesuffix(LONG.en).split(maxsplit=1)[1].strip() for row in rows]
    assert origins == ["common", "gateway", "client", "a, b", "3 services"]
