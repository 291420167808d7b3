"""Which names a text compares with codes, and which it looks up by them."""

import pytest

from tclsp.source.compared_names import ComparedNames


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("if e.code == WANTED: pass", {"WANTED": "assigned"}),
        ("if e.get_code() not in self.CODES: pass", {"CODES": "assigned"}),
        ("error['Code'] in (*FIRST, SECOND)", {"FIRST": "assigned", "SECOND": "assigned"}),
        ("e.code in frozenset(CODES) | MORE", {"CODES": "assigned", "MORE": "assigned"}),
        ("if e.code.startswith(PREFIX): pass", {"PREFIX": "startswith"}),
        ("if PART in e.code: pass", {"PART": "substring"}),
        ("if WANTED == error.code: pass", {"WANTED": "assigned"}),
        ("any(part in e.code for part in PARTS)", {"part": "substring", "PARTS": "substring"}),
        ("e.code.split('.')[0] in FAMILIES", {"FAMILIES": "assigned"}),
        ("if e.status_code in STATES: pass", {}),
        ("print(e.code, NAME)", {}),
    ],
)
def test_names_that_are_compared(code: str, names: dict[str, str]) -> None:
    assert ComparedNames(code.encode()).compared == names


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("HINTS[e.code]", {"HINTS"}),
        ("self.HINTS.get(\n    e.get_code(),\n    None)", {"HINTS"}),
        ("HINTS[error['Code']]", {"HINTS"}),
        ("request.args.get('code')", set()),
        ("HINTS[e.status_code]", set()),
    ],
)
def test_tables_that_are_looked_up(code: str, names: set[str]) -> None:
    assert ComparedNames(code.encode()).looked_up == names


def test_long_lines_are_data() -> None:
    text = f"X = [{'e.code == A, ' * 10_000}]\n"
    assert ComparedNames(text.encode()).compared == {}
