"""Which rules run."""

import pytest

from tclsp.checker.selection import enabled_rules, severity_of, unknown_selector
from tclsp.checker.settings import Settings
from tclsp.rules.registry import RULES, rule


def enabled(settings: Settings, path: str = "app.py", *, is_test: bool = False) -> frozenset[str]:
    return enabled_rules(settings, path, is_test=is_test)


def test_without_settings_the_default_rules_run() -> None:
    assert enabled(Settings()) == {rule.code for rule in RULES if rule.default}


def test_rules_are_selected_by_code_prefix_and_name() -> None:
    assert enabled(Settings(select=("TCL104",))) == {"TCL104"}
    assert enabled(Settings(select=("swallowed-error",))) == {"TCL104"}
    assert enabled(Settings(select=("TCL2",))) >= {"TCL201", "TCL202"}
    assert enabled(Settings(select=("TCL",))) == {rule.code for rule in RULES}


def test_the_more_specific_selector_wins() -> None:
    assert "TCL104" not in enabled(Settings(select=("TCL1",), ignore=("TCL104",)))
    assert "TCL104" in enabled(Settings(select=("TCL104",), ignore=("TCL1",)))
    assert "TCL104" not in enabled(Settings(select=("TCL104",), ignore=("swallowed-error",)))


def test_rules_are_left_out_of_files_that_match() -> None:
    settings = Settings(per_file_ignores={"scripts/": ("TCL2",), "*_demo.py": ("TCL104",)})
    assert "TCL201" not in enabled(settings, "scripts/run.py")
    assert "TCL201" in enabled(settings, "app/run.py")
    assert "TCL104" not in enabled(settings, "app/a_demo.py")


def test_on_tests_only_the_rules_about_codes_and_answers_run() -> None:
    on_tests = enabled(Settings(), is_test=True)
    assert {"TCL301", "TCL302", "TCL001"} <= on_tests
    assert not {"TCL104", "TCL107", "TCL201", "TCL202"} & on_tests
    assert enabled(Settings(check_tests=True), is_test=True) == enabled(Settings())


@pytest.mark.parametrize("selector", ["TCL", "TCL1", "TCL104", "swallowed-error"])
def test_selectors_that_exist(selector: str) -> None:
    assert unknown_selector(selector) is None


@pytest.mark.parametrize("selector", ["TCL9", "TC", "", "E501", "swallowed", "tcl104"])
def test_selectors_that_do_not_exist(selector: str) -> None:
    assert (unknown_selector(selector) or "").startswith(f"unknown rule `{selector}`")


def test_a_case_that_differs_is_said() -> None:
    assert unknown_selector("tcl104") == "unknown rule `tcl104`; did you mean `TCL104`?"


def test_the_severity_can_be_set() -> None:
    swallowed = rule("TCL104")
    assert swallowed is not None
    assert severity_of(swallowed, {}) == swallowed.severity
    assert severity_of(swallowed, {"TCL1": "hint"}) == "hint"
    assert severity_of(swallowed, {"swallowed-error": "error", "TCL1": "hint"}) == "error"
    assert severity_of(swallowed, {"TCL2": "hint"}) == swallowed.severity
