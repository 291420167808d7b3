"""Where a workspace's own SDK lies, and what its source says."""

from pathlib import Path

import pytest

from tclsp.catalog.installed_sdk import find_sdk

ERROR_CODES = """\
# -*- coding: utf8 -*-

# 该实例不存在。
INVALIDINSTANCEID_NOTFOUND = 'InvalidInstanceId.NotFound'
"""
CLIENT = """\
class CvmClient(AbstractClient):
    def RunInstances(self, request):
        pass
"""


def install(packages: Path) -> Path:
    folder = packages / "tencentcloud"
    service = folder / "cvm" / "v20170312"
    service.mkdir(parents=True)
    (folder / "__init__.py").write_text("__version__ = '3.0.1'\n", encoding="utf-8")
    (service / "errorcodes.py").write_text(ERROR_CODES, encoding="utf-8")
    (service / "cvm_client.py").write_text(CLIENT, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "packages", [".venv/lib/python3.12/site-packages", "venv/Lib/site-packages"]
)
def test_in_an_environment_below_a_root(tmp_path: Path, packages: str) -> None:
    folder = install(tmp_path / packages)
    found = find_sdk([tmp_path])
    assert found is not None
    assert found.folder == folder
    assert found.version == "3.0.1"


def test_the_interpreter_goes_before_virtual_env_and_that_before_folders(tmp_path: Path) -> None:
    for name in ("a", "b", "root/.venv"):
        install(tmp_path / name / "lib/python3.11/site-packages")
    named = str(tmp_path / "a" / "bin" / "python")
    active = str(tmp_path / "b")
    places = [
        find_sdk([tmp_path / "root"], named, active),
        find_sdk([tmp_path / "root"], None, active),
        find_sdk([tmp_path / "root"], "/nowhere/bin/python", None),
    ]
    folders = [found.folder.relative_to(tmp_path).parts[0] for found in places if found]
    assert folders == ["a", "b", "root"]


def test_none(tmp_path: Path) -> None:
    assert find_sdk([tmp_path]) is None


def test_lines_of_its_source(tmp_path: Path) -> None:
    install(tmp_path / ".venv/lib/python3.11/site-packages")
    sdk = find_sdk([tmp_path])
    assert sdk is not None
    constant = sdk.constant("cvm", "2017-03-12", "InvalidInstanceId.NotFound")
    action = sdk.action("cvm", "2017-03-12", "RunInstances")
    assert constant is not None
    assert action is not None
    assert (constant.row, constant.column, constant.length) == (4, 0, 26)
    assert (action.row, action.column, action.length) == (2, 8, 12)
    assert sdk.constant("cvm", "2017-03-12", "No.Such") is None
    assert sdk.action("sms", "2021-01-11", "SendSms") is None
    assert sdk.has_code("cvm", "2017-03-12", "InvalidInstanceId.NotFound") is True
    assert sdk.has_code("cvm", "2017-03-12", "No.Such") is False
    assert sdk.has_code("sms", "2021-01-11", "No.Such") is None
