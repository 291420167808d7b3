"""What is known of units is kept over edits, and forgotten with what it rests on."""

import pytest

from tclsp.analysis import keeping as module_under_test
from tclsp.analysis.keeping import Keeping
from tclsp.analysis.module import Module, Unit


def unit(name: str) -> Unit:
    return Unit(name, 0, Module(), None, None, ())


class Calls:
    """Functions that call each other, and how often each was judged."""

    def __init__(self, callees: dict[str, list[str]]) -> None:
        self.keeping = Keeping()
        self.units = {name: unit(name) for name in callees}
        self.callees = callees
        self.judged: list[str] = []

    def size(self, name: str) -> int:
        """Return how many functions a function comes to, itself included; circles count once."""
        own = self.units[name]
        return self.keeping.recursive(own, "size", 0, lambda: self._size(name))

    def _size(self, name: str) -> int:
        self.judged.append(name)
        return 1 + sum(self.size(callee) for callee in self.callees[name])

    def edit(self, name: str) -> None:
        self.keeping.forget({self.units[name]}, self.units.values())
        self.units[name] = unit(name)
        self.judged.clear()


def test_an_answer_is_found_once() -> None:
    calls = Calls({"main": ["send", "send"], "send": []})
    assert calls.size("main") == 3
    assert calls.size("main") == 3
    assert calls.judged == ["main", "send"]


def test_an_edit_makes_forget_what_rests_on_it_and_nothing_else() -> None:
    calls = Calls({"main": ["a", "b"], "a": ["deep"], "b": [], "deep": []})
    calls.size("main")
    calls.edit("deep")
    calls.callees["deep"] = ["b"]
    assert calls.size("main") == 5
    assert sorted(calls.judged) == ["a", "deep", "main"]


def test_what_was_known_already_counts_for_who_asks_later() -> None:
    calls = Calls({"first": ["deep"], "second": ["deep"], "deep": []})
    calls.size("first")
    calls.size("second")
    calls.edit("deep")
    calls.size("second")
    assert calls.judged == ["second", "deep"]


def test_what_comes_from_a_circle_is_found_anew_after_every_edit() -> None:
    calls = Calls({"main": ["a"], "a": ["b"], "b": ["a"], "other": []})
    assert calls.size("main") == 3
    calls.size("other")
    calls.edit("other")
    assert calls.size("main") == 3
    assert calls.judged == ["main", "a", "b"]


def test_who_looks_everywhere_is_asked_anew_after_every_edit() -> None:
    calls = Calls({"asked": [], "other": []})
    found: list[int] = []

    def find() -> int:
        calls.keeping.look_everywhere()
        found.append(len(found))
        return found[-1]

    asked = calls.units["asked"]
    assert calls.keeping.of(asked, "all", find) == calls.keeping.of(asked, "all", find) == 0
    calls.edit("other")
    assert calls.keeping.of(asked, "all", find) == 1


def test_of_answers_to_what_is_given_the_last_one_is_kept() -> None:
    keeping, asked = Keeping(), unit("asked")
    assert keeping.given(asked, "sum", (1, 2), lambda: 3) == 3
    assert keeping.given(asked, "sum", (1, 2), lambda: 0) == 3
    assert keeping.given(asked, "sum", (2, 2), lambda: 4) == 4
    assert list(asked.kept) == ["sum"]


def test_what_is_kept_elsewhere_passes_on_what_it_rests_on() -> None:
    calls = Calls({"deep": [], "asked": [], "other": []})
    kept = calls.keeping.observed(lambda: calls.size("deep"))
    asked = calls.units["asked"]
    assert calls.keeping.of(asked, "size", lambda: calls.keeping.recalled(kept)) == 1
    calls.edit("other")
    assert calls.keeping.known(asked, "size") == 1
    calls.edit("deep")
    assert calls.keeping.known(asked, "size") is None


def test_a_question_that_fails_leaves_no_trace() -> None:
    calls = Calls({"asked": []})
    asked = calls.units["asked"]

    def fail() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        calls.keeping.of(asked, "size", fail)
    with pytest.raises(ZeroDivisionError):
        calls.keeping.recursive(asked, "size", 0, fail)
    assert calls.size("asked") == 1


def test_answers_that_nobody_asks_for_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module_under_test, "_UNUSED", 2)
    calls = Calls({"asked": [], "other": []})
    calls.size("asked")
    calls.edit("other")
    assert calls.keeping.known(calls.units["asked"], "size") == 1
    for _ in range(3):
        calls.edit("other")
    assert not calls.units["asked"].kept
