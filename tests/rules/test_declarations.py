"""What every rule must say about itself, and that its own examples hold."""

import re

import pytest

from tclsp.catalog.text import Text
from tclsp.rules.registry import RULES, rule
from tclsp.rules.rule import Rule
from tclsp.rules.tcl001_unused_suppression import UNUSED_SUPPRESSION
from tests.rules.examples import findings
from tests.rules.test_tcl304_code_not_in_action import LISTS

JUDGED_ON_FACTS = [each for each in RULES if each is not UNUSED_SUPPRESSION]


def is_bilingual(text: Text) -> bool:
    """Tell whether the English is without Chinese, and the Chinese is Chinese."""
    chinese = re.compile("[\u4e00-\u9fff]")
    return bool(text.en) and not chinese.search(text.en) and bool(chinese.search(text.zh))


def test_codes_are_in_order_and_names_are_distinct() -> None:
    codes = [each.code for each in RULES]
    assert codes == sorted(set(codes))
    assert len({each.name for each in RULES}) == len(RULES)


@pytest.mark.parametrize("declared", RULES, ids=lambda each: each.code)
def test_a_declaration_is_whole(declared: Rule) -> None:
    assert re.fullmatch(r"TCL\d{3}", declared.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", declared.name)
    assert is_bilingual(declared.summary)
    assert is_bilingual(declared.explanation)
    assert rule(declared.code.lower()) is rule(declared.name) is declared


@pytest.mark.parametrize("declared", JUDGED_ON_FACTS, ids=lambda each: each.code)
def test_its_bad_example_is_reported_and_its_good_one_is_not(declared: Rule) -> None:
    required = ("RequestLimitExceeded",)
    found = findings(declared.bad, declared.code, required_families=required, lists=LISTS)
    assert found
    good = findings(declared.good, declared.code, required_families=required, lists=LISTS)
    assert good == []
    for each in found:
        assert is_bilingual(each.message)
        assert is_bilingual(each.remedy)
