"""The settings of the client: both spellings, what is wrong is told, and the rest counts."""

import pytest

from tclsp.checker.settings import Settings
from tclsp.server.options import EditorOptions, read_options


def test_both_spellings_mean_the_same() -> None:
    options, problems = read_options({"knownCodes": ["A.B"], "extend-select": ["TCL103"]})
    assert problems == []
    applied = options.applied_to(Settings(language="zh", known_codes=("C.D",)))
    assert (applied.known_codes, applied.extend_select) == (("A.B",), ("TCL103",))
    assert applied.language == "zh", "what the client does not set stays"


def test_keys_of_the_editor_alone() -> None:
    sent = {"debounce": 0, "inlayHints": True, "codeLens": True, "interpreter": "/x/python"}
    options, problems = read_options(sent)
    assert problems == []
    assert options == EditorOptions(
        inlay_hints=True, code_lenses=True, debounce_ms=0, interpreter="/x/python"
    )


@pytest.mark.parametrize("sent", [None, 7, [], "x", {"trace": {"server": "off"}, "ignore": None}])
def test_what_says_nothing_sets_nothing(sent: object) -> None:
    assert read_options(sent) == (EditorOptions(), [])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"debounce": "soon"}, "tclsp.debounce: `debounce` must be a number of milliseconds"),
        ({"debounce": -1}, "tclsp.debounce: `debounce` must be a number of milliseconds"),
        ({"inlayHints": 1}, "tclsp.inlay-hints: `inlay-hints` must be true or false"),
        ({"select": "TCL104"}, "tclsp.select: `select` must be a list of strings"),
        ({"select": ["TCL999"]}, "tclsp.select: unknown rule `TCL999`"),
        ({"knownCode": []}, "did you mean `known-codes`?"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_counts(sent: dict[str, object], said: str) -> None:
    options, (problem,) = read_options({**sent, "language": "zh"})
    assert said in problem
    assert options.applied_to(Settings()) == Settings(language="zh")
