"""What a build does with its sources, and what it says when one is not as it should be."""

import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tclsp.catalog.build import BuildFailed, build
from tclsp.catalog.store import Catalog
from tclsp.catalog.wheels import CHINESE, ENGLISH, SOURCES_VARIABLE
from tests.catalog import fake_sdk

WHOLE_ENTRY = """
["{subject}"]
meaning.en = "m"
meaning.zh = "意"
causes.en = "c"
causes.zh = "因"
remedy.en = "r"
remedy.zh = "法"
retry = "never"
"""


def test_a_second_build_does_no_work(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(data=data)
    written_at = first.path.stat().st_mtime_ns
    monkeypatch.setenv(SOURCES_VARIABLE, str(data / "nowhere"))
    said: list[str] = []

    second = build(data=data, say=said.append)

    assert (first.new, second.new) == (True, False)
    assert second.path.stat().st_mtime_ns == written_at
    assert said == []


def test_the_same_sources_give_the_same_bytes(data: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"

    build(one, data=data)
    build(other, data=data)

    assert one.read_bytes() == other.read_bytes()


def test_force_builds_in_any_case(data: Path) -> None:
    build(data=data)

    assert build(data=data, force=True).new


@pytest.mark.parametrize("name", ["sources.lock", "gateway.toml", "guidance/common.toml"])
def test_a_changed_source_is_built_anew(data: Path, name: str) -> None:
    before = build(data=data).fingerprint
    with (data / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")

    built = build(data=data)

    assert built.new
    assert built.fingerprint != before


def test_other_line_ends_are_the_same_source(data: Path) -> None:
    build(data=data)
    lock = data / "sources.lock"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))

    assert not build(data=data).new
    assert build(data=data, force=True).new


def test_a_damaged_catalogue_is_built_anew(data: Path) -> None:
    target = build(data=data).path
    target.write_bytes(b"no database")

    assert build(data=data).new
    assert Catalog.open(target).exists("InternalError")


def test_the_target_may_lie_in_a_new_folder(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "catalog.db"

    build(target, data=data)

    assert [path.name for path in target.parent.iterdir()] == ["catalog.db"]


def test_a_failed_build_leaves_the_old_catalogue(data: Path, wheels: Path) -> None:
    target = build(data=data).path
    before = target.read_bytes()
    next(wheels.glob("*intl*")).unlink()

    with pytest.raises(BuildFailed, match=r"holds no tencentcloud_sdk_python_intl_en-3\.0\.9-"):
        build(data=data, force=True)

    assert target.read_bytes() == before
    assert not list(data.glob(".catalog.db*"))


def test_a_wheel_of_another_hash_is_refused(data: Path, wheels: Path) -> None:
    wheel = next(wheels.glob("*intl*"))
    wheel.write_bytes(wheel.read_bytes() + b"\0")

    with pytest.raises(BuildFailed, match=r"is not the wheel that sources\.lock names"):
        build(data=data)


def test_a_file_that_is_no_wheel_is_refused(data: Path, wheels: Path) -> None:
    next(wheels.glob("*intl*")).write_bytes(b"no zip file")
    fake_sdk.write_lock(data, wheels)

    with pytest.raises(BuildFailed, match="cannot be read as a wheel"):
        build(data=data)


def test_a_wheel_without_clients_is_refused(data: Path, wheels: Path) -> None:
    path = fake_sdk.write_wheel(wheels, CHINESE, [])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tencentcloud/cvm/v20170312/errorcodes.py", "")
    fake_sdk.write_lock(data, wheels)

    with pytest.raises(BuildFailed, match=r"is no wheel of the SDK: .*cvm_client\.py"):
        build(data=data)


def test_a_failed_download_says_what_to_do(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SOURCES_VARIABLE)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(data / "none"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")

    with pytest.raises(BuildFailed) as failure:
        build(data=data)

    sentence = str(failure.value)
    assert sentence.startswith("The SDK packages could not be downloaded (No matching distribution")
    assert sentence.endswith(
        "; connect to a package index, or set TCLSP_CATALOG_SOURCES to a folder that holds "
        "the two wheels of sources.lock."
    )
    assert "\n" not in sentence


def test_pip_may_be_missing(data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'python: No module named pip' >&2\nexit 1\n", "utf-8")
    python.chmod(0o755)
    monkeypatch.delenv(SOURCES_VARIABLE)
    monkeypatch.setattr("sys.executable", str(python))

    with pytest.raises(BuildFailed, match=r"^pip, which downloads .* is missing"):
        build(data=data)


def test_pip_downloads_from_where_its_configuration_says(
    data: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SOURCES_VARIABLE)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    said: list[str] = []

    build(data=data, say=said.append)

    assert said[0] == f"Downloading {CHINESE} 3.1.1 and {ENGLISH} 3.0.9"
    assert Catalog.open(data / "catalog.db").is_service("cvm")


def test_a_lock_without_a_package_is_refused(data: Path) -> None:
    (data / "sources.lock").write_text("attrs==25.1.0\n", "utf-8")

    with pytest.raises(BuildFailed, match=f"does not pin {CHINESE} with a version and a sha256"):
        build(data=data)


def _without(line: str) -> Callable[[str], str]:
    return lambda entry: "".join(each for each in entry.splitlines(True) if line not in each)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_without("causes.zh"), r'\["X"\] needs the texts causes.en and causes.zh'),
        (_without("meaning"), r'\["X"\] needs the texts meaning.en and meaning.zh'),
        (lambda entry: entry.replace('"r"', '" "'), r'\["X"\] needs the texts remedy.en'),
        (lambda entry: entry + 'remedy.fr = "f"\n', r'\["X"\] needs the texts remedy.en'),
        (_without("retry"), r'\["X"\] needs retry: one of never, after-fix, with-backoff'),
        (lambda entry: entry.replace("never", "soon"), r'\["X"\] needs retry: one of never'),
        (lambda entry: entry + 'note = "n"\n', r'\["X"\] has the unknown key note; it takes'),
        (lambda _: "X = 1\n", r'\["X"\] is no table; give it meaning.en'),
        (lambda entry: entry.replace('"X"', '"ClientError"'), "stands in another file too"),
        (lambda entry: entry + "[", "is not valid TOML: "),
    ],
)
def test_malformed_guidance_is_refused(
    data: Path, change: Callable[[str], str], sentence: str
) -> None:
    path = data / "guidance" / "zzz.toml"
    path.write_text(change(WHOLE_ENTRY.format(subject="X")), encoding="utf-8")

    with pytest.raises(BuildFailed, match=sentence) as failure:
        build(data=data)

    assert str(path) in str(failure.value)


def test_a_listed_code_needs_a_source(data: Path) -> None:
    with (data / "gateway.toml").open("a", encoding="utf-8") as file:
        file.write('"Overload" = ""\n')

    with pytest.raises(BuildFailed, match=r'gateway\.toml: "Overload" has no source'):
        build(data=data)


def test_a_place_that_cannot_be_written_is_one_sentence(data: Path) -> None:
    target = data / "sources.lock" / "catalog.db"

    with pytest.raises(BuildFailed, match="cannot be written: "):
        build(target, data=data)


def test_what_the_two_sdks_say_is_put_together(data: Path) -> None:
    database = sqlite3.connect(build(data=data).path)

    rows = database.execute(
        "SELECT service, endpoint, intl_endpoint FROM version ORDER BY id"
    ).fetchall()

    assert rows == [
        ("autoscaling", "as.tencentcloudapi.com", ""),
        ("cvm", "cvm.tencentcloudapi.com", "cvm.intl.tencentcloudapi.com"),
        ("mdl", "", "mdl.intl.tencentcloudapi.com"),
    ]
    assert database.execute("SELECT count(zh), count(en) FROM definition").fetchone() == (6, 4)
