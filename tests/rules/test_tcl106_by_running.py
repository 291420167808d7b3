"""TCL106 against the truth: what it reports never matches when the handler is run.

Handlers are made up, run for every code and every outcome of their other conditions, and each
literal that ever matched is noted. None of those may be reported.
"""

import itertools
import textwrap
from collections.abc import Iterator

from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.examples import PRELUDE, findings

CODES = (
    "InternalError",
    "InternalError.Db",
    "ResourceNotFound",
    "ResourceNotFound.Instance",
    "ResourceInUse",
)
PREFIXES = ("Internal", "InternalError", "Resource", "ResourceNotFound", "ResourceNotFound.")
FLAGS = ("a", "b")


@frozen
class Comparison:
    """A comparison of the code."""

    operator: str
    literal: str

    def shown(self) -> str:
        """Return it as the handler has it."""
        match self.operator:
            case "startswith":
                return f'e.code.startswith("{self.literal}")'
            case "in":
                return f'"{self.literal}" in e.code'
            case "family":
                return f'e.code.split(".")[0] == "{self.literal.rstrip(".")}"'
        return f'e.code {self.operator} "{self.literal}"'

    def matches(self, code: str) -> bool:
        """Tell whether its literal matches a code."""
        match self.operator:
            case "startswith":
                return code.startswith(self.literal)
            case "in":
                return self.literal in code
            case "family":
                return code.split(".")[0] == self.literal.rstrip(".")
        return code == self.literal


TESTS = st.builds(
    Comparison, st.sampled_from(["==", "!=", "startswith", "in", "family"]), st.sampled_from(CODES)
) | st.builds(Comparison, st.sampled_from(["startswith", "in"]), st.sampled_from(PREFIXES))
CONDITIONS = st.recursive(
    TESTS | st.sampled_from(FLAGS),
    lambda inner: (
        st.tuples(st.just("not"), inner)
        | st.tuples(inner, st.just("and"), inner)
        | st.tuples(inner, st.just("or"), inner)
    ),
    max_leaves=3,
)
LEAVES = st.sampled_from(["return 1", "raise", "pass", "log(e)"])
BLOCKS = st.recursive(
    LEAVES.map(lambda leaf: [leaf]),
    lambda inner: st.lists(
        LEAVES | st.tuples(CONDITIONS, inner, inner | st.none()), min_size=1, max_size=3
    ),
    max_leaves=8,
)


class Printer:
    """Writes a handler, as it is shown and as it is run; tests are numbered in order."""

    def __init__(self, *, run: bool) -> None:
        self.run = run
        self.tests: list[Comparison] = []

    def condition(self, node: object) -> str:
        if isinstance(node, Comparison):
            self.tests.append(node)
            return f"test({len(self.tests) - 1})" if self.run else node.shown()
        if isinstance(node, tuple) and len(node) == 2:
            return f"not ({self.condition(node[1])})"
        if isinstance(node, tuple):
            return f"({self.condition(node[0])} {node[1]} {self.condition(node[2])})"
        return str(node)

    def block(self, nodes: list[object]) -> Iterator[str]:
        for node in nodes:
            if not isinstance(node, tuple):
                yield str(node)
                continue
            condition, body, orelse = node
            yield f"if {self.condition(condition)}:"
            yield from ("    " + line for line in self.block(body))
            if orelse is not None:
                yield "else:"
                yield from ("    " + line for line in self.block(orelse))


def matched_when_run(nodes: list[object]) -> set[int]:
    """Return the numbers of the tests whose literal matches for some code and flags."""
    printer = Printer(run=True)
    body = "\n".join(printer.block(nodes)).replace("raise", "return 2")
    source = f"def handler(test, a, b, log, e):\n{textwrap.indent(body, '    ')}"
    scope: dict[str, object] = {}
    exec(source, scope)  # noqa: S102 - a handler that was just made up
    matched: set[int] = set()
    for code, a, b in itertools.product(CODES, (False, True), (False, True)):

        def test(number: int, code: str = code) -> bool:
            found = printer.tests[number]
            if found.matches(code):
                matched.add(number)
            return found.matches(code) is not (found.operator == "!=")

        scope["handler"](test, a, b, print_nothing, None)  # type: ignore[operator]
    return matched


def print_nothing(_: object) -> None:
    """Stand in for the log."""


@settings(max_examples=300, deadline=None)
@given(BLOCKS)
def test_what_is_reported_never_matches(nodes: list[object]) -> None:
    printer = Printer(run=False)
    body = "\n".join(printer.block(nodes))
    head = "def find(a, b):\n    try:\n        client.DescribeInstances(request)\n"
    code = f"{PRELUDE}\n{head}    except TencentCloudSDKException as e:\n"
    whole = code + textwrap.indent(body, " " * 8) + "\n"
    data = whole.encode()
    literals = [i for i in range(len(data)) if data.startswith(b'"', i)]
    start = len(code.encode())
    # Every test has one literal; `split(".")` has a text of its own before it.
    places = [i for i in literals[::2] if i >= start and data[i : i + 3] != b'"."']
    assert len(places) == len(printer.tests)
    matched = matched_when_run(nodes)
    for finding in findings(whole, "TCL106"):
        number = places.index(finding.span.start)
        assert number not in matched, f"{printer.tests[number]}\n{whole}"
