"""What is kept of a file in the cache comes back whole, on every version of Python."""

from pathlib import Path

import pytest

from tclsp.analysis.lowered import LoweredFile, lower_file
from tclsp.analysis.options import AnalysisOptions
from tclsp.checker import lowered_json
from tclsp.source.outline import outline
from tclsp.source.text import SourceText
from tclsp.source.ties import Ties

SAMPLE_APP = Path(__file__).parent.parent.parent / "fixtures" / "sample_app"

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


def lowered(data: bytes) -> LoweredFile:
    source = SourceText.decode(data)
    return lower_file(source, outline(source), AnalysisOptions(), Ties(wanted=None))


def assert_comes_back(file: LoweredFile) -> None:
    text = lowered_json.write(file)
    assert text is not None
    back = lowered_json.read(text)
    assert back is not None, "what was written is refused"
    assert lowered_json.write(back) == text


@pytest.mark.parametrize("path", sorted(SAMPLE_APP.glob("*.py")), ids=lambda path: path.name)
def test_the_sample_application_comes_back(path: Path) -> None:
    assert_comes_back(lowered(path.read_bytes()))


def test_every_kind_of_code_comes_back() -> None:
    file = lowered(EVERY_KIND_OF_CODE.encode())
    assert not file.gaps
    assert_comes_back(file)
