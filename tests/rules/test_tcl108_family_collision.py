"""TCL108 family-collision: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings, whole


def example_of(condition: str) -> str:
    """Return an example whose handler tests the code so."""
    return (
        "def find():\n    try:\n        return client.DescribeInstances(request)\n"
        f"    except TencentCloudSDKException as e:\n        if {condition}:\n"
        "            return None\n        raise\n"
    )


VALID = {
    "a dot at the end": example_of('e.code.startswith("InvalidParameter.")'),
    "the family part": example_of('e.code.split(".")[0] == "LimitExceeded"'),
    "one of the parts": example_of('"LimitExceeded" in e.code.split(".")'),
    "equality": example_of('e.code == "LimitExceeded"'),
    "a fragment that is no family": example_of('"NotFound" in e.code'),
    "a prefix that is no family": example_of('e.code.startswith("Invalid")'),
    "no other family has it": example_of('e.code.startswith("UnauthorizedOperation")'),
    "the longer one": """
        def is_bad(error: TencentCloudSDKException) -> bool:
            return error.code.startswith("InvalidParameterValue")
    """,
    "the other family named in the same test": example_of(
        'e.code.startswith("InvalidParameter") or e.code.startswith("InvalidParameterValue")'
    ),
    "the other family kept out": example_of(
        'e.code.startswith("InvalidParameter") and not e.code.startswith("InvalidParameterValue")'
    ),
    "the other family in a branch before": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "RequestLimitExceeded.UinLimitExceeded":
                    return 1
                if "LimitExceeded" in e.code:
                    return 2
                raise
    """,
    "both in one tuple": example_of(
        'e.code.startswith(("InvalidParameter", "InvalidParameterValue"))'
    ),
    "any of both": example_of(
        'any(name in e.code for name in ("LimitExceeded", "RequestLimitExceeded"))'
    ),
    "another family of services that are not called": """
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.sms.v20210111 import models, sms_client

        def send(cred):
            client = sms_client.SmsClient(cred, "ap-guangzhou")
            try:
                return client.SendSms(models.SendSmsRequest())
            except TencentCloudSDKException as e:
                if e.code.startswith("InvalidInstance"):
                    return None
                raise
    """,
    "no error of the API": """
        import botocore.exceptions
        from tencentcloud.cvm.v20170312 import models
        try:
            ec2.describe_instances()
        except botocore.exceptions.ClientError as e:
            if "LimitExceeded" in e.response["Error"]["Code"]:
                pass
    """,
}

INVALID = {
    "in": example_of('«"LimitExceeded"» in e.code'),
    "startswith": example_of('e.code.startswith(«"InvalidParameter"»)'),
    "endswith": example_of('e.code.endswith(«"LimitExceeded"»)'),
    "find": example_of('e.code.find(«"LimitExceeded"») >= 0'),
    "not in": example_of('not («"LimitExceeded"» in e.code)'),
    "not in as an operator": example_of('«"LimitExceeded"» not in e.code'),
    "in the family part": example_of('«"LimitExceeded"» in e.code.split(".")[0]'),
    "without case": example_of('«"limitexceeded"» in e.code.lower()'),
    "one of a tuple": example_of('e.code.startswith((«"InvalidParameter"», "FailedOperation"))'),
    "a constant of the SDK": example_of("e.code.startswith(«errorcodes.INVALIDPARAMETER»)"),
    "services unknown": """
        def is_limit(error: TencentCloudSDKException) -> bool:
            return «"LimitExceeded"» in error.code
    """,
    "families of the service in play": example_of('e.code.startswith(«"InvalidParameterValue"»)'),
    "any": """
        LIMITS = («"LimitExceeded"», "QuotaExceed")

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if any(limit in e.code for limit in LIMITS):
                    return None
                raise
    """,
    "a helper that is given the code": """
        def is_limit(code):
            return «"LimitExceeded"» in code

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if is_limit(e.code):
                    return None
                raise
    """,
    "a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            if «"LimitExceeded"» in body["Response"]["Error"]["Code"]:
                return None
            return body
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL108")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL108")


def test_the_message_names_the_other_family() -> None:
    code = whole(INVALID["in"]).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL108")
    assert "`RequestLimitExceeded`" in finding.message.en
    assert "`RequestLimitExceeded`" in finding.message.zh
