"""TCL107 family-exact-match: what it reports and what it leaves alone."""

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
    "the family part": example_of('e.code.split(".")[0] == "InvalidParameterValue"'),
    "startswith": example_of('e.code.startswith("InvalidParameterValue")'),
    "a whole code": example_of('e.code == "InvalidInstanceId.NotFound"'),
    "a subcode of it beside": example_of(
        'e.code in ("RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded")'
    ),
    "a prefix test of it beside": example_of(
        'e.code == "InvalidParameterValue" or e.code.startswith("InvalidParameterValue.")'
    ),
    "a family without subcodes here": example_of('e.code == "DryRunOperation"'),
    "services unknown": """
        def is_bad(error: TencentCloudSDKException) -> bool:
            return error.code == "InvalidParameterValue"
    """,
    "a subcode in another branch of the handler": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "InvalidParameterValue.LimitExceeded":
                    return []
                if e.code == "InvalidParameterValue":
                    return None
                raise
    """,
    "an SMS status is no error code": """
        def sent(response):
            return response.SendStatusSet[0].Code == "InvalidParameterValue"
    """,
    "a helper that returns the family": """
        def family(error):
            return (error.get_code() or "").partition(".")[0]

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if family(e) in {"InvalidParameterValue", "AuthFailure"}:
                    return None
                raise
    """,
    "exactly or by prefix": """
        FAMILIES = ("InvalidParameterValue", "ResourceInsufficient")

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if any(e.code == each or e.code.startswith(each + ".") for each in FAMILIES):
                    return None
                raise
    """,
    "the error of another vendor": """
        import botocore.exceptions
        from tencentcloud.cvm.v20170312 import models
        try:
            ec2.describe_instances()
        except botocore.exceptions.ClientError as e:
            if e.response["Error"]["Code"] == "RequestLimitExceeded":
                pass
    """,
    "an HTTP status": example_of("e.code == 404"),
}

INVALID = {
    "==": example_of('e.code == «"InvalidParameterValue"»'),
    "!=": example_of('e.code != «"InvalidParameterValue"»'),
    "get_code": example_of('e.get_code() == «"InvalidParameterValue"»'),
    "in a tuple": example_of('e.code in («"InvalidParameterValue"», "DryRunOperation")'),
    "args": example_of('e.args[0] == «"InvalidParameterValue"»'),
    "or empty": example_of('(e.code or "") == «"InvalidParameterValue"»'),
    "getattr": example_of('getattr(e, "code", None) == «"InvalidParameterValue"»'),
    "a constant of the SDK": example_of("e.code == «errorcodes.INVALIDPARAMETERVALUE»"),
    "a local": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                code = e.code
                if code == «"InvalidParameterValue"»:
                    return None
                raise
    """,
    "match": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                match e.code:
                    case «"InvalidParameterValue"»:
                        return None
                raise
    """,
    "a dict keyed by codes": """
        TEXTS = {«"InvalidParameterValue"»: "bad value"}

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                return TEXTS[e.code], e
    """,
    "dict.get": """
        def find():
            texts = {«"InvalidParameterValue"»: "bad value"}
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                return texts.get(e.code), e
    """,
    "a set named elsewhere": """
        class Finder:
            BAD = frozenset({«"InvalidParameterValue"»})

            def find(self):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code in self.BAD:
                        return None
                    raise
    """,
    "any": """
        BAD = [«"InvalidParameterValue"»]

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if any(e.code == bad for bad in BAD):
                    return None
                raise
    """,
    "a helper that is given the error": """
        def is_bad(error):
            return error.code == «"InvalidParameterValue"»

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if is_bad(e):
                    return None
                raise
    """,
    "a helper that is given the code": """
        def is_bad(code):
            return code == «"InvalidParameterValue"»

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if is_bad(e.code):
                    return None
                raise
    """,
    "a class check says what it is": """
        def retryable(error):
            return isinstance(error, TencentCloudSDKException) and (
                error.code == «"RequestLimitExceeded"»
            )
    """,
    "gateway subcodes need no service": """
        def is_limited(error: TencentCloudSDKException) -> bool:
            return error.code == «"RequestLimitExceeded"»
    """,
    "get_code of anything": """
        def is_limited(problem):
            return problem.get_code() in {«"RequestLimitExceeded"»}
    """,
    "a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            if body["Response"]["Error"]["Code"] == «"RequestLimitExceeded"»:
                return None
            return body
    """,
    "an assert": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            assert e.code == «"InvalidParameterValue"»
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL107")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL107")


def test_the_message_names_a_subcode_that_slips_past() -> None:
    code = whole(INVALID["gateway subcodes need no service"]).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL107")
    assert "`RequestLimitExceeded.UinLimitExceeded`" in finding.message.en
    assert "`RequestLimitExceeded.UinLimitExceeded`" in finding.message.zh
