"""The cache of facts: what it keeps, and how it stays out of the way."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from tclsp.checker import cache as cache_module
from tclsp.checker.cache import KEPT_DAYS, FactsCache


def kept(folder: Path, fingerprint: str = "engine 1", **facts: str) -> None:
    cache = FactsCache(str(folder), fingerprint)
    for content, text in facts.items():
        cache.put(cache.key(content.encode(), "options"), text)
    cache.save()
    assert cache.trouble is None


def lookup(
    folder: Path, content: str, fingerprint: str = "engine 1", options: str = "options"
) -> tuple[str | None, str | None]:
    """Return the facts for `content` and the trouble that the cache had."""
    cache = FactsCache(str(folder), fingerprint)
    try:
        return cache.get(cache.key(content.encode(), options)), cache.trouble
    finally:
        cache.save()


def test_facts_are_found_again_by_content_engine_and_options(tmp_path: Path) -> None:
    kept(tmp_path / "cache", a="1", b="2")
    assert lookup(tmp_path / "cache", "a") == ("1", None)
    assert lookup(tmp_path / "cache", "b") == ("2", None)
    assert lookup(tmp_path / "cache", "c") == (None, None)
    assert lookup(tmp_path / "cache", "a", fingerprint="engine 2") == (None, None)
    assert lookup(tmp_path / "cache", "a", options="others") == (None, None)


def test_a_run_that_has_nothing_to_keep_makes_no_folder(tmp_path: Path) -> None:
    assert lookup(tmp_path / "cache", "a") == (None, None)
    assert not (tmp_path / "cache").exists()


def test_the_folder_keeps_itself_out_of_git_and_of_backups(tmp_path: Path) -> None:
    kept(tmp_path / "cache", a="1")
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"
    tag = (tmp_path / "cache" / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_a_damaged_file_is_passed_over(tmp_path: Path) -> None:
    kept(tmp_path, a="1")
    (tmp_path / "facts.db").write_bytes(b"no database at all" * 100)
    facts, trouble = lookup(tmp_path, "a")
    assert facts is None
    assert trouble == "the cache is not used: file is not a database"


def test_a_file_with_other_tables_is_passed_over(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        connection.execute("CREATE TABLE facts (something TEXT)")
    facts, trouble = lookup(tmp_path, "a")
    assert facts is None
    assert trouble is not None


def test_a_folder_that_cannot_be_made_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = FactsCache(str(tmp_path / "file" / "cache"), "engine")
    cache.put(b"key", "1")
    cache.save()
    assert cache.trouble == "the cache is not used: Not a directory"


def test_a_locked_file_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_WAIT_SECONDS", 0.05)
    kept(tmp_path, a="1")
    other = sqlite3.connect(tmp_path / "facts.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    facts, trouble = lookup(tmp_path, "a")
    other.close()
    assert (facts, trouble) == (None, "the cache is not used: database is locked")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_link_that_came_with_a_repository_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    cache = FactsCache(str(tmp_path / "cache"), "engine")
    cache.put(b"key", "1")
    cache.save()
    assert cache.trouble == "the cache is not used: it is a link"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_was_not_used_for_long_is_dropped(tmp_path: Path) -> None:
    kept(tmp_path, old="1", used="2")
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        connection.execute("UPDATE facts SET used = used - ?", (KEPT_DAYS,))
    assert lookup(tmp_path, "used") == ("2", None)
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        connection.execute("UPDATE facts SET used = used - 1")
    kept(tmp_path, new="3")
    assert lookup(tmp_path, "old") == (None, None)
    assert lookup(tmp_path, "used") == ("2", None)


def test_the_number_of_entries_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "KEPT_ENTRIES", 3)
    kept(tmp_path, a="1", b="2", c="3", d="4", e="5")
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        assert connection.execute("SELECT count(*) FROM facts").fetchone() == (3,)


def test_runs_at_once_keep_what_each_found(tmp_path: Path) -> None:
    runs = [
        threading.Thread(target=kept, args=(tmp_path,), kwargs={f"content{n}": str(n)})
        for n in range(8)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    found = [lookup(tmp_path, f"content{n}")[0] for n in range(8)]
    assert found == [str(n) for n in range(8)]
