"""Facts as JSON: what is written is read again, and nothing else is believed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.analysis.analyse import analyse
from tclsp.analysis.options import AnalysisOptions
from tclsp.catalog.store import Catalog
from tclsp.checker import facts_json
from tclsp.source.outline import outline
from tclsp.source.text import SourceText

SAMPLES = sorted((Path(__file__).parents[2] / "fixtures").rglob("*.py"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_facts_survive(path: Path) -> None:
    source = SourceText.decode(path.read_bytes())
    facts = analyse(source, outline(source), AnalysisOptions(), Catalog.open())
    assert facts_json.read(facts_json.write(facts)) == facts


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["gaps", "calls"]), inner),
)


@given(st.text() | JSON.map(json.dumps))
def test_other_text_is_no_facts_or_some(text: str) -> None:
    facts = facts_json.read(text)
    assert facts is None or facts_json.read(facts_json.write(facts)) == facts
