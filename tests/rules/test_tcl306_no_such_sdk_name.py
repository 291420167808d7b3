"""TCL306 no-such-sdk-name: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings

ERROR_MODULE = "tencentcloud.common.exception.tencent_cloud_sdk_exception"

VALID = [
    "from tencentcloud.common import credential",
    "from tencentcloud.common.credential import Credential, STSAssumeRoleCredential",
    "from tencentcloud.common.exception import TencentCloudSDKException",
    f"from {ERROR_MODULE} import TencentCloudSDKException",
    "from tencentcloud.common.profile import client_profile, http_profile",
    "from tencentcloud.common.profile.client_profile import ClientProfile",
    "from tencentcloud.common.retry import StandardRetryer",
    "from tencentcloud.cvm.v20170312 import cvm_client, cvm_client_async, errorcodes, models",
    "from tencentcloud.cvm.v20170312.cvm_client import CvmClient",
    "from tencentcloud.cvm.v20170312.models import AnythingRequest",
    "from tencentcloud.cvm import v20170312",
    "from tencentcloud import cvm",
    f"from {ERROR_MODULE} import *",
    "import tencentcloud.cvm.v20170312.cvm_client as client",
    "from .tencentcloud.cvm import cvm_client",
    "try:\n    from tencentcloud.cvm import cvm_client\nexcept ImportError:\n    cvm_client = None",
    "from tencentcloud_sdk import cvm",
    "from tencentcloud import __version__",
    "from tencentcloud.gone.v20190318 import gone_client, models",
    "from tencentcloud.cr.v20180321 import cr_client",
]

INVALID = {
    "«from tencentcloud.cvm import cvm_client»": "tencentcloud.cvm.v20170312.cvm_client",
    "«from tencentcloud.cvm.v20190101 import models»": "tencentcloud.cvm.v20170312.models",
    "«from tencentcloud.cvm.v20170312 import cvmclient»": ("tencentcloud.cvm.v20170312.cvm_client"),
    "«from tencentcloud.cvm.v20170312.cvm_client import CVMClient»": (
        "tencentcloud.cvm.v20170312.cvm_client.CvmClient"
    ),
    "«from tencentcloud.common.exception.sdk_exception import TencentCloudSDKException»": (
        f"{ERROR_MODULE}.TencentCloudSDKException"
    ),
    "«from tencentcloud.monitr.v20180724 import monitor_client»": (
        "tencentcloud.monitor.v20180724.monitor_client"
    ),
    "«from tencentcloud.nosuchthing import client»": "tclsp codes`",
    "«from tencentcloud.cvm import cvm_client, models»": "tencentcloud.cvm.v20170312.cvm_client",
    "«from tencentcloud.common.profil import client_profile»": "tencentcloud.common.profile",
}


@pytest.mark.parametrize("example", VALID)
def test_valid(example: str) -> None:
    assert_valid(example, "TCL306")


@pytest.mark.parametrize(("example", "meant"), INVALID.items())
def test_invalid(example: str, meant: str) -> None:
    assert_invalid(example, "TCL306")
    (finding,) = findings(example.replace("«", "").replace("»", ""), "TCL306")
    assert f"`{meant}" in finding.remedy.en
