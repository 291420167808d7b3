"""TCL103 required-family: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings, whole

REQUIRED = ("RequestLimitExceeded", "AuthFailure")


def handler(body: str, clause: str = "except TencentCloudSDKException as e:") -> str:
    """Return an example whose handler has this body."""
    lines = body.strip("\n").split("\n")
    indented = "\n".join("        " + line for line in lines)
    return (
        f"def stop():\n    try:\n        client.StopInstances(request)\n    {clause}\n{indented}\n"
    )


VALID = {
    "both named": handler(
        'if e.code.split(".")[0] in ("RequestLimitExceeded", "AuthFailure"):\n    return 1\nraise'
    ),
    "a subcode names its family": handler(
        'if e.code == "AuthFailure.SignatureExpire":\n    return 1\n'
        'if e.code.startswith("RequestLimitExceeded"):\n    return 2\nraise'
    ),
    "a shorter prefix": handler('if e.code.startswith(("Auth", "Request")):\n    return 1\nraise'),
    "letters of them": handler(
        'if "LimitExceeded" in e.code or "AuthFailure" in e.code:\n    return 1\nraise'
    ),
    "a helper that the handler calls": (
        "def hint(error):\n    if error.code.startswith(('RequestLimitExceeded', 'AuthFailure')):\n"
        "        return 'wait'\n    return ''\n\n\n" + handler("raise RuntimeError(hint(e)) from e")
    ),
    "a helper of a helper": (
        "def is_limit(code):\n    return code.startswith('RequestLimitExceeded')\n\n\n"
        "def hint(error):\n    if is_limit(error.code) or error.code.startswith('AuthFailure'):\n"
        "        return 'wait'\n    return ''\n\n\n" + handler("raise RuntimeError(hint(e)) from e")
    ),
    "a table": (
        "TEXTS = {'RequestLimitExceeded': 'wait', 'AuthFailure.TokenFailure': 'log in'}\n\n\n"
        + handler("raise RuntimeError(TEXTS.get(e.code)) from e")
    ),
    "one in an inner handler, one in the outer": """
        def stop():
            try:
                try:
                    client.StopInstances(request)
                except TencentCloudSDKException as e:
                    if e.code.startswith("RequestLimitExceeded"):
                        return None
                    raise
            except TencentCloudSDKException as e:
                if e.code.startswith("AuthFailure"):
                    return None
                raise
    """,
    "a caller that handles it": """
        def ask():
            return client.StopInstances(request)

        def stop():
            try:
                ask()
            except TencentCloudSDKException as e:
                if e.code.startswith(("RequestLimitExceeded", "AuthFailure")):
                    return None
                raise
    """,
    "no API call": handler("raise").replace("client.StopInstances(request)", "int(text)"),
    "a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            if "Error" in body["Response"]:
                code = body["Response"]["Error"]["Code"]
                if code.startswith(("RequestLimitExceeded", "AuthFailure")):
                    return None
                raise RuntimeError(body)
            return body
    """,
    "a raw answer without a branch for Error": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            code = body["Response"].get("Error", {}).get("Code", "")
            if code.startswith(("RequestLimitExceeded", "AuthFailure")):
                return None
            return body
    """,
}

INVALID = {
    "none named": handler("raise", "«except TencentCloudSDKException as e:»"),
    "one missing": handler(
        'if e.code.startswith("AuthFailure"):\n    return None\nraise',
        "«except TencentCloudSDKException as e:»",
    ),
    "any Exception": handler("raise", "«except Exception:»"),
    "another family that begins so": handler(
        'if e.code in ("AuthFailure.TokenFailure", "LimitExceeded"):\n    return None\nraise',
        "«except TencentCloudSDKException as e:»",
    ),
    "no handler": """
        def stop():
            «client.StopInstances(request)»
    """,
    "two calls without a handler": """
        def stop():
            «client.StopInstances(request)»
            «client.TerminateInstances(request)»
    """,
    "two calls with one handler": """
        def stop():
            try:
                client.StopInstances(request)
                client.TerminateInstances(request)
            «except TencentCloudSDKException as e:»
                raise
    """,
    "an inner handler that raises again: said once": """
        def stop():
            try:
                try:
                    client.StopInstances(request)
                «except TencentCloudSDKException:»
                    raise
            except TencentCloudSDKException:
                raise
    """,
    "suppress": """
        import contextlib
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )
        from tencentcloud.cvm.v20170312 import cvm_client

        client = cvm_client.CvmClient(cred, "ap-guangzhou")
        with «contextlib.suppress(TencentCloudSDKException)»:
            client.StopInstances(request)
    """,
    "a helper that another handler calls": (
        "def hint(error):\n    if error.code.startswith(('RequestLimitExceeded', 'AuthFailure')):\n"
        "        return 'wait'\n    return ''\n\n\n"
        + handler("raise RuntimeError(hint(e)) from e")
        + "\n\n"
        + handler("raise", "«except TencentCloudSDKException as e:»").replace("stop", "halt")
    ),
    "a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            «if "Error" in body["Response"]:»
                raise RuntimeError(body)
            return body
    """,
}

WITH_RETRYER = """
    from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
    from tencentcloud.common.profile.client_profile import ClientProfile
    from tencentcloud.common.retry import NoopRetryer, StandardRetryer
    from tencentcloud.cvm.v20170312 import cvm_client

    profile = ClientProfile({argument})
    {statement}
    client = cvm_client.CvmClient(cred, "ap-guangzhou", profile)

    def stop(request):
        try:
            client.StopInstances(request)
        {clause}
            raise
"""


def with_retryer(
    argument: str = "", statement: str = "pass", clause: str = "except TencentCloudSDKException:"
) -> str:
    """Return an example whose client has a profile made so."""
    return WITH_RETRYER.format(argument=argument, statement=statement, clause=clause)


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL103", required_families=REQUIRED)


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL103", required_families=REQUIRED)


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_it_is_silent_without_the_setting(example: str) -> None:
    assert_valid(example.replace("«", "").replace("»", ""), "TCL103")


@pytest.mark.parametrize("family", ["RequestLimitExceeded", "ClientNetworkError"])
@pytest.mark.parametrize(
    "example",
    [
        with_retryer("retryer=StandardRetryer(max_attempts=5)"),
        with_retryer(statement="profile.retryer = StandardRetryer()"),
    ],
)
def test_a_retryer_covers_rate_limits_and_the_network(example: str, family: str) -> None:
    assert_valid(example, "TCL103", required_families=(family,))


def test_a_retryer_covers_nothing_else() -> None:
    example = with_retryer("retryer=StandardRetryer()", clause="«except TencentCloudSDKException:»")
    assert_invalid(example, "TCL103", required_families=REQUIRED)


def test_the_retryer_that_repeats_nothing_covers_nothing() -> None:
    example = with_retryer("retryer=NoopRetryer()", clause="«except TencentCloudSDKException:»")
    assert_invalid(example, "TCL103", required_families=("RequestLimitExceeded",))


def test_the_message_names_what_is_missing() -> None:
    code = whole(INVALID["one missing"]).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL103", required_families=REQUIRED)
    assert "`RequestLimitExceeded`" in finding.message.en
    assert "`AuthFailure`" not in finding.message.en
