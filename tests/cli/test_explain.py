import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tclsp.catalog.store import Catalog
from tclsp.cli import explain
from tclsp.report.cells import cells_of
from tclsp.report.page import WIDEST
from tests.cli.catalog_run import run_command, run_process

SAMPLES = Path(__file__).parents[2] / "fixtures" / "answers"


@pytest.fixture
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


pytestmark = pytest.mark.usefixtures("_english")


def page(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run_command(explain, *words) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def as_object(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    run_command(explain, *words, "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def one_line(text: str) -> str:
    return " ".join(text.split())


class TestCode:
    def test_a_common_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        guidance = Catalog.open().guidance("AuthFailure.SignatureExpire")
        assert guidance is not None

        text = one_line(page(capsys, "AuthFailure.SignatureExpire"))

        assert text.startswith(
            "AuthFailure.SignatureExpire common code: any action of any service can answer it "
            f"meaning {guidance.meaning.en} causes {guidance.causes.en} "
            f"what to do {guidance.remedy.en} retry only after a fix: "
        )
        assert "defined by ivld, ocr, wedata" in text
        assert "see also AuthFailure.SignatureFailure, " in text

    def test_the_same_in_chinese(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = page(capsys, "AuthFailure.SignatureExpire", "--language", "zh")

        labels = [line.split()[0] for line in text.splitlines()[3:] if line[0] != " "]
        assert labels == [
            "含义",
            "常见原因",
            "处理方法",
            "重试",
            "定义产品",
            "SDK",
            "相近错误码",
        ]

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_no_line_is_wider_than_a_page(
        self, language: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for code in ("RequestLimitExceeded", "ClientNetworkError", "FailedOperation"):
            lines = page(capsys, code, "--language", language).splitlines()
            assert max(map(cells_of, lines)) <= WIDEST

    def test_a_service_goes_before_our_guidance(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = one_line(page(capsys, "AuthFailure.SignatureExpire", "--service", "ocr"))

        assert "meaning Token expired in general " in text
        assert "defined by ocr, ivld" in text
        assert "tencentcloud.ocr.v20181119.errorcodes.AUTHFAILURE_SIGNATUREEXPIRE" in text

    def test_the_code_of_a_service_gets_the_advice_of_its_family(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = one_line(page(capsys, "LimitExceeded.PhoneNumberDailyLimit"))

        assert "code of a service meaning The number of SMS messages" in text
        assert "its family LimitExceeded: " in text
        assert "defined by sms in the SDK tencentcloud.sms.v20210111.errorcodes." in text

    def test_a_few_services_that_disagree_are_all_heard(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = page(capsys, "InvalidParameterValue.InstanceIdMalformed", "--language", "zh")

        for service in ("cvm: ", "lighthouse: ", "vpc: "):
            assert service in text

    def test_a_service_that_lacks_the_code_is_said(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = "InvalidParameterValue.InstanceIdMalformed"

        assert "redis does not define it." in page(capsys, code, "--service", "redis")

    def test_a_client_side_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = page(capsys, "ClientNetworkError")

        assert "raised by the SDK itself, without a RequestId" in text
        assert "defined by" not in text

    def test_a_bare_family_counts_its_subcodes(self, capsys: pytest.CaptureFixture[str]) -> None:
        count = len(Catalog.open().codes(family="FailedOperation")) - 1

        assert f"subcodes    {count:,}, listed by: tclsp codes --family FailedOperation" in page(
            capsys, "FailedOperation"
        )

    def test_a_family_that_is_no_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = page(capsys, "InvalidInstanceId")
        found = as_object(capsys, "InvalidInstanceId")

        assert "a family of codes" in text
        assert "InvalidInstanceId.NotFound" in text
        assert found["kind"] is None
        assert "InvalidInstanceId.NotFound" in found["near"]

    def test_a_missing_english_text_is_marked(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "meaning     [zh] " in page(capsys, "AuthFailure.TokenExpired")

    def test_a_text_that_only_repeats_the_code_is_none(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = "AuthFailure.IdentityNotFound"

        assert "含义        产品没有给出说明" in page(capsys, code, "--language", "zh")

    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = as_object(capsys, "AuthFailure.SignatureExpire", "--service", "ocr")

        assert list(found) == [
            "code",
            "family",
            "kind",
            "services",
            "description",
            "meaning",
            "causes",
            "remedy",
            "retry",
            "near",
        ]
        assert (found["family"], found["kind"]) == ("AuthFailure", "common")
        assert found["services"][0]["service"] == "ocr"
        assert found["meaning"]["en"] == "Token expired"
        assert found["causes"]["zh"]
        assert found["retry"] == "after-fix"
        assert "AuthFailure.SignatureFailure" in found["near"]

    def test_every_code_can_be_explained(self) -> None:
        from tclsp.catalog.explanation import described
        from tclsp.report.code_json import code_object

        catalog = Catalog.open()
        for code in catalog.codes():
            assert code_object(described(catalog, code))["code"] == code.code


class TestMisspelt:
    @pytest.mark.parametrize(
        ("word", "meant"),
        [
            ("authfailure.signatureexpire", "AuthFailure.SignatureExpire"),
            ("AuthFailure.SignatureExpired", "AuthFailure.SignatureExpire"),
            (
                "InvalidParameterValue.InstanceIdMalformd",
                "InvalidParameterValue.InstanceIdMalformed",
            ),
            ("InvalidInstanceID.NotFound", "InvalidInstanceId.NotFound"),
        ],
    )
    def test_the_nearest_is_named(
        self, word: str, meant: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_command(explain, word) == 1
        captured = capsys.readouterr()
        assert captured.err == f"tclsp: no error code is called {word}; the nearest is {meant}\n"
        assert captured.out.splitlines()[1].startswith(meant)

    def test_those_of_the_service_go_first(self, capsys: pytest.CaptureFixture[str]) -> None:
        catalog = Catalog.open()
        for service in ("cdb", "cvm", "redis"):
            found = as_object(capsys, "ResourceNotFound.InstanceMissing", "--service", service)
            assert service in catalog.services_defining(found["near"][0])

    def test_json_has_the_sentence(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(explain, "AuthFailur", "--format", "json") == 1
        found = json.loads(capsys.readouterr().out)

        assert found["code"] == "AuthFailur"
        nearest = found["near"][0]
        assert found["error"] == f"no error code is called AuthFailur; the nearest is {nearest}"

    def test_nothing_is_like_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(explain, "xyzzy") == 1
        captured = capsys.readouterr()
        assert captured.err == "tclsp: no error code is called xyzzy, and none is like it\n"
        assert captured.out == ""

    def test_an_unknown_service(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(explain, "FailedOperation", "--service", "cvmm") == 2
        assert capsys.readouterr().err == "tclsp: no service is called cvmm; the nearest is cvm\n"


class TestRule:
    @pytest.mark.parametrize("word", ["TCL104", "tcl104", "swallowed-error"])
    def test_by_code_and_by_name(self, word: str, capsys: pytest.CaptureFixture[str]) -> None:
        text = page(capsys, word)

        assert text.startswith("TCL104 swallowed-error\nwarning, on by default\n\nreports  ")
        assert "\nbad       " in text
        assert "\n              try:\n" in text

    def test_in_chinese(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = page(capsys, "TCL104", "--language", "zh")

        assert "\n错误示例  " in text
        assert "默认开启" in text

    def test_every_rule_has_its_page(self, capsys: pytest.CaptureFixture[str]) -> None:
        from tclsp.rules.registry import RULES

        for rule in RULES:
            found = as_object(capsys, rule.code)
            assert (found["code"], found["name"]) == (rule.code, rule.name)
            assert rule.name in page(capsys, rule.name)

    def test_an_unknown_rule_gets_the_known_ones(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(explain, "tcl999") == 1
        sentence = capsys.readouterr().err
        assert sentence.startswith("tclsp: no rule is called tcl999; there are TCL001, TCL002, ")


class TestAnswer:
    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
    def test_the_samples(
        self, path: Path, language: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        answer = json.loads(path.read_text(encoding="utf-8"))
        inner = answer.get("Response", answer)
        text = page(capsys, str(path), "--language", language)

        assert inner.get("RequestId", "RequestId") in text
        assert inner.get("Error", {}).get("Code", "") in text

    def test_a_success(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert page(capsys, str(SAMPLES / "describe-instances-status.json")) == (
            "The call succeeded.\n\nRequestId  6f0a7c52-3b1e-4d0b-9a55-21d5c1f7e9a4\n"
        )

    def test_a_failure(self, capsys: pytest.CaptureFixture[str]) -> None:
        lines = page(capsys, str(SAMPLES / "account-limit-exceeded.json")).splitlines()

        assert lines[:5] == [
            "The call failed: RequestLimitExceeded.UinLimitExceeded",
            "code of the API gateway: any service can answer it",
            "",
            "message     The account sent more than 100 requests in the last second.",
            "RequestId   04c9a6de-5a37-4f21-8e0d-7bb2d90e4c18 (quote it to support)",
        ]
        assert "retry       yes: " in "\n".join(lines)

    def test_a_code_that_the_catalogue_lacks(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = page(capsys, str(SAMPLES / "unknown-code.json"))

        assert "The catalogue does not know this code; it may be newer." in text
        assert "its family  ResourceUnavailable: " in text
        assert "9c65d1e2-f0b3-48a7-9d6e-0a8f4b7c2e51" in text

    def test_a_failure_without_request_id(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = page(capsys, str(SAMPLES / "network-error.json"))

        assert "RequestId   none: the answer is incomplete, or no request was sent" in text

    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        failure = as_object(capsys, str(SAMPLES / "signature-expired.json"))
        success = as_object(capsys, str(SAMPLES / "describe-instances-status.json"))
        unknown = as_object(capsys, str(SAMPLES / "unknown-code.json"))

        assert list(failure) == ["success", "code", "message", "requestId", "explanation", "near"]
        assert failure["explanation"]["retry"] == "after-fix"
        assert (success["success"], success["code"]) == (True, None)
        assert (unknown["success"], unknown["explanation"]) == (False, None)
        assert unknown["near"]

    @pytest.mark.parametrize("output", ["text", "json"])
    def test_a_message_cannot_command_the_terminal(
        self, output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        evil = "\x1b[2Jgone\r\x9b31m\u202etxt\u2028\ud800"
        path = tmp_path / "answer.json"
        path.write_text(
            json.dumps({"Error": {"Code": f"No{evil}", "Message": evil}, "RequestId": evil})
        )

        text = page(capsys, str(path), "--format", output)

        kinds = {unicodedata.category(character) for character in text if character != "\n"}
        assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
        assert "gone" in text

    def test_standard_input(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data = (SAMPLES / "chinese-message.json").read_bytes()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))

        assert "号码今日收到的短信已达上限" in page(capsys, "-")

    @pytest.mark.parametrize(
        ("name", "data", "sentence"),
        [
            ("broken.json", b'{"Response":', " is no JSON: line 1, column 13: expecting value"),
            ("empty.json", b"", " is empty"),
            ("list.json", b"[]", " is no answer: it holds a list"),
        ],
    )
    def test_what_is_no_answer_gets_one_sentence(
        self,
        name: str,
        data: bytes,
        sentence: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        path = tmp_path / name
        path.write_bytes(data)

        assert run_command(explain, str(path)) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith(f"tclsp: {path}{sentence}")
        assert captured.err.count("\n") == 1

    def test_a_file_that_cannot_be_read(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for path in (tmp_path / "missing.json", tmp_path):
            assert run_command(explain, str(path)) == 2
            assert capsys.readouterr().err.startswith(f"tclsp: cannot read {path}: ")

    def test_a_file_needs_no_suffix(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "answer").write_bytes((SAMPLES / "signature-expired.json").read_bytes())
        monkeypatch.chdir(tmp_path)

        assert "The call failed: AuthFailure.SignatureExpire" in page(capsys, "answer")


class TestProcess:
    def test_an_answer_piped_in(self) -> None:
        data = b"\xef\xbb\xbf" + (SAMPLES / "unauthorized.json").read_bytes()
        process = run_process("explain", "-", data=data, environment={"LC_ALL": "C"})

        assert (process.returncode, process.stderr) == (0, b"")
        assert process.stdout.startswith(b"The call failed: UnauthorizedOperation.CamNoAuth")

    def test_the_locale_chooses_the_language(self) -> None:
        process = run_process(
            "explain", "FailedOperation", environment={"LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1"}
        )

        assert "含义" in process.stdout.decode()

    @pytest.mark.parametrize("encoding", ["ascii", "gbk"])
    def test_the_console_may_lack_characters(self, encoding: str) -> None:
        words = ("explain", "AuthFailure.TokenExpired", "--language", "zh")
        environment = {"PYTHONIOENCODING": encoding}
        shown = run_process(*words, environment=environment)
        as_json = run_process(*words, "--format", "json", environment=environment)

        assert (shown.returncode, shown.stderr) == (0, b"")
        assert json.loads(as_json.stdout.decode(encoding))["meaning"]["zh"].startswith("token")

    def test_colours_only_where_they_are_wanted(self) -> None:
        plain = run_process("explain", "FailedOperation", environment={"NO_COLOR": "1"})
        painted = run_process(
            "explain", "FailedOperation", environment={"NO_COLOR": "", "FORCE_COLOR": "1"}
        )

        assert b"\x1b[1mFailedOperation\x1b[0m" in painted.stdout
        assert b"\x1b" not in plain.stdout
