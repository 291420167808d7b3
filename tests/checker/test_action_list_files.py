"""The setting `action-lists` on its way to the rules."""

from pathlib import Path

import pytest

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tclsp.checker.run import Request, run
from tclsp.checker.settings_error import SettingsError

CODE = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client


def find(credential, request):
    client = cvm_client.CvmClient(credential, "ap-guangzhou")
    try:
        return client.DescribeZones(request)
    except TencentCloudSDKException as error:
        if error.code == "InvalidInstanceId.NotFound":
            return None
        raise
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tclsp.toml").write_text('action-lists = ["lists/actions.txt"]\n', encoding="utf-8")
    (tmp_path / "app.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "lists").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_lists_that_the_settings_name_are_judged_by(project: Path) -> None:
    action = ListedAction("cvm", "2017-03-12", "DescribeZones")
    ActionLists.of({action: ["InvalidRegion.NotFound"]}, "1").save(project / "lists/actions.txt")
    (report,) = run(Request((".",), cache=False)).reports
    assert [finding.code for finding in report.findings] == ["TCL304"]


@pytest.mark.parametrize("content", [None, b"no list"])
def test_a_missing_or_damaged_file_stops_the_run(project: Path, content: bytes | None) -> None:
    if content is not None:
        (project / "lists/actions.txt").write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        run(Request((".",), cache=False))
    assert "actions.txt" in str(raised.value)


def test_lists_that_change_are_read_again(project: Path) -> None:
    action = ListedAction("cvm", "2017-03-12", "DescribeZones")
    for answered, found in (
        ("InvalidRegion.NotFound", ["TCL304"]),
        ("InvalidInstanceId.NotFound", []),
    ):
        ActionLists.of({action: [answered]}, "1").save(project / "lists/actions.txt")
        (report,) = run(Request((".",), cache=False)).reports
        assert [finding.code for finding in report.findings] == found
