"""What holds for the fix of every INVALID example of the rules' tests."""

import ast
import codecs
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
FORMS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda code: code.encode(),
    "crlf": lambda code: code.replace("\n", "\r\n").encode(),
    "tabs": lambda code: code.replace("    ", "\t").encode(),
    "chinese": lambda code: f"# 中文 😀\n{code}".encode(),
    "bom": lambda code: codecs.BOM_UTF8 + code.encode(),
    "gbk": lambda code: f"# coding: gbk\n# 中文\n{code}".replace("😀", "").encode("gbk"),
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


def rows_of(source: SourceText, edits: list[Edit]) -> set[int]:
    """Return the lines that edits touch, from 0."""
    return {
        row - 1
        for edit in edits
        for row in range(source.row_of(edit.span.start), source.row_of(edit.span.end) + 1)
    }


def is_kept(lines: list[bytes], kept_in: list[bytes]) -> bool:
    """Tell whether lines are found in this order among others."""
    rest = iter(kept_in)
    return all(line in rest for line in lines)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_a_fixed_example_parses_and_passes_and_differs_nowhere_else(
    code: str, example: str, form: str
) -> None:
    data = FORMS[form](example)
    source = SourceText.decode(data)
    count = len(findings(source.text, code))
    while (found := first_fixed(source.text, code)) is not None:
        text, edits = found
        ast.parse(text)
        left = len(findings(text, code))
        assert left < count, text
        count = left
        fixed = source.encode(text.encode())
        touched = rows_of(source, edits)
        lines = data.splitlines(keepends=True)
        untouched = [line for row, line in enumerate(lines) if row not in touched]
        assert is_kept(untouched, fixed.splitlines(keepends=True))
        assert (form == "crlf") == (b"\r\n" in fixed) == (b"\n" not in fixed.replace(b"\r\n", b""))
        data, source = fixed, SourceText.decode(fixed)


@pytest.mark.parametrize("form", ["crlf", "tabs", "bom", "gbk"])
@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_a_fix_does_not_hang_on_how_the_file_is_written(code: str, example: str, form: str) -> None:
    plain = first_fixed(example, code)
    if form == "tabs" and "\n    " not in example:
        pytest.skip("nothing is indented")
    source = SourceText.decode(FORMS[form](example))
    found = first_fixed(source.text, code)
    assert (plain is None) == (found is None)
    if plain is not None and found is not None:
        assert source.encode(found[0].encode()) == FORMS[form](plain[0])


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
