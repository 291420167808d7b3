import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tclsp.catalog.store import Catalog
from tclsp.cli import codes
from tclsp.report.cells import cells_of
from tests.cli.catalog_run import run_command, run_process


@pytest.fixture
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


pytestmark = pytest.mark.usefixtures("_english")


def table(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert run_command(codes, *words) == 0
    return capsys.readouterr().out.splitlines()


def objects(capsys: pytest.CaptureFixture[str], *words: str) -> list[Any]:
    assert run_command(codes, *words, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list)
    return found


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run_command(codes, *words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def test_the_table_says_who_answers_a_code_and_what_it_means(
    capsys: pytest.CaptureFixture[str],
) -> None:
    heading, row = table(capsys, "InstanceIdMalformed", "--service", "vpc")

    assert heading.split() == ["code", "of", "description"]
    assert row.startswith("InvalidParameterValue.InstanceIdMalformed  3 services  ")
    assert row.endswith("instance ID.")


def test_columns_begin_at_the_same_cell_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    heading, *rows = table(capsys, "--family", "AuthFailure", "--language", "zh")

    assert heading.split() == ["错误码", "来源", "说明"]
    column = cells_of(heading[: heading.index("来源")])
    origins = [row for row in rows if "  公共  " in row]
    assert len(origins) == 7
    assert {cells_of(row[: row.index("公共")]) for row in origins} == {column}


def test_a_missing_english_text_is_the_chinese_one_and_marked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, row = table(capsys, "AuthFailure.TokenExpired")

    assert row.split()[2] == "[zh]"


def test_a_common_code_is_described_by_our_guidance(capsys: pytest.CaptureFixture[str]) -> None:
    guidance = Catalog.open().guidance("AuthFailure.SignatureExpire")
    assert guidance is not None

    assert guidance.meaning.en in "\n".join(table(capsys, "AuthFailure.SignatureExpire"))


def test_a_service_describes_its_codes_itself(capsys: pytest.CaptureFixture[str]) -> None:
    code = "InvalidParameterValue.InstanceIdMalformed"
    rows = [table(capsys, code, "--service", service)[1] for service in ("lighthouse", "cvm")]

    assert rows[0] != rows[1]


def test_filters_narrow_each_other_down(capsys: pytest.CaptureFixture[str]) -> None:
    found = objects(capsys, "malformed", "--service", "cvm", "--family", "InvalidParameterValue")

    assert "InvalidParameterValue.InstanceIdMalformed" in [code["code"] for code in found]
    for code in found:
        assert code["family"] == "InvalidParameterValue"
        assert "cvm" in [definition["service"] for definition in code["services"]]


def test_a_text_is_found_in_any_case_and_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    lower = table(capsys, "signatureexpire")

    assert lower == table(capsys, "SIGNATUREEXPIRE")
    assert len(table(capsys, "实例ID")) > 10


def test_an_action_can_answer_common_codes_and_those_of_its_service(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = {code["code"]: code["kind"] for code in objects(capsys, "--action", "SendSms")}

    assert found["AuthFailure.SignatureExpire"] == "common"
    assert found["IpInBlacklist"] == "gateway"
    assert found["LimitExceeded.PhoneNumberDailyLimit"] == "service"
    assert "InvalidParameterValue.InstanceIdMalformed" not in found


def test_a_service_is_known_by_its_name_in_the_api(capsys: pytest.CaptureFixture[str]) -> None:
    assert table(capsys, "--service", "as") == table(capsys, "--service", "autoscaling")


def test_json_holds_every_code_in_the_documented_form(capsys: pytest.CaptureFixture[str]) -> None:
    found = objects(capsys)

    assert [code["code"] for code in found] == [code.code for code in Catalog.open().codes()]
    texts = {"en", "zh"}
    for code in found:
        assert list(code) == ["code", "family", "kind", "services", "description"]
        assert code["family"] == code["code"].split(".")[0]
        assert code["kind"] in ("common", "gateway", "service", "client")
        assert set(code["description"]) == texts
        for definition in code["services"]:
            assert list(definition) == ["service", "version", "constant", "description"]
            assert set(definition["description"]) == texts


def test_every_code_is_listed_quickly() -> None:
    before = os.times()
    assert run_process("codes", "--format", "json").stdout.count(b"\n") > 12_793
    after = os.times()

    used = after.children_user + after.children_system
    assert used - before.children_user - before.children_system < 1.5


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (["--service", "cvmm"], "no service is called cvmm; the nearest is cvm"),
        (["--service", "CVM"], "the nearest is cvm"),
        (["--family", "authfailure"], "no family is called authfailure; the nearest is AuthFail"),
        (["--action", "RunInstance"], "no action is called RunInstance; the nearest is RunInst"),
        (
            ["--action", "sendsms", "--service", "sms"],
            "no action of sms is called sendsms; the nearest is SendSms",
        ),
        (["--action", "SendSms", "--service", "cvm"], "cvm has no action SendSms; look in ic, sms"),
        (["--service", "\x1b[31m"], "no service is called \\x1b[31m"),
    ],
)
def test_an_unknown_name_gets_the_nearest(
    words: list[str], nearest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = refusal(capsys, *words)

    assert sentence.startswith("tclsp: ")
    assert nearest in sentence
    assert sentence.count("\n") == 1


def test_no_match_is_said_and_exits_like_grep(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(codes, "no such text") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "tclsp: no error code fits; leave out a filter, or try a shorter text\n"

    assert run_command(codes, "no such text", "--format", "json") == 1
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_the_console_may_lack_characters(encoding: str) -> None:
    words = ("codes", "--family", "AuthFailure", "--language", "zh")
    environment = {"PYTHONIOENCODING": encoding}
    shown = run_process(*words, environment=environment)
    as_json = run_process(*words, "--format", "json", environment=environment)

    assert (shown.returncode, shown.stderr) == (0, b"")
    assert ("公共" in shown.stdout.decode(encoding)) == (encoding != "ascii")
    assert json.loads(as_json.stdout.decode(encoding))[0]["description"]["zh"]


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tclsp", "codes"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait()
