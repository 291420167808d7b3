"""Where a code is expected, in finished and unfinished code; `│` is the cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.source.expected_codes import ExpectedCodes
from tclsp.source.literals import Literals, StringLiteral


def form_at_cursor(code: str) -> str | None:
    utf8 = code.encode()
    offset = utf8.index("│".encode())
    utf8 = utf8.replace("│".encode(), b"", 1)
    literals = Literals.of(utf8)
    string = literals.string_at(offset)
    assert string is not None
    return ExpectedCodes(utf8, literals).of(string)


@pytest.mark.parametrize(
    ("code", "form"),
    [
        # comparisons
        ('if e.code == "│":\n    pass', "=="),
        ('if e.code == "│', "=="),
        ("if e.code == '│Auth'", "=="),
        ('if "│" == e.code:', "=="),
        ('if e.get_code() != "│"', "=="),
        ('if error.code.lower() == "│"', "=="),
        ('if (e.code or "") == "│"', "=="),
        ('if getattr(e, "code", None) == "│"', "=="),
        ('if e.args[0] == "│"', "=="),
        ('if code == "A" or code == "│"', "=="),
        ('if err_code == "│"', "=="),
        ('if errorCode == "│"', "=="),
        ('if body["Response"]["Error"]["Code"] == "│"', "=="),
        ('if answer.get("Error", {}).get("Code") == "│"', "=="),
        ('x = 1 if error["Code"] == "│" else 2', "=="),
        ('assert e.value.code == "│"', "=="),
        # on the way to a comparison, or by mistake
        ('if error.code = "│"', "=="),
        ('if x[1:2] and error.code = "│":\n    pass', "=="),
        ('if error.code == "A":\n    pass\nelif error.code = "│', "=="),
        ('while e.get_code() = "│"', "=="),
        ('assert e.value.code = "│"', "=="),
        ('if e.code.split(".")[0] = "│"', "family"),
        # memberships
        ('if e.code in ("│"', "in"),
        ('if e.code in ("A", "│", "C"):', "in"),
        ('if e.code not in ["A",\n        "│"', "in"),
        ('if e.code in {\n    "A",  # why (\n    "│",\n}:', "in"),
        ('if e.code in frozenset(("A", "│"))', "in"),
        ('if "│" in e.code:', "substring"),
        ('if "│" not in e.get_code():', "substring"),
        ('if e.code.find("│") >= 0', "substring"),
        # prefixes
        ('if e.code.startswith("│")', "startswith"),
        ('if e.code.startswith(("A.", "│"', "startswith"),
        # match
        ('match e.code:\n    case "A":\n        pass\n    case "│"', "case"),
        ('def f(e):\n    match e.get_code():\n        case "A" | "│":', "case"),
        # tables and constants
        ('T = {\n    "A": 1,\n    "│": 2,\n}\nx = T[e.code]', "key"),
        ('T: dict[str, int] = {"│": 2}\nx = T.get(e.get_code(), 3)', "key"),
        ('x = {"A": 1, "│": 2}.get(e.code)', "key"),
        ('WANTED = "│"\nif e.code == WANTED: pass', "assigned"),
        ('CODES = ("A", "│")\nif e.code in CODES: pass', "assigned"),
        ('class A:\n    B = {"A", "│"}\n    def f(self):\n        e.code in self.B', "assigned"),
        ("def f():\n    try:\n        g()\n    except E as e:\n        if e.code == '│\n", "=="),
        # no codes
        ('if x:\n    code = "│"', None),
        ('if x: code = "│"', None),
        ('if send(code="│"):', None),
        ('code = "A" if x else "B"\nother_code = "│"', None),
        ('e.code = "│"', None),
        ('if name = "│"', None),
        ('print("│")', None),
        ('if name == "│"', None),
        ('if response.status_code == "│"', None),
        ('x = {"│": 1}', None),
        ('logger.error("│", e.code)', None),
        ('if e.message == "│"', None),
        ('sys.exit("│")', None),
        ('f(e.code, "│")', None),
        ('WANTED = "│"\nprint(WANTED)', None),
        ('x = e.code == b"│"', None),
        ('match command:\n    case "│"', None),
    ],
)  # fmt: skip
def test_forms(code: str, form: str | None) -> None:
    assert form_at_cursor(code) == form


def test_text_of_other_alphabets_before_the_cursor() -> None:
    assert form_at_cursor('说明 = "错误 😀"; x = e.code == "│"') == "=="


NESTED = """\
match e.code:
    case "A" | "B":
        x = "C"
    case "D":
        match command:
            case "E":
                pass
            case "F" if g("G"):
                pass
    case "H":
        pass
match command:
    case "I":
        e.code == "J"
"""


@given(st.permutations(Literals.of(NESTED.encode()).strings))
def test_the_order_of_questions_does_not_matter(strings: list[StringLiteral]) -> None:
    utf8 = NESTED.encode()
    codes = ExpectedCodes(utf8, Literals.of(utf8))
    expected = {
        utf8[string.content.start : string.content.end].decode(): form
        for string in strings
        if (form := codes.of(string)) is not None
    }
    assert expected == {"A": "case", "B": "case", "D": "case", "H": "case", "J": "=="}
