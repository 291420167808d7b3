"""TCL204 no-such-attribute: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid


def handler(body: str, clause: str = "except TencentCloudSDKException as e:") -> str:
    """Return an example whose handler has this body."""
    return f"try:\n    client.DescribeInstances(request)\n{clause}\n    {body}\n"


VALID = {
    "what it has": handler("print(e.code, e.message, e.requestId, e.get_request_id(), e.args)"),
    "getattr with a default": handler('print(getattr(e, "request_id", ""))'),
    "asked for before": handler('print(e.request_id if hasattr(e, "request_id") else e)'),
    "another error in the tuple may have it": handler(
        "print(e.request_id)", "except (OSError, TencentCloudSDKException) as e:"
    ),
    "Exception may be anything": handler("print(e.msg)", "except Exception as e:"),
    "bound again": handler("e = wrap(e)\n    print(e.request_id)"),
    "another object": handler("print(context.request_id)"),
    "a subclass of the project": """
        class ApiError(TencentCloudSDKException):
            @property
            def request_id(self):
                return self.requestId

        try:
            client.DescribeInstances(request)
        except ApiError as e:
            print(e.request_id)
    """,
    "the model's own": """
        answer = client.DescribeInstances(request)
        print(answer.RequestId, answer.TotalCount)
    """,
    "an answer of something else": """
        answer = ask()
        print(answer.request_id)
    """,
    "a raw answer": """
        import requests
        body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
        print(body["Response"]["RequestId"], body["Response"]["Error"]["Code"])
    """,
}

INVALID = {
    "request_id": handler("print(«e.request_id»)"),
    "RequestId": handler("print(e.code, «e.RequestId»)"),
    "error_code": handler('logger.error("%s", «e.error_code»)'),
    "msg": handler("print(«e.msg», e.requestId)"),
    "get_requestId": handler("print(«e.get_requestId»())"),
    "requestId of a model": """
        answer = client.DescribeInstances(request)
        print(«answer.requestId»)
    """,
    "request_id of a model that is awaited": """
        async def find():
            answer = await client.DescribeInstances(request)
            return «answer.request_id»
    """,
    "inside Error of a raw answer": """
        import requests
        body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
        error = body["Response"]["Error"]
        print(«error["RequestId"]»)
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL204")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL204")
