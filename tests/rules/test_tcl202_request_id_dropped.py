"""TCL202 request-id-dropped: what it reports, how loud, and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings, whole

VALID = {
    "a bare raise": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException:
            raise
    """,
    "raised from the error": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            raise RuntimeError("failed") from e
    """,
    "the RequestId in the new error": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            raise RuntimeError(f"failed: {e.code} {e.requestId}") from None
    """,
    "the text of the error in it": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            raise RuntimeError(str(e)) from None
    """,
    "the object in it": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            raise Failure("failed", cause=e)
    """,
    "a new SDK error with the RequestId": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            raise TencentCloudSDKException(e.code, "again", e.requestId)
    """,
    "made before it is raised": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            failure = Failure(str(e))
            raise failure
    """,
    "logged before": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            logger.error("%s", e)
            raise Failure("failed")
    """,
    "an expected error": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            if e.code == "InvalidInstanceId.NotFound":
                raise NotFound(name)
            raise
    """,
    "Exception does not name the SDK error": """
        try:
            client.DescribeInstances(request)
        except Exception:
            raise Failure("failed")
    """,
    "made by a function of the object": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            raise translate(e)
    """,
}

INVALID = {
    "without from": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            «raise RuntimeError("failed")»
    """,
    "code and message alone": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            «raise RuntimeError(f"{e.code}: {e.message}")»
    """,
    "from None": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            «raise RuntimeError(e.message) from None»
    """,
    "a class without arguments": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException:
            «raise Failure»
    """,
    "a new SDK error without it": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            «raise TencentCloudSDKException(e.code, e.message)»
    """,
    "made by a function of parts": """
        def failure(error):
            return Failure(error.code)

        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            «raise failure(e)»
    """,
    "on the way that no test selects": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            if e.code == "InvalidInstanceId.NotFound":
                raise NotFound(name)
            «raise Failure(name)»
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL202")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL202")


def test_from_none_is_a_warning_and_the_implicit_chain_an_info() -> None:
    for name, severity in (("from None", "warning"), ("without from", "info")):
        code = whole(INVALID[name]).replace("«", "").replace("»", "")
        assert [each.severity for each in findings(code, "TCL202")] == [severity]
