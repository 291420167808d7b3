"""What holds for the fix of every INVALID example of the rules' tests."""

import ast
import importlib.util
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tclsp.checker.applied_edits import applied
from tclsp.rules.finding import Edit, Finding
from tclsp.rules.fixes.context import FixContext
from tclsp.rules.registry import RULES, with_fix
from tclsp.source.text import SourceText
from tests.rules.examples import catalog, facts_of, findings, whole

WITH_FIX = {rule.code for rule in RULES if rule.fix is not None} | {"TCL301"}
FORMS: dict[str, Callable[[str], str]] = {
    "plain": lambda code: code,
    "crlf": lambda code: code.replace("\n", "\r\n"),
    "tabs": lambda code: code.replace("    ", "\t"),
    "chinese": lambda code: f"# 中文 😀\n{code}",
}


def examples() -> Iterator[tuple[str, str]]:
    """Yield the rules and their INVALID examples, without marks."""
    for path in sorted(Path(__file__).parent.glob("test_tcl*.py")):
        code = path.stem.split("_")[1].upper()
        if code not in WITH_FIX:
            continue
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        invalid = getattr(module, "INVALID", ())
        for example in invalid.values() if isinstance(invalid, dict) else invalid:
            if isinstance(example, str):
                yield code, whole(example).replace("«", "").replace("»", "")
    for rule in RULES:
        if rule.fix is not None:
            yield rule.code, textwrap.dedent(rule.bad)


EXAMPLES = list(examples())


def fixed_findings(text: str, code: str) -> list[Finding]:
    source = SourceText.of(text)
    context = FixContext(source, facts_of(text), catalog())
    return [with_fix(finding, context) for finding in findings(text, code)]


def first_fixed(text: str, code: str) -> tuple[str, list[Edit]] | None:
    """Return a text with its first fix, and the edits of that."""
    for finding in fixed_findings(text, code):
        if finding.fix is not None:
            return with_edits(text, list(finding.fix.edits)), list(finding.fix.edits)
    return None


def with_edits(text: str, edits: list[Edit]) -> str:
    return applied(text.encode(), edits).decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_a_fixed_example_parses_and_passes_and_is_stable(
    code: str, example: str, form: str
) -> None:
    text = FORMS[form](example)
    count = len(findings(text, code))
    while (fixed := first_fixed(text, code)) is not None:
        text, _ = fixed
        ast.parse(text)
        left = len(findings(text, code))
        assert left < count, text
        count = left
        if form == "crlf":
            assert "\n" not in text.replace("\r\n", "")


def test_most_examples_have_a_fix() -> None:
    with_one = {code for code, example in EXAMPLES if first_fixed(example, code)}
    assert with_one >= WITH_FIX - {"TCL301"}


def test_a_fix_for_a_code_is_chosen_by_a_person() -> None:
    found = [
        finding.fix
        for code, example in EXAMPLES
        if code == "TCL301"
        for finding in fixed_findings(example, code)
        if finding.fix is not None
    ]
    assert found
    assert not any(fix.fix_all or fix.safe for fix in found)
