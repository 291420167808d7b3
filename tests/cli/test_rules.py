"""`tclsp rules`: all rules in a table or as JSON."""

import json

import pytest

from tclsp.cli import rules
from tclsp.rules.registry import RULES
from tests.cli.catalog_run import run_command


def test_every_rule_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(rules, "--language", "en") == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.split() == ["code", "name", "severity", "default", "reports"]
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]
    off = [line.split()[0] for line in lines if line.split()[3] == "off"]
    assert off == [rule.code for rule in RULES if not rule.default]


def test_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(rules, "--language", "zh") == 0
    assert RULES[0].summary.zh in capsys.readouterr().out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(rules, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [rule["code"] for rule in found] == [rule.code for rule in RULES]
    assert set(found[0]["summary"]) == {"en", "zh"}
