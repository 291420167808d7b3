"""`tclsp catalog add-actions`, and what `info`, `codes` and `explain` make of its lists."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tclsp.catalog.store import Catalog
from tclsp.catalog.user_data import user_action_lists, user_data_folder
from tclsp.cli import catalog, codes, explain
from tclsp.cli.main import main
from tests.catalog import fake_go_sdk
from tests.cli.catalog_run import run_command

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SAID = "Wrote the lists of 4 actions (8 codes, tencentcloud-sdk-go 1.3.1) to "


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in the data folder of a user of this test alone; the working folder is empty."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "data" / "tclsp" / "action-lists.txt"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return fake_go_sdk.write_checkout(tmp_path / "sdk")


@pytest.fixture
def repository(checkout: Path) -> Path:
    """The same with a repository around it."""
    git(checkout, "init", "--quiet")
    git(checkout, "add", "--all")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    git(checkout, *author, "commit", "--quiet", "--message", "An SDK")
    return checkout


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True)


def add(*words: object) -> int:
    return run_command(catalog, "add-actions", *map(str, words))


def refusal(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert add(*words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("tclsp: ")
    assert captured.err.count("\n") == 1
    return captured.err


class TestFromAFolder:
    def test_into_the_data_of_the_user(
        self, checkout: Path, data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert add(checkout) == 0

        captured = capsys.readouterr()
        assert captured.out == f"{SAID}{data}\n"
        assert captured.err == ""
        assert ActionLists.load(data).codes("as", "ScaleOutInstances") == frozenset(
            {"ResourceNotFound.GroupNotFound"}
        )

    def test_into_a_file(self, checkout: Path, data: Path, tmp_path: Path) -> None:
        assert add(checkout, "--output", tmp_path / "lists.txt") == 0

        assert ActionLists.load(tmp_path / "lists.txt").actions() == 4
        assert not data.exists()

    def test_the_same_sdk_gives_the_same_bytes(self, checkout: Path, tmp_path: Path) -> None:
        add(checkout)
        add(checkout, "--output", tmp_path / "lists.txt")

        assert user_action_lists().read_bytes() == (tmp_path / "lists.txt").read_bytes()

    def test_a_folder_that_is_not_there(self, capsys: pytest.CaptureFixture[str]) -> None:
        sentence = refusal(capsys, "no/such/folder")

        assert "there is no folder no/such/folder (a git URL begins with https://" in sentence

    def test_a_file(self, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "README.md is no folder; give that" in refusal(capsys, checkout / "README.md")

    def test_another_repository(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert f"{tmp_path} is no checkout of TencentCloud/" in refusal(capsys, tmp_path)

    def test_a_file_that_cannot_be_written(
        self, checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        missing = tmp_path / "missing" / "lists.txt"

        assert "there is no folder" in refusal(capsys, checkout, "--output", missing)
        assert "it is a folder" in refusal(capsys, checkout, "--output", tmp_path)

    def test_data_that_cannot_be_written(
        self,
        checkout: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (tmp_path / "file").touch()
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
            monkeypatch.setenv(name, str(tmp_path / "file"))

        assert "cannot write " in refusal(capsys, checkout)


@needs_git
class TestHalfACheckout:
    def test_git_is_still_at_work_or_was_stopped(
        self, repository: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (repository / ".git" / "index.lock").touch()

        assert f"git has not finished the checkout {repository}" in refusal(capsys, repository)

    def test_whole_services_are_missing(
        self, repository: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shutil.rmtree(repository / "tencentcloud" / "cvm")

        sentence = refusal(capsys, repository)
        assert "tencentcloud/cvm/v20160101/client.go and 1 more are missing; restore" in sentence

    def test_a_sparse_checkout_is_whole(
        self, repository: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        git(repository, "sparse-checkout", "set", "--no-cone", "/tencentcloud/as/", "/README.md")

        assert add(repository) == 0
        assert "the lists of 1 actions (1 codes, tencentcloud-sdk-go)" in capsys.readouterr().out

    def test_it_leaves_the_old_data(self, repository: Path, data: Path) -> None:
        add(repository)
        before = data.read_bytes()
        (repository / "tencentcloud/as/v20180419/client.go").write_bytes(b"package v2")

        assert add(repository) == 2
        assert data.read_bytes() == before


class TestInterrupted:
    def test_it_leaves_the_old_data(
        self,
        checkout: Path,
        data: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        add(checkout)
        before = data.read_bytes()

        def interrupted(*_: object) -> None:
            signal.raise_signal(signal.SIGINT)

        monkeypatch.setattr(Path, "replace", interrupted)
        assert main(["catalog", "add-actions", str(checkout)]) == 130
        assert capsys.readouterr().err == "tclsp: interrupted\n"
        assert data.read_bytes() == before
        assert list(data.parent.iterdir()) == [data]


@needs_git
class TestFromAUrl:
    def test_a_clone_is_read_and_removed(
        self,
        repository: Path,
        data: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        temporary = tmp_path / "temporary"
        temporary.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(temporary))

        assert add(repository.as_uri()) == 0
        assert capsys.readouterr().out == f"{SAID}{data}\n"
        assert list(temporary.iterdir()) == []

    def test_only_what_is_read_is_checked_out(self, repository: Path, tmp_path: Path) -> None:
        from tclsp.catalog.go_repository import clone

        folder = tmp_path / "clone"
        clone(repository.as_uri(), folder, lambda _done, _total: None)

        files = {path.name for path in folder.glob("*/**/*") if path.is_file()}
        assert {"client.go", "request.go"} <= files
        assert "models.go" not in files
        assert not (folder / "README.md").exists()

    def test_inside_a_hook_of_another_repository(
        self, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        git(tmp_path, "init", "--quiet", "other")
        monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "other" / ".git" / "index"))

        assert add(repository.as_uri()) == 0
        assert add(repository) == 0

    def test_another_repository(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "client.go").write_text("package other\n")
        git(other, "init", "--quiet")
        git(other, "add", "--all")
        author = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        git(other, *author, "commit", "--quiet", "--message", "Something else")

        assert other.as_uri() in refusal(capsys, other.as_uri())

    def test_a_repository_that_is_not_there(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        url = (tmp_path / "missing").as_uri()

        sentence = refusal(capsys, url)
        assert sentence.startswith(f"tclsp: cannot fetch {url}: ")

    def test_a_password_is_not_shown(self, capsys: pytest.CaptureFixture[str]) -> None:
        sentence = refusal(capsys, "http://me:secret@127.0.0.1:1/sdk.git")

        assert "cannot fetch http://127.0.0.1:1/sdk.git: " in sentence
        assert "secret" not in sentence

    def test_the_old_data_stays(self, checkout: Path, data: Path, tmp_path: Path) -> None:
        add(checkout)
        before = data.read_bytes()

        assert add((tmp_path / "missing").as_uri()) == 2
        assert data.read_bytes() == before


def test_without_git_a_url_cannot_be_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "git is not installed" in refusal(capsys, "https://example.com/sdk.git")


class TestUserData:
    @pytest.mark.skipif(os.name == "nt", reason="the folder is another one there")
    def test_a_relative_folder_does_not_count(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", "/home/me")
        monkeypatch.setenv("XDG_DATA_HOME", "relative")

        assert user_data_folder().is_relative_to("/home/me")
        assert user_data_folder().name == "tclsp"

    @pytest.mark.parametrize(
        ("platform", "folder"),
        [
            ("linux", ".local/share/tclsp"),
            ("darwin", "Library/Application Support/tclsp"),
            ("win32", "AppData/Local/tclsp"),
        ],
    )
    def test_each_system_has_its_folder(
        self, platform: str, folder: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("XDG_DATA_HOME")
        monkeypatch.delenv("LOCALAPPDATA")
        monkeypatch.setattr("sys.platform", platform)

        assert user_data_folder() == Path.home() / folder


SEND = ListedAction("sms", "2021-01-11", "SendSms")
OWN = "LimitExceeded.PhoneNumberDailyLimit"
OTHER = "FailedOperation.SignatureIncorrectOrUnapproved"


class TestUse:
    """What the other commands make of the lists."""

    @pytest.fixture
    def added(self, data: Path) -> Path:
        data.parent.mkdir(parents=True)
        ActionLists.of({SEND: [OWN]}, "1.3.1").save(data)
        return data

    def info(self, capsys: pytest.CaptureFixture[str]) -> list[str]:
        assert run_command(catalog, "info") == 0
        lines = capsys.readouterr().out.splitlines()
        return [line[11:] for line in lines if line.startswith("lists ")]

    def answered(self, capsys: pytest.CaptureFixture[str], *words: str) -> set[str]:
        run_command(codes, "--action", "SendSms", *words, "--format", "json")
        return {code["code"] for code in json.loads(capsys.readouterr().out)}

    def explained(self, capsys: pytest.CaptureFixture[str], code: str) -> dict[str, Any]:
        run_command(explain, code, "--format", "json")
        found = json.loads(capsys.readouterr().out)
        assert isinstance(found, dict)
        return found

    def test_info_says_how_to_add_lists(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.info(capsys) == [
            "none of single actions; `tclsp catalog add-actions` adds them"
        ]

    def test_info_counts_them(self, added: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.info(capsys) == [
            f"1 actions with 1 codes, of tencentcloud-sdk-go 1.3.1, in {added}"
        ]

    def test_info_says_of_damage(self, added: Path, capsys: pytest.CaptureFixture[str]) -> None:
        added.write_text("")

        assert self.info(capsys)[0].startswith(f"{added}: this is no file of action lists")

    def test_codes_are_those_of_the_action(
        self, added: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = self.answered(capsys, "--service", "sms")
        added.unlink()
        without = self.answered(capsys, "--service", "sms")

        assert {OWN, "InternalError", "IpInBlacklist"} <= found < without
        # The older version of the service has the action, too, and no list for it.
        for code in map(Catalog.open().code, without - found):
            assert code is not None
            versions = {one.version for one in code.services if one.service == "sms"}
            assert versions == {SEND.version}

    def test_where_all_versions_have_lists_nothing_else_remains(
        self, data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        data.parent.mkdir(parents=True)
        both = {SEND: [OWN], ListedAction("sms", "2019-07-11", "SendSms"): ["InternalError"]}
        ActionLists.of(both, "1.3.1").save(data)

        found = self.answered(capsys, "--service", "sms")
        kinds = {code: Catalog.open().kind(code) for code in found}
        assert {code for code, kind in kinds.items() if kind == "service"} == {OWN}
        assert len(found) == 40

    def test_other_actions_stay_as_they_were(
        self, added: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = ("--action", "RunInstances", "--format", "json")
        run_command(codes, *words)
        with_lists = capsys.readouterr().out
        added.unlink()
        run_command(codes, *words)

        assert capsys.readouterr().out == with_lists

    @pytest.mark.usefixtures("added")
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", f"documented for  sms:{SEND.action}"),
            ("zh", f"可能返回的接口  sms:{SEND.action}"),
        ],
    )
    def test_explain_names_the_actions(
        self, language: str, words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run_command(explain, OWN, "--language", language)
        assert words in capsys.readouterr().out

        run_command(explain, OTHER, "--language", language)
        assert words.split()[0] not in capsys.readouterr().out

    def test_explain_names_a_few_and_counts_the_rest(
        self, data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        data.parent.mkdir(parents=True)
        many = {ListedAction("cvm", "2017-03-12", f"Do{n:04}"): [OWN] for n in range(1_500)}
        ActionLists.of({**many, SEND: [OWN]}, "").save(data)

        run_command(explain, OWN, "--service", "sms")
        text = " ".join(capsys.readouterr().out.split())
        assert "documented for sms:SendSms, cvm:Do0000, cvm:Do0001, " in text
        assert " and 1,493 more actions" in text

    def test_explain_as_json(self, added: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.explained(capsys, OWN)["actions"] == [SEND._asdict()]
        assert self.explained(capsys, OTHER)["actions"] == []
        added.unlink()
        assert "actions" not in self.explained(capsys, OWN)

    def test_damaged_lists_are_said_and_left_out(
        self, added: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        added.write_text("")

        assert run_command(explain, OWN) == 0
        captured = capsys.readouterr()
        assert captured.err.startswith(f"tclsp: {added}: this is no file of action lists")
        assert captured.out.startswith(OWN)


class TestOfAProject:
    """Lists that the settings of the working folder name go before those of the user."""

    @pytest.fixture
    def project(self, data: Path) -> Path:
        data.parent.mkdir(parents=True)
        ActionLists.of({SEND: [OWN]}, "1.0").save(data)
        folder = Path.cwd()
        for number, code in enumerate((OWN, OTHER)):
            ActionLists.of({SEND: [code]}, "2.0").save(folder / f"lists{number}.txt")
        return folder

    def name(self, project: Path, *files: str) -> None:
        (project / "tclsp.toml").write_text(f"action-lists = {json.dumps(files)}\n")

    def test_they_are_used(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.name(project, "lists1.txt")
        run_command(explain, OTHER)
        assert "documented for  sms:SendSms" in capsys.readouterr().out

        run_command(explain, OWN)
        assert "documented for" not in capsys.readouterr().out

    def test_several_count_together(
        self, project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.name(project, "lists0.txt", "lists1.txt")
        (project / "below").mkdir()
        monkeypatch.chdir(project / "below")

        for code in (OWN, OTHER):
            run_command(explain, code)
            assert "documented for  sms:SendSms" in capsys.readouterr().out

    def test_settings_that_cannot_be_read(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (project / "tclsp.toml").write_text("action-lists = 3\n")

        assert run_command(explain, OWN) == 0
        captured = capsys.readouterr()
        assert "`action-lists` must be a list of strings" in captured.err
        assert "documented for  sms:SendSms" in captured.out
