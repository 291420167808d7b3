"""TCL302 code-not-in-service: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings, whole


def example_of(condition: str) -> str:
    """Return an example whose handler tests the code so; it calls CVM."""
    return (
        "def find():\n    try:\n        return client.DescribeInstances(request)\n"
        f"    except TencentCloudSDKException as e:\n        if {condition}:\n"
        "            return None\n        raise\n"
    )


VALID = {
    "a code of the service": example_of('e.code == "InvalidInstanceId.NotFound"'),
    "a common code": example_of('e.code == "ResourceNotFound"'),
    "a gateway code": example_of('e.code == "RequestLimitExceeded.UinLimitExceeded"'),
    "a client-side code": example_of('e.code == "ClientNetworkError"'),
    "a code that does not exist: 301 judges it": example_of('e.code == "NoSuchInstance"'),
    "a fragment": example_of('"LimitExceeded.NatGatewayLimitExceeded" in e.code'),
    "a family of the service": example_of('e.code.startswith("InvalidInstanceId")'),
    "the service is unknown": """
        def find(anything):
            try:
                return anything.ask()
            except TencentCloudSDKException as e:
                if e.code == "LimitExceeded.NatGatewayLimitExceeded":
                    return None
                raise
    """,
    "a second service that has it": """
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client
        from tencentcloud.vpc.v20170312 import vpc_client

        def find(cred, request):
            try:
                cvm_client.CvmClient(cred, "ap-guangzhou").DescribeInstances(request)
                vpc_client.VpcClient(cred, "ap-guangzhou").DescribeNatGateways(request)
            except TencentCloudSDKException as e:
                if e.code == "LimitExceeded.NatGatewayLimitExceeded":
                    return None
                raise
    """,
    "a second call of an unknown service": """
        def find(other):
            try:
                client.DescribeInstances(request)
                getattr(other_client, action)(request)
            except TencentCloudSDKException as e:
                if e.code == "LimitExceeded.NatGatewayLimitExceeded":
                    return None
                raise
    """,
    "a helper that others call too": """
        def is_full(error):
            return error.code == "LimitExceeded.NatGatewayLimitExceeded"

        def find():
            try:
                client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if is_full(e):
                    return None
                raise

        def ask(anything):
            try:
                anything.ask()
            except TencentCloudSDKException as e:
                if is_full(e):
                    return None
                raise
    """,
    "a credential of unknown class": """
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        def find(credential, request):
            client = cvm_client.CvmClient(credential, "ap-guangzhou")
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "InternalError.GetRoleError":
                    return None
                raise
    """,
    "a credential that calls STS": """
        from tencentcloud.common import credential
        from tencentcloud.common.credential import STSAssumeRoleCredential
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        client = cvm_client.CvmClient(STSAssumeRoleCredential("id", "key", arn, name), "x")

        def find(request):
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "InternalError.GetRoleError":
                    return None
                raise
    """,
}

INVALID = {
    "a code of another service": example_of('e.code == «"LimitExceeded.NatGatewayLimitExceeded"»'),
    "in a tuple": example_of(
        'e.code in ("ResourceNotFound", «"LimitExceeded.NatGatewayLimitExceeded"»)'
    ),
    "a constant of another service": """
        from tencentcloud.common import credential
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client
        from tencentcloud.vpc.v20170312 import errorcodes

        def find(request):
            client = cvm_client.CvmClient(credential.Credential("id", "key"), "x")
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == «errorcodes.LIMITEXCEEDED_NATGATEWAYPERVPCLIMITEXCEEDED»:
                    return None
                raise
    """,
    "a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            error = body["Response"].get("Error")
            if error:
                if error["Code"] == «"LimitExceeded.NatGatewayLimitExceeded"»:
                    return None
                raise RuntimeError(body)
            return body
    """,
    "CommonClient": """
        from tencentcloud.common import credential
        from tencentcloud.common.common_client import CommonClient
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )

        def find():
            client = CommonClient("cvm", "2017-03-12", credential.Credential("i", "k"), "x")
            try:
                return client.call_json("DescribeInstances", {})
            except TencentCloudSDKException as e:
                if e.code == «"LimitExceeded.NatGatewayLimitExceeded"»:
                    return None
                raise
    """,
    "through a function that calls": """
        def ask():
            return client.DescribeInstances(request)

        def find():
            try:
                return ask()
            except TencentCloudSDKException as e:
                if e.code == «"LimitExceeded.NatGatewayLimitExceeded"»:
                    return None
                raise
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL302")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL302")


def test_the_message_names_the_services() -> None:
    code = whole(INVALID["a code of another service"]).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL302")
    assert "vpc" in finding.message.en
    assert "cvm" in finding.message.en
