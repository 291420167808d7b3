"""The two SDK wheels that the catalogue is built from: pinned, found or downloaded, checked."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from tclsp.catalog.failures import BuildFailed

SOURCES_VARIABLE = "TCLSP_CATALOG_SOURCES"
"""The environment variable that names a folder to take the wheels from."""

CHINESE = "tencentcloud-sdk-python"
ENGLISH = "tencentcloud-sdk-python-intl-en"

_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)\s+--hash=sha256:(?P<sha256>[0-9a-f]{64})$")


@frozen
class Pin:
    """One package of `sources.lock`."""

    name: str
    version: str
    sha256: str
    """Of the wheel, in hexadecimal."""


@frozen
class Pins:
    """The two packages of `sources.lock`."""

    zh: Pin
    en: Pin


@frozen
class Wheels:
    """The two wheels as files on this machine."""

    zh: Path
    en: Path


def read_pins(lock: Path) -> Pins:
    """Read `sources.lock`; raise `BuildFailed` where it does not pin both packages."""
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    pins = {}
    for line in joined.splitlines():
        match = _PIN.match(line.strip())
        if match:
            pins[match["name"]] = Pin(match["name"], match["version"], match["sha256"])
    for name in (CHINESE, ENGLISH):
        if name not in pins:
            raise BuildFailed(
                f"{lock} does not pin {name} with a version and a sha256 hash; add it."
            )
    return Pins(zh=pins[CHINESE], en=pins[ENGLISH])


def get_wheels(lock: Path, folder: Path, say: Callable[[str], None]) -> Wheels:
    """Find the wheels in the folder that the environment names, else download them to `folder`.

    Raise `BuildFailed` where one is missing, cannot be downloaded or is not the pinned one.
    """
    pins = read_pins(lock)
    given = os.environ.get(SOURCES_VARIABLE)
    if given:
        folder = Path(given)
        say(f"Reading the SDK packages from {folder}")
    else:
        say(f"Downloading {pins.zh.name} {pins.zh.version} and {pins.en.name} {pins.en.version}")
        _download(lock, folder)
    return Wheels(zh=_find(pins.zh, folder), en=_find(pins.en, folder))


def _find(pin: Pin, folder: Path) -> Path:
    stem = f"{pin.name.replace('-', '_')}-{pin.version}"
    found = sorted(folder.glob(f"{stem}-*.whl")) if folder.is_dir() else []
    if not found:
        raise BuildFailed(
            f"{folder} holds no {stem}-*.whl; put both wheels that sources.lock names there, "
            f"or unset {SOURCES_VARIABLE} to download them."
        )
    if _sha256(found[0]) != pin.sha256:
        raise BuildFailed(
            f"{found[0]} is not the wheel that sources.lock names (its sha256 differs); "
            "get it again."
        )
    return found[0]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise BuildFailed(f"{path} cannot be read ({error.strerror}); get it again.") from error
    return digest.hexdigest()


def _download(lock: Path, folder: Path) -> None:
    options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-input", "--quiet"]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", *options]
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own lock file
        [*command, "-r", str(lock), "-d", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise BuildFailed(_why_not_downloaded(done.stderr))


def _why_not_downloaded(errors: str) -> str:
    if "No module named pip" in errors:
        return (
            f"pip, which downloads the SDK packages, is missing in this environment; install it, "
            f"or set {SOURCES_VARIABLE} to a folder that holds the two wheels of sources.lock."
        )
    reasons = [line[7:].strip(" .") for line in errors.splitlines() if line.startswith("ERROR: ")]
    reason = f" ({reasons[-1]})" if reasons else ""
    return (
        f"The SDK packages could not be downloaded{reason}; connect to a package index, "
        f"or set {SOURCES_VARIABLE} to a folder that holds the two wheels of sources.lock."
    )
