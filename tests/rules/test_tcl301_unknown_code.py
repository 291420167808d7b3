"""TCL301 unknown-code: what it reports and what it leaves alone."""

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
    "a code": example_of('e.code == "InvalidInstanceId.NotFound"'),
    "a code of another service: 302 judges it": example_of(
        'e.code == "LimitExceeded.NatGatewayLimitExceeded"'
    ),
    "a family": example_of('e.code == "FailedOperation"'),
    "a family with its dot": example_of('e.code.startswith("FailedOperation.")'),
    "the start of a code": example_of('e.code.startswith("InvalidInstanceId.Not")'),
    "a gateway code": example_of('e.code == "RequestLimitExceeded.IPLimitExceeded"'),
    "a client-side code": example_of('e.code == "ClientNetworkError"'),
    "a fragment": example_of('"NotFound" in e.code'),
    "a builtin exception's name": example_of('e.code == "KeyError"'),
    "a name of requests": example_of('e.code == "ChunkedEncodingError"'),
    "a class of the module": (
        "class TooManyPages(Exception):\n    pass\n\n\n" + example_of('e.code == "TooManyPages"')
    ),
    "without case": example_of('e.code.lower() == "invalidinstanceid.notfound"'),
    "no code at all": example_of('e.code == ""'),
    "a family with a dot added": """
        def is_of(error: TencentCloudSDKException, family: str) -> bool:
            return error.code == family or error.code.startswith(family + ".")
    """,
    "values of a dict call": """
        TEXTS = dict(LimitExceeded="too much")

        def told(error: TencentCloudSDKException) -> str:
            return TEXTS.get(error.code, str(error))
    """,
    "a list in a text": example_of('e.code in "LimitExceeded,ResourceInUse"'),
    "a message": example_of('e.message == "NoSuchThing"'),
    "an SMS status": """
        def sent(response):
            return response.SendStatusSet[0].Code == "Ok"
    """,
    "a Code of the request": """
        request.Code = "NoSuchThing"
        if request.Code == "NoSuchThing":
            client.DescribeInstances(request)
    """,
    "a dotted text of no family": 'NAME = "Config.Loader"\n',
    "another vendor's code": """
        from botocore.exceptions import ClientError
        from tencentcloud.cvm.v20170312 import models
        try:
            ec2.run_instances()
        except ClientError as e:
            if e.response["Error"]["Code"] == "InvalidAMIID.NotFound":
                pass
    """,
    "two vendors in one clause": """
        from botocore.exceptions import ClientError
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        try:
            ask()
        except (TencentCloudSDKException, ClientError) as e:
            if getattr(e, "code", None) == "Throttling":
                pass
    """,
    "a dotted text of a family far from any code": (
        'KEY = "FailedOperation.OurOwnVeryDifferentName"\nclient.DescribeInstances(request)\n'
    ),
}

INVALID = {
    "a letter more": example_of('e.code == «"AuthFailure.SignatureExpired"»'),
    "another case": example_of('e.code == «"AuthFailure.signatureFailure"»'),
    "a made-up family": example_of('e.code == «"InstanceMissing"»'),
    "one of several": example_of('e.code in ("ResourceNotFound", «"NoSuchInstance"»)'),
    "!=": example_of('e.code != «"NoSuchInstance"»'),
    "a prefix of nothing": example_of('e.code.startswith(«"NoSuchInstance."»)'),
    "a name that sounds like an exception": example_of('e.code == «"RequestTimeout"»'),
    "a code of COS": example_of('e.code == «"NoSuchBucket"»'),
    "after the handler": """
        def find():
            code = ""
            try:
                client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                code = e.code
                print(e)
            return code == «"NoSuchInstance"»
    """,
    "a builtin beside the SDK error": """
        try:
            client.DescribeInstances(request)
        except (OSError, TencentCloudSDKException) as e:
            if e.code == «"NoSuchInstance"»:
                pass
    """,
    "single quotes": example_of("e.code == «'NoSuchInstance'»"),
    "a set named elsewhere": """
        RETRIED = {"InternalError.TradeUnknownError", «"Throttling"»}

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code in RETRIED:
                    return None
                raise
    """,
    "a table keyed by codes": """
        TEXTS = {«"InstanceMissing"»: "no such instance"}

        def told(error: TencentCloudSDKException) -> str:
            return TEXTS.get(error.code, str(error))
    """,
    "match": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                match e.code:
                    case "ResourceNotFound" | «"NoSuchInstance"»:
                        return None
                raise
    """,
    "elsewhere, one edit away from one code": """
        CODE = «"AuthFailure.SignatureFailur"»

        def expected():
            return CODE
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL301")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL301")


def first(example: str, known_codes: frozenset[str] = frozenset()) -> str:
    """Return message and remedy of the only finding on an example."""
    code = whole(example).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL301", known_codes=known_codes)
    return f"{finding.message.en} {finding.remedy.en}"


def test_the_nearest_code_is_named() -> None:
    assert "`AuthFailure.SignatureExpire`" in first(INVALID["a letter more"])


def test_another_case_is_named_as_such() -> None:
    told = first(INVALID["another case"])
    assert "`AuthFailure.SignatureFailure`" in told
    assert "case" in told


def test_a_code_of_cos_is_told_to_come_otherwise() -> None:
    assert "CosServiceError" in first(INVALID["a code of COS"])


def test_known_codes_of_the_settings_are_codes() -> None:
    code = whole(INVALID["a made-up family"]).replace("«", "").replace("»", "")
    assert findings(code, "TCL301", known_codes=frozenset({"InstanceMissing"})) == []
