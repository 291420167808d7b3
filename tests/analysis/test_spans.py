"""Every example of every rule, changed in its outer form: the places follow."""

import pytest

from tclsp.rules.finding import Finding
from tclsp.rules.registry import check, rule
from tclsp.rules.rule import RuleContext
from tests.analysis.test_odd_files import facts_of
from tests.rules import (
    test_tcl104_swallowed_error,
    test_tcl107_family_exact_match,
    test_tcl201_request_id_not_logged,
    test_tcl202_request_id_dropped,
    test_tcl301_unknown_code,
    test_tcl302_code_not_in_service,
    test_tcl404_message_matching,
)
from tests.rules.examples import catalog, whole

EXAMPLES = {
    f"{code} {name}": (code, example)
    for code, module in (
        ("TCL104", test_tcl104_swallowed_error),
        ("TCL107", test_tcl107_family_exact_match),
        ("TCL201", test_tcl201_request_id_not_logged),
        ("TCL202", test_tcl202_request_id_dropped),
        ("TCL301", test_tcl301_unknown_code),
        ("TCL302", test_tcl302_code_not_in_service),
        ("TCL404", test_tcl404_message_matching),
    )
    for name, example in module.INVALID.items()
}


def reported(data: bytes, code: str) -> list[str]:
    """Return the texts that a rule reports in a file's bytes, CRLF read as LF."""
    found = rule(code)
    assert found is not None
    findings = check(facts_of(data), RuleContext(catalog()), [found])
    text = data.removeprefix(b"\xef\xbb\xbf")
    return [_text(text, each) for each in sorted(findings, key=lambda each: each.span)]


def _text(data: bytes, finding: Finding) -> str:
    return data[finding.span.start : finding.span.end].decode().replace("\r\n", "\n")


@pytest.mark.parametrize(("code", "example"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_spans_follow_the_outer_form(code: str, example: str) -> None:
    marked = whole(example)
    plain = marked.replace("«", "").replace("»", "")
    expected = [part.split("»")[0] for part in marked.split("«")[1:]]
    assert reported(plain.replace("\n", "\r\n").encode(), code) == expected
    assert reported(b"\xef\xbb\xbf" + plain.encode(), code) == expected
    assert reported(f"# 错误😀\n\f\n{plain}".encode(), code) == expected
    assert reported(f"{plain}\ndef broken(:\n".encode(), code) == expected
