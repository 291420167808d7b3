"""Facts of a whole project in the cache: good for one state of the project, the last."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.analysis.facts import ModuleFacts
from tclsp.checker.cache import FactsCache
from tclsp.checker.known_facts import KnownFacts, state_of

FACTS = ModuleFacts(retryer=True, classes=("AppError",))
FILES = [("a.py", b"x = 1\n"), ("b.py", b"")]


def known(folder: Path, state: str = "state", project: str = "project") -> KnownFacts:
    return KnownFacts(FactsCache(str(folder), "engine"), project, state)


def keep(folder: Path, **facts: ModuleFacts) -> None:
    """Keep the facts of files by their names, the only ones that are linked."""
    made = known(folder)
    made.keep_linked([f"{name}.py" for name in facts])
    for name, each in facts.items():
        made.keep(f"{name}.py", each)
    made.cache.save()


class TestKept:
    """What is kept is found again."""

    def test_in_the_same_state(self, tmp_path: Path) -> None:
        keep(tmp_path, a=FACTS)
        found = known(tmp_path)
        assert found.facts("a.py") == FACTS
        assert found.facts("b.py") is None
        assert found.is_linked("a.py") is True
        assert found.is_linked("b.py") is False

    def test_not_in_another_state(self, tmp_path: Path) -> None:
        keep(tmp_path, a=FACTS)
        found = known(tmp_path, state="other")
        assert found.facts("a.py") is None
        assert found.is_linked("a.py") is None

    def test_not_for_another_project(self, tmp_path: Path) -> None:
        keep(tmp_path, a=FACTS)
        found = known(tmp_path, project="other")
        assert found.facts("a.py") is None
        assert found.is_linked("a.py") is None

    def test_the_last_state_alone(self, tmp_path: Path) -> None:
        keep(tmp_path, a=FACTS)
        other = known(tmp_path, state="other")
        other.keep("a.py", ModuleFacts())
        other.cache.save()
        assert known(tmp_path).facts("a.py") is None
        assert known(tmp_path, state="other").facts("a.py") == ModuleFacts()

    def test_names_that_are_no_unicode(self, tmp_path: Path) -> None:
        odd = "folder\udcff"
        made = known(tmp_path, project=odd)
        made.keep_linked([f"{odd}/a.py"])
        made.keep(f"{odd}/a.py", FACTS)
        made.cache.save()
        found = known(tmp_path, project=odd)
        assert found.is_linked(f"{odd}/a.py") is True
        assert found.facts(f"{odd}/a.py") == FACTS


@pytest.mark.parametrize("text", ["", "null", "7", "{", "[[" * 9999, '{"gaps": 1}'])
def test_what_is_not_ours_is_not_believed(tmp_path: Path, text: str) -> None:
    made = known(tmp_path)
    for path in ("", "a.py"):
        made.cache.put(made._key(path), f"state\n{text}")
    made.cache.save()
    found = known(tmp_path)
    assert found.is_linked("a.py") in (None, False)
    assert found.facts("a.py") is None


class TestState:
    """The state of a project is what its files are called and what they hold."""

    def test_is_the_same_for_the_same_files(self) -> None:
        assert state_of(FILES) == state_of(iter(FILES))

    @pytest.mark.parametrize(
        "other",
        [
            [],
            FILES[:1],
            [*FILES, ("c.py", b"")],
            [("a.py", b"x = 2\n"), ("b.py", b"")],
            [("a.py", b""), ("b.py", b"x = 1\n")],
            [("a2.py", b"x = 1\n"), ("b.py", b"")],
            [("a.py", b"x = 1\nb.py\x000\x00")],
            [("a.py", b"x = 1\n"), ("b.py", None)],
        ],
    )
    def test_is_another_for_others(self, other: list[tuple[str, bytes | None]]) -> None:
        assert state_of(FILES) != state_of(other)

    @given(st.dictionaries(st.sampled_from("abc"), st.binary(max_size=3)), st.data())
    def test_is_as_different_as_the_files(
        self, files: dict[str, bytes], data: st.DataObject
    ) -> None:
        others = data.draw(st.dictionaries(st.sampled_from("abc"), st.binary(max_size=3)))
        assert (state_of(sorted(files.items())) == state_of(sorted(others.items()))) == (
            files == others
        )
