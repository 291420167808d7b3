"""Reduced code as JSON: what is written is read again, and nothing else is believed."""

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import fields, has
from hypothesis import given
from hypothesis import strategies as st

from tclsp.analysis.analyse import ProjectAnalysis
from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.lowered import LoweredFile, lower_file
from tclsp.analysis.options import AnalysisOptions
from tclsp.analysis.project import Project
from tclsp.catalog.store import Catalog
from tclsp.checker import lowered_json
from tclsp.source.outline import outline
from tclsp.source.text import SourceText
from tclsp.source.ties import Ties
from tests.source.programs import any_text, programs

SAMPLES = sorted((Path(__file__).parents[2] / "fixtures").rglob("*.py"))


EVERY_KIND_OF_CODE = """
import tencentcloud
from . import a, b as c
async def f(x: int = 1, *y, z="", **k) -> "str":
    async with x() as g, y: await g
    for i, j in enumerate(x, start=1): i += j[0:1] or not k["a"]
    else: return [*x, {"a": 1, **k}, (1,), {2}, lambda v: v, f"{i}{j!r}", b"", x if y else z]
    while (n := x) < 1 < 2 and n: break
    try: raise E("a") from x
    except (A, B) as e: continue
    finally: pass
    match x:
        case A.b | "c" if x: yield
        case [1, *rest] | {"k": v} | C(d, e=1): del v
        case _: assert x, "no"
    return (i for i in x if i)
class D(E, metaclass=M):
    a: int = 1
"""


def lowered(source: SourceText) -> LoweredFile:
    """Reduce a file, all of its pieces."""
    return lower_file(source, outline(source), AnalysisOptions(), Ties(wanted=None))


def plain(value: Any) -> Any:
    """Return records as tuples of their parts, which compare by content."""
    if has(type(value)):
        return (type(value), *(plain(getattr(value, each.name)) for each in fields(type(value))))
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return (type(value), value)


def survives(file: LoweredFile) -> bool:
    text = lowered_json.write(file)
    assert text is not None
    return bool(plain(lowered_json.read(text)) == plain(file))


def facts(file: LoweredFile, source: SourceText) -> ModuleFacts:
    module = file.module("a.py")
    analysis = ProjectAnalysis.of(Project((module,)), AnalysisOptions(), Catalog.open())
    return analysis.facts(module, file.gaps, file.places(source))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_survive_and_give_the_same_facts(path: Path) -> None:
    source = SourceText.decode(path.read_bytes())
    file = lowered(source)
    assert survives(file)
    again = lowered_json.read(lowered_json.write(file) or "")
    assert again is not None
    assert facts(again, source) == facts(file, source)


def test_every_kind_of_code_survives() -> None:
    file = lowered(SourceText.of(EVERY_KIND_OF_CODE))
    assert not file.gaps
    assert survives(file)


@given(programs() | any_text)
def test_any_program_survives(text: str) -> None:
    assert survives(lowered(SourceText.of(text.encode(errors="replace").decode())))


def test_numbers_of_any_length_and_odd_texts_survive() -> None:
    code = f"x = {'9' * 5000}, 1e999, 0x_ff, 1j, '\\ud800', '\\0', b'\\xff', ..., None, True\n"
    assert survives(lowered(SourceText.of(code)))


def test_code_that_nests_too_deep_for_json_is_not_written() -> None:
    file = LoweredFile((), ())
    for _ in range(3000):
        file = LoweredFile((file,), ())  # type: ignore[arg-type]
    assert lowered_json.write(file) is None
    assert lowered_json.read("[" * 100_000 + "]" * 100_000) is None


SAMPLE = json.loads(
    lowered_json.write(lowered(SourceText.of("a.b('c', d=1)\nif x: raise y\n"))) or ""
)
SCALARS = st.none() | st.booleans() | st.integers(-2, 60) | st.floats() | st.text(max_size=3)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=2),
)


@given(st.text() | st.binary().map(repr) | JSON.map(json.dumps))
def test_other_text_is_not_believed(text: str) -> None:
    assert lowered_json.read(text) is None


@given(st.data())
def test_one_other_value_is_noticed_or_fits(data: st.DataObject) -> None:
    """Whatever is read can be written again: it holds nothing but what fields are said to hold."""
    changed = json.loads(json.dumps(SAMPLE))
    place = changed
    while True:
        index = data.draw(st.integers(0, len(place) - 1))
        if not isinstance(place[index], list) or not place[index] or data.draw(st.booleans()):
            break
        place = place[index]
    place[index] = data.draw(JSON)
    read = lowered_json.read(json.dumps(changed))
    if read is not None:
        assert lowered_json.write(read) == json.dumps(changed, separators=(",", ":"))
