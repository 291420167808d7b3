import os
import subprocess
import sys
from pathlib import Path

import pytest

import tclsp.catalog
from tclsp.catalog.build import build
from tclsp.catalog.records import Code
from tclsp.catalog.store import Catalog
from tclsp.catalog.wheels import SOURCES_VARIABLE
from tests.catalog import fake_sdk


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two small wheels, which the environment names as the source."""
    folder = tmp_path / "wheels"
    fake_sdk.write_wheels(folder)
    monkeypatch.setenv(SOURCES_VARIABLE, str(folder))
    return folder


@pytest.fixture
def data(tmp_path: Path, wheels: Path) -> Path:
    """A folder with all that a catalogue of the small wheels is built from."""
    folder = tmp_path / "data"
    fake_sdk.write_data(folder, wheels)
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The catalogue of the small wheels."""
    folder = tmp_path_factory.mktemp("small")
    fake_sdk.write_wheels(folder / "wheels")
    fake_sdk.write_data(folder / "data", folder / "wheels")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(SOURCES_VARIABLE, str(folder / "wheels"))
        return Catalog.open(build(data=folder / "data").path)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalogue of this package, with all that it reads once already read."""
    catalog = Catalog.open()
    catalog.nearest("InternalErrors")
    return catalog


@pytest.fixture(scope="session")
def all_codes(catalog: Catalog) -> list[Code]:
    """All codes of the catalogue of this package."""
    return catalog.codes()


@pytest.fixture(scope="module")
def sdk_wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two real wheels: the one that the environment names, or downloaded."""
    given = os.environ.get(SOURCES_VARIABLE)
    if given:
        return Path(given)
    folder = tmp_path_factory.mktemp("sdk-wheels")
    lock = Path(tclsp.catalog.__file__).with_name("sources.lock")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--require-hashes", "-r", str(lock), "-d", str(folder)], check=True)
    return folder
