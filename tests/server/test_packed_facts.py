"""Facts come out of their package as they went in."""

from pathlib import Path

import pytest

from tclsp.analysis.analyse import analyse
from tclsp.analysis.options import AnalysisOptions
from tclsp.server.packed_facts import PackedFacts
from tclsp.source.outline import outline
from tclsp.source.text import SourceText
from tests.rules.examples import catalog

SAMPLES = sorted((Path(__file__).parents[2] / "fixtures" / "sample_app").glob("*.py"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_they_come_out_as_they_went_in(sample: Path) -> None:
    source = SourceText.of(sample.read_text(encoding="utf-8"))
    facts = analyse(source, outline(source), AnalysisOptions(), catalog())
    assert PackedFacts.of(facts).facts == facts
