"""Writing `catalog.db` from what the SDK wheels and our own files say."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from attrs import define, field, frozen

from tclsp.catalog.code_words import packed, places_of_words
from tclsp.catalog.data_files import ListedCode
from tclsp.catalog.records import Guidance
from tclsp.catalog.schema import TABLES, answer_field_bits, usual_constant
from tclsp.catalog.sdk import SdkVersion


@frozen
class Contents:
    """All that a catalogue is made of."""

    zh: tuple[SdkVersion, ...]
    en: tuple[SdkVersion, ...]
    listed: list[ListedCode]
    guidance: list[Guidance]
    meta: Mapping[str, str]


def write_database(path: Path, contents: Contents) -> None:
    """Write a new catalogue to `path`, an empty file or none."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;")
        connection.executescript(TABLES)
        with connection:
            _fill(connection, contents)
        connection.execute("VACUUM")


@define
class _Texts:
    """Numbers for texts, each text once."""

    _ids: dict[str, int] = field(factory=lambda: {"": 0})

    def number_or_none(self, text: str | None) -> int | None:
        return None if text is None else self.number(text)

    def number(self, text: str) -> int:
        return self._ids.setdefault(text, len(self._ids))

    def rows(self) -> Iterable[tuple[int, str]]:
        return ((number, text) for text, number in self._ids.items())


@frozen
class _Definition:
    code: str
    version_id: int
    constant: str
    en: str | None
    zh: str | None


def _fill(connection: sqlite3.Connection, contents: Contents) -> None:
    texts = _Texts()
    versions = _merge_versions(contents)
    definitions = [
        definition
        for number, (zh, en) in enumerate(versions, 1)
        for definition in _merge_codes(number, zh, en)
    ]
    _write_versions(connection, versions)
    ids = _write_codes(connection, contents.listed, definitions, texts)
    _write_words(connection, ids)
    _write_definitions(connection, definitions, ids, texts)
    for number, (zh, en) in enumerate(versions, 1):
        _write_actions(connection, number, zh, en, texts)
    _insert(connection, "text", texts.rows())
    _insert(connection, "guidance", (_guidance_row(entry) for entry in contents.guidance))
    _insert(connection, "meta", contents.meta.items())


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    rows = list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


_Pair = tuple[SdkVersion | None, SdkVersion | None]


def _merge_versions(contents: Contents) -> list[_Pair]:
    zh = {(version.service, version.version): version for version in contents.zh}
    en = {(version.service, version.version): version for version in contents.en}
    return [(zh.get(key), en.get(key)) for key in sorted(zh.keys() | en.keys())]


def _write_versions(connection: sqlite3.Connection, versions: list[_Pair]) -> None:
    rows = []
    for number, (zh, en) in enumerate(versions, 1):
        known = zh or en
        if known is None:
            continue
        rows.append(
            (
                number,
                known.service,
                known.api_service,
                known.version,
                known.client,
                zh.endpoint if zh else "",
                en.endpoint if en else "",
            )
        )
    _insert(connection, "version", rows)


def _merge_codes(
    version_id: int, zh: SdkVersion | None, en: SdkVersion | None
) -> Iterable[_Definition]:
    chinese = {code.code: code for code in zh.codes} if zh else {}
    english = {code.code: code for code in en.codes} if en else {}
    for code in sorted(chinese.keys() | english.keys()):
        in_chinese, in_english = chinese.get(code), english.get(code)
        constants = [each.constant for each in (in_chinese, in_english) if each]
        yield _Definition(
            code=code,
            version_id=version_id,
            constant=constants[0],
            en=in_english.description if in_english else None,
            zh=in_chinese.description if in_chinese else None,
        )


def _write_codes(
    connection: sqlite3.Connection,
    listed: list[ListedCode],
    definitions: list[_Definition],
    texts: _Texts,
) -> dict[str, int]:
    """Write the tables `code` and `listed` and return the number of each code."""
    en: dict[str, Counter[str]] = {}
    zh: dict[str, Counter[str]] = {}
    for definition in definitions:
        _count(en, definition.code, definition.en)
        _count(zh, definition.code, definition.zh)
    codes = sorted({entry.code for entry in listed} | en.keys())
    ids = {code: number for number, code in enumerate(codes, 1)}
    rows = (
        (
            number,
            code,
            texts.number(_most_frequent(en, code)),
            texts.number(_most_frequent(zh, code)),
        )
        for code, number in ids.items()
    )
    _insert(connection, "code", rows)
    _insert(connection, "listed", ((ids[one.code], one.kind, one.source) for one in listed))
    return ids


def _count(counters: dict[str, Counter[str]], code: str, text: str | None) -> None:
    counter = counters.setdefault(code, Counter())
    if text:
        counter[text] += 1


def _most_frequent(counters: dict[str, Counter[str]], code: str) -> str:
    counter = counters.get(code)
    if not counter:
        return ""
    # Of equally frequent texts the shorter one, then the first: the same file at every build.
    return min(counter, key=lambda text: (-counter[text], len(text), text))


def _write_words(connection: sqlite3.Connection, codes: Iterable[str]) -> None:
    found = sorted(places_of_words(codes).items())
    _insert(connection, "word", ((word, len(places), packed(places)) for word, places in found))


def _write_definitions(
    connection: sqlite3.Connection,
    definitions: list[_Definition],
    ids: dict[str, int],
    texts: _Texts,
) -> None:
    rows = (
        (
            ids[one.code],
            one.version_id,
            None if one.constant == usual_constant(one.code) else one.constant,
            texts.number_or_none(one.en),
            texts.number_or_none(one.zh),
        )
        for one in definitions
    )
    _insert(connection, "definition", rows)


def _write_actions(
    connection: sqlite3.Connection,
    version_id: int,
    zh: SdkVersion | None,
    en: SdkVersion | None,
    texts: _Texts,
) -> None:
    chinese = {action.name: action for action in zh.actions} if zh else {}
    english = {action.name: action for action in en.actions} if en else {}
    rows = []
    for name in sorted(chinese.keys() | english.keys()):
        both = [action for action in (chinese.get(name), english.get(name)) if action]
        fields = frozenset[str]().union(*(action.answer_fields for action in both))
        in_english = english[name].summary if name in english else None
        in_chinese = chinese[name].summary if name in chinese else None
        numbers = texts.number_or_none(in_english), texts.number_or_none(in_chinese)
        rows.append((name, version_id, *numbers, answer_field_bits(fields)))
    _insert(connection, "action", rows)


def _guidance_row(entry: Guidance) -> tuple[str, ...]:
    texts = (entry.meaning, entry.causes, entry.remedy)
    return (entry.subject, *(part for text in texts for part in (text.en, text.zh)), entry.retry)
