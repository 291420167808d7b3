"""TCL303 prefer-constant: what it reports and what it leaves alone."""

import pytest

from tclsp.rules.registry import rule
from tests.rules.examples import assert_invalid, assert_valid, findings, whole


def example_of(condition: str) -> str:
    """Return an example whose handler tests the code so."""
    return (
        "def find():\n    try:\n        return client.DescribeInstances(request)\n"
        f"    except TencentCloudSDKException as e:\n        if {condition}:\n"
        "            return None\n        raise\n"
    )


VALID = {
    "a constant": example_of("e.code == errorcodes.INVALIDINSTANCEID_NOTFOUND"),
    "a code of another service": example_of('e.code == "ResourceNotFound.NoDataOfRecord"'),
    "a code that does not exist": example_of('e.code == "InvalidInstanceID.NotFound"'),
    "a client-side code": example_of('e.code == "ClientNetworkError"'),
    "a prefix": example_of('e.code.startswith("InvalidParameterValue")'),
    "a fragment": example_of('"InvalidParameterValue" in e.code'),
    "the family part": example_of('e.code.split(".")[0] == "InvalidParameterValue"'),
    "without case": example_of('e.code.lower() == "internalerror"'),
    "services unknown": """
        def is_gone(error: TencentCloudSDKException) -> bool:
            return error.code == "InvalidInstanceId.NotFound"
    """,
    "a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            if body["Response"]["Error"]["Code"] == "InvalidInstanceId.NotFound":
                return None
            return body
    """,
    "no test": """
        TEXT = "InvalidInstanceId.NotFound"
    """,
}

INVALID = {
    "==": example_of('e.code == «"InvalidInstanceId.NotFound"»'),
    "!=": example_of('e.code != «"InvalidInstanceId.NotFound"»'),
    "in": example_of('e.code in («"InvalidInstanceId.NotFound"», «"InvalidInstanceId.Malformed"»)'),
    "a common code that the service lists": example_of('e.code == «"InvalidParameterValue"»'),
    "a case": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                match e.code:
                    case «"InvalidInstanceId.NotFound"»:
                        return None
                raise
    """,
    "a table": """
        TEXTS = {«"InvalidInstanceId.NotFound"»: "gone"}

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                raise RuntimeError(TEXTS.get(e.code)) from e
    """,
    "one of two services": """
        from tencentcloud.cbs.v20170312 import cbs_client
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.sms.v20210111 import sms_client

        def send(cred, request):
            try:
                cbs_client.CbsClient(cred, "ap-guangzhou").DescribeDisks(request)
                sms_client.SmsClient(cred, "ap-guangzhou").SendSms(request)
            except TencentCloudSDKException as e:
                if e.code == «"InvalidDisk.NotSupported"»:
                    return None
                raise
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL303")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL303")


def test_it_is_off_by_default() -> None:
    found = rule("TCL303")
    assert found is not None
    assert not found.default


def test_the_remedy_names_constant_and_module() -> None:
    code = whole(INVALID["=="]).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL303")
    assert "`errorcodes.INVALIDINSTANCEID_NOTFOUND`" in finding.remedy.en
    assert "`from tencentcloud.cvm.v20170312 import errorcodes`" in finding.remedy.zh


def test_the_constant_is_that_of_the_version_that_is_called() -> None:
    code = whole("""
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.sms.v20190711 import models, sms_client

        def send(cred):
            try:
                sms_client.SmsClient(cred, "").SendSms(models.SendSmsRequest())
            except TencentCloudSDKException as e:
                if e.code == "FailedOperation.SignatureIncorrectOrUnapproved":
                    return None
                raise
    """)
    (finding,) = findings(code, "TCL303")
    assert "`tencentcloud.sms.v20190711`" in finding.message.en
