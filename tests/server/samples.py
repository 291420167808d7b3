"""Code that tests open: one handler that does enough with the error, and one that loses it."""

from pathlib import Path

HANDLED = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as error:
        raise RuntimeError(str(error)) from error
"""
SWALLOWED = HANDLED.replace("raise RuntimeError(str(error)) from error", "pass")


def install_sdk(folder: Path) -> None:
    """Make an environment with as much of an SDK as definitions need."""
    service = folder / ".venv/lib/python3.11/site-packages/tencentcloud/cvm/v20170312"
    service.mkdir(parents=True)
    (service.parents[1] / "__init__.py").write_text('__version__ = "3.0.1"\n')
    (service / "errorcodes.py").write_text(
        "AUTHFAILURE_CAMROLENAMEAUTHENTICATEFAILED = 'AuthFailure.CamRoleNameAuthenticateFailed'\n"
    )
    (service / "cvm_client.py").write_text(
        "class CvmClient:\n    def RunInstances(self, request):\n        pass\n"
    )
