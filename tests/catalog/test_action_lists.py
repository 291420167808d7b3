"""The lists of each action's codes, in memory and as a file."""

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.catalog.action_lists import ActionLists, ActionListsDamaged, ListedAction

RUN = ListedAction("cvm", "2017-03-12", "RunInstances")
OLD_RUN = ListedAction("cvm", "2016-01-01", "RunInstances")
SCALE = ListedAction("autoscaling", "2018-04-19", "ScaleOutInstances")
LISTS = {
    RUN: ["InternalError", "InvalidZone.MismatchRegion"],
    OLD_RUN: ["InternalError", "InvalidZone.Old"],
    SCALE: ["InternalError.", "ResourceNotFound.GroupNotFound"],
}

words = st.text("abcXYZ019_-", min_size=1, max_size=6)
codes = st.text("abcXYZ019_.", min_size=1, max_size=8)
actions = st.builds(ListedAction, words, words, words)
all_lists = st.dictionaries(actions, st.frozensets(codes, min_size=1), max_size=12)


@pytest.fixture
def lists() -> ActionLists:
    return ActionLists.of(LISTS, "1.3.1")


@pytest.fixture
def file(lists: ActionLists, tmp_path: Path) -> Path:
    path = tmp_path / "lists.txt"
    lists.save(path)
    return path


def damage(path: Path) -> str:
    """Return the sentence that says what is wrong with a file."""
    with pytest.raises(ActionListsDamaged) as raised:
        ActionLists.load(path)
    sentence = str(raised.value)
    assert sentence.startswith(f"{path}: ")
    assert "\n" not in sentence
    return sentence


class TestLookUp:
    def test_the_codes_of_one_action_in_one_version(self, lists: ActionLists) -> None:
        assert lists.codes("cvm", "RunInstances", "2017-03-12") == frozenset(LISTS[RUN])

    def test_without_a_version_those_of_all_versions(self, lists: ActionLists) -> None:
        assert lists.codes("cvm", "RunInstances") == frozenset(LISTS[RUN] + LISTS[OLD_RUN])

    @pytest.mark.parametrize(
        ("service", "action", "version"),
        [
            ("cvm", "RunInstance", None),
            ("cvm", "RunInstances", "2020-01-01"),
            ("cv", "RunInstances", None),
            ("zzz", "RunInstances", None),
            ("", "", ""),
        ],
    )
    def test_an_action_without_a_list(
        self, service: str, action: str, version: str | None, lists: ActionLists
    ) -> None:
        assert lists.codes(service, action, version) is None

    def test_a_service_is_known_by_both_of_its_names(self, lists: ActionLists) -> None:
        assert lists.codes("as", "ScaleOutInstances") == lists.codes(
            "autoscaling", "ScaleOutInstances", "2018-04-19"
        )

    def test_the_actions_that_document_a_code(self, lists: ActionLists) -> None:
        assert lists.documenting("InternalError") == (OLD_RUN, RUN)
        assert lists.documenting("InternalError.") == (SCALE,)
        assert lists.documenting("Internal") == ()

    def test_those_of_the_services_asked_for_come_first(self) -> None:
        lists = ActionLists.of({RUN: ["A"], SCALE: ["A"]}, "")

        assert lists.documenting("A") == (SCALE, RUN)
        assert lists.documenting("A", ["cvm"]) == (RUN, SCALE)

    def test_counts(self, lists: ActionLists) -> None:
        assert (lists.actions(), lists.pairs(), lists.sdk_version) == (3, 6, "1.3.1")

    def test_none_knows_nothing(self) -> None:
        none = ActionLists.none()

        assert (none.actions(), none.pairs()) == (0, 0)
        assert none.codes("cvm", "RunInstances") is None
        assert none.documenting("InternalError") == ()

    def test_one_of_many_actions_is_found_within_a_millisecond(self, tmp_path: Path) -> None:
        many = {
            ListedAction(f"service{number % 250}", "2020-01-01", f"Action{number}"): [
                f"InvalidParameterValue.Number{number + place}" for place in range(9)
            ]
            for number in range(15_000)
        }
        ActionLists.of(many, "").save(tmp_path / "lists.txt")
        lists = ActionLists.load(tmp_path / "lists.txt")
        lists.codes("service0", "Action0")

        started = time.process_time()
        for number in range(1_000):
            assert lists.codes(f"service{number % 250}", f"Action{number}") is not None
        assert time.process_time() - started < 1


class TestTwoTogether:
    def test_an_action_in_both_answers_what_either_says(self) -> None:
        one = ActionLists.of({RUN: ["A", "B"]}, "1.0")
        other = ActionLists.of({RUN: ["B", "C"], SCALE: ["D"]}, "2.0")

        both = one.merged_with(other)

        assert both.codes("cvm", "RunInstances") == frozenset("ABC")
        assert both.codes("as", "ScaleOutInstances") == frozenset("D")
        assert (both.actions(), both.pairs(), both.sdk_version) == (2, 4, "1.0, 2.0")

    def test_nothing_changes_with_none(self, lists: ActionLists) -> None:
        assert lists.merged_with(ActionLists.none()) is lists
        assert ActionLists.none().merged_with(lists) is lists


class TestFile:
    def test_its_form(self, file: Path) -> None:
        lines = file.read_text(encoding="utf-8").splitlines()

        assert lines[0] == "# tclsp action lists, form 1"
        assert lines[1] == "# from tencentcloud-sdk-go 1.3.1"
        assert lines[2].startswith("# 3 actions, 6 codes, checksum ")
        assert lines[4:8] == [
            "",
            "autoscaling 2018-04-19 ScaleOutInstances",
            "InternalError.",
            "ResourceNotFound.GroupNotFound",
        ]
        assert lines[8:10] == ["", "cvm 2016-01-01 RunInstances"]

    @given(all_lists, st.randoms(use_true_random=False))
    def test_what_is_written_is_read(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        content: dict[ListedAction, frozenset[str]],
        order: random.Random,
    ) -> None:
        path = tmp_path_factory.mktemp("lists") / "lists.txt"
        shuffled = list(content.items())
        order.shuffle(shuffled)
        ActionLists.of(dict(shuffled), "1.3.1").save(path)
        again = ActionLists.load(path)

        assert again.actions() == len(content)
        assert again.pairs() == sum(map(len, content.values()))
        for (service, version, action), listed in content.items():
            assert again.codes(service, action, version) == listed
            assert listed <= (again.codes(service, action) or frozenset())
        for code in {code for listed in content.values() for code in listed}:
            holding = {action for action, listed in content.items() if code in listed}
            assert set(again.documenting(code)) == holding
        again.save(path.with_name("again.txt"))
        assert path.read_bytes() == path.with_name("again.txt").read_bytes()

    def test_the_sdk_version_may_be_unknown(self, tmp_path: Path) -> None:
        ActionLists.of(LISTS, "").save(tmp_path / "lists.txt")

        assert ActionLists.load(tmp_path / "lists.txt").sdk_version == ""

    def test_git_may_change_the_line_ends(self, file: Path, lists: ActionLists) -> None:
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

        again = ActionLists.load(file)
        assert again.codes("cvm", "RunInstances") == lists.codes("cvm", "RunInstances")

    def test_it_is_damaged_if_cut_anywhere(self, file: Path) -> None:
        whole = file.read_bytes()
        for length in range(len(whole)):
            file.write_bytes(whole[:length])
            assert "write it anew with `tclsp catalog add-actions`" in damage(file)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("InvalidZone.Old\n", ""),
            ("InvalidZone.Old", "InvalidZone.New"),
            ("InvalidZone.Old", "<<<<<<< HEAD\nInvalidZone.Old\n======="),
            ("\ncvm 2016-01-01 RunInstances\n", ""),
            ("InternalError", "\ud800"),
            ("checksum ", "checksum 0"),
        ],
    )
    def test_it_is_damaged_if_changed(self, old: str, new: str, file: Path) -> None:
        text = file.read_text(encoding="utf-8").replace(old, new, 1)
        file.write_bytes(text.encode("utf-8", "surrogatepass"))

        assert "the action lists are not whole" in damage(file)

    def test_another_file_is_told_from_a_damaged_one(self, file: Path) -> None:
        file.write_text('{"cvm": {}}', encoding="utf-8")
        assert "this is no file of action lists" in damage(file)

        file.write_bytes(bytes(range(256)))
        assert "this is no file of action lists" in damage(file)

    def test_another_form_is_of_another_version(self, file: Path) -> None:
        file.write_text(file.read_text().replace("form 1\n", "form 2\n"), encoding="utf-8")

        assert "are of another version of tclsp" in damage(file)

    def test_what_cannot_be_read_is_said(self, tmp_path: Path) -> None:
        assert "the action lists cannot be read: " in damage(tmp_path / "missing.txt")
        assert "the action lists cannot be read: " in damage(tmp_path)


class TestWriting:
    @pytest.mark.parametrize("trouble", [OSError("no room"), KeyboardInterrupt()])
    def test_the_old_file_stays_until_the_new_one_is_whole(
        self, trouble: BaseException, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise trouble

        before = file.read_bytes()
        monkeypatch.setattr(Path, "replace", fail)
        with pytest.raises(type(trouble)):
            ActionLists.none().save(file)

        assert file.read_bytes() == before
        assert list(file.parent.iterdir()) == [file]

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_link_stays_a_link(self, file: Path) -> None:
        link = file.with_name("link.txt")
        link.symlink_to(file)
        ActionLists.none().save(link)

        assert link.is_symlink()
        assert ActionLists.load(file).actions() == 0
