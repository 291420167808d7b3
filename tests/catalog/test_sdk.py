"""Reading the generated modules of the SDK."""

import ast

from hypothesis import given
from hypothesis import strategies as st

from tclsp.catalog.schema import ANSWER_FIELDS, answer_field_bits, answer_fields_of
from tclsp.catalog.sdk import SdkCode, answer_fields, error_codes
from tests.catalog import fake_sdk


def test_the_comment_above_a_constant_describes_it() -> None:
    text = fake_sdk.LICENCE + "# Two\n# lines.\nINTERNALERROR_ = 'InternalError.'\n"

    assert list(error_codes(text)) == [
        SdkCode("InternalError.", "INTERNALERROR_", "Two\nlines."),
    ]


def test_the_licence_describes_nothing() -> None:
    text = fake_sdk.LICENCE + "A = 'A'\n"

    assert list(error_codes(text)) == [SdkCode("A", "A", "")]


def test_a_blank_line_may_follow_the_comment() -> None:
    text = fake_sdk.LICENCE + "# Of A.\n\nA = 'A'\n\nB = 'B'\n"

    assert list(error_codes(text)) == [SdkCode("A", "A", "Of A."), SdkCode("B", "B", "")]


def test_a_constant_that_stands_twice_is_read_twice() -> None:
    text = "# One.\nA = 'A.B'\n# Two.\nA = 'A.B'\n"

    assert [code.description for code in error_codes("\n" + text)] == ["One.", "Two."]


_WORD = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=127), min_size=1, max_size=8)
_COMMENT = st.text(st.characters(exclude_characters="\0\r\n", codec="utf-8")).map(str.strip)


@given(st.dictionaries(st.builds("{}.{}".format, _WORD, _WORD), _COMMENT))
def test_every_code_is_read_with_its_own_description(codes: dict[str, str]) -> None:
    text = fake_sdk.error_codes(codes)

    assert {one.code: one.description for one in error_codes(text)} == codes
    assigned = [node for node in ast.parse(text).body if isinstance(node, ast.Assign)]
    assert len(assigned) == len(codes)


def test_only_own_fields_of_responses_count() -> None:
    models = (
        "\nclass Row(AbstractModel):\n    def __init__(self):\n        self._Code = None\n"
        "\nclass FindResponse(AbstractModel):\n    def __init__(self):\n"
        "        self._CodeName = None\n        self._Message = None\n        self._Error = None\n"
        "    def _deserialize(self, params):\n        self._Code = params.get('Code')\n"
    )

    assert answer_fields(models) == {"Find": {"Message", "Error"}}


@given(st.sets(st.sampled_from(ANSWER_FIELDS)).map(frozenset))
def test_answer_fields_survive_packing(fields: frozenset[str]) -> None:
    assert answer_fields_of(answer_field_bits(fields)) == fields
