"""Comments that silence findings, and what is said of those that silence nothing."""

from collections.abc import Collection

import pytest

from tclsp.catalog.text import Text
from tclsp.checker.suppressions import find_suppressions, silence, unused_suppressions
from tclsp.rules.finding import Finding
from tclsp.rules.registry import RULES
from tclsp.source.outline import outline
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

ALL = frozenset(rule.code for rule in RULES)


class Silenced:
    """What remains of findings in a text: one of TCL201 and TCL104 at each `FAULT`."""

    def __init__(
        self,
        text: str,
        enabled: Collection[str] = ALL,
        codes: tuple[str, ...] = ("TCL201",),
        gaps: tuple[Span, ...] = (),
    ) -> None:
        self.source = SourceText.decode(text.encode())
        suppressions = find_suppressions(self.source, outline(self.source))
        raised = [_fault(code, place) for place in _places(text) for code in codes]
        kept = silence(raised, suppressions, self.source)
        self.kept = [(finding.code, self._row(finding)) for finding in kept]
        self._unused = list(unused_suppressions(suppressions, self.source, enabled, gaps))
        self.unused = [(self._row(finding), finding.message.en) for finding in self._unused]

    def _row(self, finding: Finding) -> int:
        return self.source.position(finding.span.start).row

    @property
    def fixed(self) -> str:
        """The text with the fixes for unused suppressions applied."""
        data = self.source.utf8
        edits = [edit for f in self._unused if f.fix for edit in f.fix.edits]
        for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
            data = data[: edit.span.start] + edit.replacement.encode() + data[edit.span.end :]
        return data.decode()


def _places(text: str) -> list[int]:
    data = text.encode()
    return [place for place in range(len(data)) if data.startswith(b"FAULT", place)]


def _fault(code: str, place: int) -> Finding:
    return Finding(code, Span(place, place + 5), Text("wrong", "错"), Text("mend", "改"))


IDLE = "`TCL201` is not reported here; naming it suppresses nothing"


@pytest.mark.parametrize(
    "line",
    [
        "FAULT()  # tclsp: ignore[TCL201]",
        "FAULT()  # tclsp: ignore[TCL201] the reason",
        "FAULT()  # tclsp: ignore[TCL201]: 原因",
        "FAULT()  # tclsp: ignore[ TCL104, TCL201 ]",
        "FAULT()  # tclsp: ignore[request-id-not-logged]",
        "FAULT()  # tclsp:ignore[tcl201]",
        "FAULT()  # tclsp: ignore",
        "FAULT()  # tclsp: ignore the whole line",
        "FAULT()  # noqa: E501  # tclsp: ignore[TCL201]  # pragma: no cover",
        "x = '# tclsp: ignore[TCL1]'; FAULT()  # tclsp: ignore[TCL201]",
        "if FAULT():  # tclsp: ignore[TCL201]\n    pass",
        "f(\n    1,\n    FAULT(),\n    2,  # tclsp: ignore[TCL201]\n)",
        "f(\n    FAULT(),\n)  # tclsp: ignore[TCL201]",
        "f(  # tclsp: ignore[TCL201]\n    FAULT(),\n)",
        "# tclsp: ignore-file[TCL201]\nx = 1\nFAULT()",
        "FAULT()\n# tclsp: ignore-file",
    ],
)
def test_silenced(line: str) -> None:
    assert Silenced(line + "\n", enabled={"TCL201", "TCL001"}).kept == []


@pytest.mark.parametrize(
    "line",
    [
        "FAULT()  # tclsp: ignore[TCL104]",
        "# tclsp: ignore[TCL201]\nFAULT()",
        "FAULT()\nx = 1  # tclsp: ignore[TCL201]",
        "FAULT(); x = '''\n# tclsp: ignore[TCL201]\n'''",
        "FAULT('# tclsp: ignore[TCL201]')",
        "if x:  # tclsp: ignore[TCL201]\n    FAULT()",
        "FAULT()  # see '# tclsp: ignore[TCL201]'",
        "FAULT()  # tclsp: the checker",
        "FAULT()  # tclsp ignores this",
        "FAULT()  # tclsp: ignore TCL201",
        "FAULT()  # tclsp: ignore[TCL201",
        "FAULT()  # tclsp: ignore[]",
        "FAULT()  # tclsp: ignroe[TCL201]",
        "FAULT()  # tclsp ignore[TCL201]",
    ],
)
def test_not_silenced(line: str) -> None:
    assert ("TCL201", 1) in Silenced(line + "\n").kept or ("TCL201", 2) in Silenced(line).kept


def test_only_the_named_rules_are_silenced() -> None:
    found = Silenced("FAULT()  # tclsp: ignore[TCL201]\n", codes=("TCL104", "TCL201"))
    assert found.kept == [("TCL104", 1)]
    assert found.unused == []


def test_a_suppression_that_silences_nothing_is_reported() -> None:
    found = Silenced("x = 1  # tclsp: ignore[TCL201] reason\ny = 2\n")
    assert found.unused == [(1, IDLE)]
    assert found.fixed == "x = 1\ny = 2\n"


def test_a_rule_that_does_not_run_says_nothing_about_its_suppressions() -> None:
    text = "x = 1  # tclsp: ignore[TCL201]\ny = 1  # tclsp: ignore\n"
    assert Silenced(text, enabled=ALL - {"TCL201"}).unused == []


def test_a_part_that_was_not_analysed_keeps_its_suppressions() -> None:
    text = "x = 1  # tclsp: ignore[TCL201]\n# tclsp: ignore-file[TCL104]\n"
    assert Silenced(text, gaps=(Span(0, 5),)).unused == []


def test_the_comment_that_is_left_without_rules_goes_with_its_line() -> None:
    assert Silenced("x = 1\n    # tclsp: ignore[TCL201]\ny = 2\n").fixed == "x = 1\ny = 2\n"


def test_only_the_idle_rules_are_taken_from_a_list() -> None:
    found = Silenced("FAULT()  # tclsp: ignore[TCL104, TCL201, TCL202] why\n")
    assert found.unused == [
        (1, "`TCL104`, `TCL202` are not reported here; naming them suppresses nothing")
    ]
    assert found.fixed == "FAULT()  # tclsp: ignore[TCL201] why\n"


def test_the_comments_of_other_tools_stay() -> None:
    first = "x = 1  # tclsp: ignore[TCL201]  # noqa: E501\n"
    assert Silenced(first).fixed == "x = 1  # noqa: E501\n"
    last = "x = 1  # noqa: E501  # tclsp: ignore[TCL201]\r\n"
    assert Silenced(last).fixed == "x = 1  # noqa: E501\r\n"


def test_a_rule_that_does_not_exist_is_reported() -> None:
    found = Silenced("FAULT()  # tclsp: ignore[TCL201, TCL999]\n")
    assert found.unused == [(1, "There is no rule `TCL999`")]
    assert found.fixed == "FAULT()  # tclsp: ignore[TCL201]\n"


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("# tclsp: ignore TCL201", "must have its rules in brackets"),
        ("# tclsp: ignore: TCL201", "must have its rules in brackets"),
        ("# tclsp: ignore[TCL201", "lacks its `]`"),
        ("# tclsp: ignore[]", "names no rule between the brackets"),
        ("# tclsp: ignroe[TCL201]", "`ignroe` is not known"),
        ("# tclsp ignore[TCL201]", "lacks its colon"),
    ],
)
def test_a_comment_that_cannot_be_read_is_reported(comment: str, fault: str) -> None:
    ((row, message),) = Silenced(f"x = 1  {comment}\n").unused
    assert row == 1
    assert message.startswith(f"This `tclsp` comment {fault}")


def test_the_report_on_a_suppression_can_be_silenced_itself() -> None:
    assert Silenced("x = 1  # tclsp: ignore[TCL001, TCL201] generated\n").unused == []
    assert Silenced("# tclsp: ignore-file[TCL001]\nx = 1  # tclsp: ignore[TCL201]\n").unused == []
    assert len(Silenced("x = 1  # tclsp: ignore\n").unused) == 1
