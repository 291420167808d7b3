"""TCL404 message-matching: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings, whole


def example_of(condition: str, classes: str = "TencentCloudSDKException") -> str:
    """Return an example whose handler decides by a condition."""
    return (
        "def find():\n    try:\n        return client.DescribeInstances(request)\n"
        f"    except {classes} as e:\n        if {condition}:\n"
        "            return None\n        raise\n"
    )


VALID = {
    "the code": example_of('e.code == "InvalidInstanceId.NotFound"'),
    "a part of the code": example_of('"NotFound" in e.get_code()'),
    "whether there is a message": example_of("e.message"),
    "an empty message": example_of('e.message == ""'),
    "punctuation": example_of('e.message.endswith(".")'),
    "what is not known": example_of("instance_id in str(e)"),
    "the class by name": example_of('type(e).__name__ == "TimeoutError"'),
    "an attribute of other errors": example_of('"nope" in e.response.text', "Exception"),
    "the RequestId": """
        import re

        def request_id_of(e: TencentCloudSDKException):
            return re.search(r"requestId:(\\S+)", str(e))
    """,
    "a clause that cannot catch the SDK error": example_of('"nope" in str(e)', "ValueError"),
    "no call in the try": """
        def load(path):
            try:
                return parse(path)
            except Exception as e:
                if "nope" in str(e):
                    return None
                raise
    """,
    "behind a clause that caught it": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException:
                raise
            except Exception as e:
                if "nope" in str(e):
                    return None
                raise
    """,
    "another class by a check": example_of(
        'isinstance(e, OSError) and "refused" in str(e)', "Exception"
    ),
    "another class by a branch": """
        def find():
            try:
                return client.DescribeInstances(request)
            except Exception as e:
                if isinstance(e, TencentCloudSDKException):
                    return e.code
                if "refused" in str(e):
                    return None
                raise
    """,
    "a branch for another class": """
        def find():
            try:
                return client.DescribeInstances(request)
            except Exception as e:
                if isinstance(e, OSError):
                    if "refused" in str(e):
                        return None
                raise
    """,
    "the other side of a check": """
        def find():
            try:
                return client.DescribeInstances(request)
            except Exception as e:
                text = e.message if isinstance(e, TencentCloudSDKException) else str(e)
                return text
    """,
    "another vendor's error in the tuple": """
        from botocore.exceptions import ClientError
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )

        def find():
            try:
                return fetch()
            except (TencentCloudSDKException, ClientError) as e:
                if "Not Found" in str(e):
                    return None
                raise
    """,
    "fields of a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            if "Error" in body["Response"] and "Code" in body["Response"]["Error"]:
                raise LookupError(body)
            return body
    """,
    "a result that is called Message": """
        import requests

        def find(payload):
            body = requests.post("https://tiia.tencentcloudapi.com", json=payload).json()
            text = body["Response"]["Message"]
            return text == "success" or body["Response"].get("Message") == "done"
    """,
    "the status of a number": """
        def sent(response):
            return response.SendStatusSet[0].Message == "send success"
    """,
    "a helper that is given a raw answer": """
        import requests

        def failed(body):
            return "Error" in body["Response"] and "Message" in body["Response"]["Error"]

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            return None if failed(body) else body
    """,
    "a text of the project's own": """
        def find(text):
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if "verbose" in text:
                    print(e)
                raise
    """,
}

INVALID = {
    "in the message": example_of('«"not exist" in e.message»'),
    "get_message": example_of('«"not exist" in e.get_message()»'),
    "in the text": example_of('«"not exist" in str(e)»'),
    "in the lower-case text": example_of('«"not exist" in str(e).lower()»'),
    "not in": example_of('«"not exist" not in str(e)»'),
    "the text with a missing one": example_of('«"not exist" in (e.message or "")»'),
    "args": example_of('«"not exist" in e.args[1]»'),
    "an f-string": example_of('«"not exist" in f"{e}"»'),
    "getattr": example_of('«"not exist" in getattr(e, "message", "")»'),
    "equality": example_of('«e.message == "instance not found"»'),
    "inequality with a name": 'GONE = "instance not found"\n' + example_of("«e.message != GONE»"),
    "a set of messages": example_of('«e.message in {"gone", "not there"}»'),
    "startswith": example_of('«e.message.startswith("The instance")»'),
    "endswith": example_of('«str(e).endswith("gone")»'),
    "find": example_of('«e.message.find("not exist") >= 0»'),
    "find and -1": example_of('«str(e).find("not exist") != -1»'),
    "codes in the text": example_of('«"InvalidInstanceId.NotFound" in str(e)»'),
    "two of them": example_of('«"gone" in str(e)» or «"not exist" in e.message»'),
    "any of several": example_of('any(«word in str(e)» for word in ("gone", "not exist"))'),
    "a loop over texts": """
        GONE = ("gone", "not exist")

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                for word in GONE:
                    if «word in str(e)»:
                        return None
                raise
    """,
    "texts that are found": example_of('[word for word in ("gone", "lost") if «word in str(e)»]'),
    "a table of messages": 'TEXTS = {"gone": 1}\n' + example_of("«TEXTS.get(e.message)»"),
    "a key of a table": 'TEXTS = {"gone": 1}\n' + example_of("«TEXTS[e.message]» == 1"),
    "the first word": example_of('«str(e).split(":")[0] == "gone"»'),
    "a broad clause around a call": example_of('«"not exist" in str(e)»', "Exception"),
    "beside builtin errors": example_of(
        '«"not exist" in str(e)»', "(TencentCloudSDKException, ValueError)"
    ),
    "behind a check for the class": example_of(
        'isinstance(e, TencentCloudSDKException) and «"gone" in e.message»', "Exception"
    ),
    "re.search": """
        import re

        def is_gone(e: TencentCloudSDKException):
            return bool(«re.search("not (exist|found)", str(e))»)
    """,
    "a compiled pattern": """
        import re

        GONE = re.compile("not (exist|found)")

        def is_gone(e: TencentCloudSDKException):
            return bool(«GONE.search(e.message)»)
    """,
    "a local": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                text = str(e).lower()
                if «"not exist" in text»:
                    return None
                raise
    """,
    "a local that leaves the handler": """
        def find():
            problem = ""
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                problem = e.message
            return None if «"not exist" in problem» else problem
    """,
    "match": """
        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                match e.message:
                    case «"not found"»:
                        return None
                raise
    """,
    "a helper that is given the text": """
        def is_gone(text: str) -> bool:
            return «"not exist" in text»

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if is_gone(str(e)):
                    return None
                raise
    """,
    "a helper that is given the error": """
        def is_gone(error):
            return «"not exist" in str(error)»

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if is_gone(e):
                    return None
                raise
    """,
    "an assert": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            assert «"not exist" in str(e)»
    """,
    "the message of a raw answer by get": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            error = body.get("Response", {}).get("Error")
            if error:
                if «"not exist" in error.get("Message", "")»:
                    return None
                raise LookupError(body)
            return body
    """,
    "the message of a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            if "Error" in body["Response"]:
                if «"not exist" in body["Response"]["Error"]["Message"]»:
                    return None
                raise LookupError(body)
            return body
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL404")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL404")


@pytest.mark.parametrize(
    ("condition", "comparison"),
    [
        ('"InvalidInstanceId.NotFound" in str(e)', 'e.code == "InvalidInstanceId.NotFound"'),
        ('"DryRunOperation" in e.message', 'e.code == "DryRunOperation"'),
        ('"AuthFailure" in str(e)', 'e.code.split(".")[0] == "AuthFailure"'),
        (
            'any(code in str(e) for code in ("ResourceInUse", "AuthFailure.TokenFailure"))',
            'e.code.split(".")[0] in ("ResourceInUse", "AuthFailure")',
        ),
    ],
)
def test_the_remedy_compares_the_code(condition: str, comparison: str) -> None:
    (finding,) = findings(whole(example_of(condition)), "TCL404")
    assert f"`{comparison}`" in finding.remedy.en
    assert f"`{comparison}`" in finding.remedy.zh


def test_the_remedy_names_where_to_find_the_code() -> None:
    (finding,) = findings(whole(example_of('"not exist" in e.message')), "TCL404")
    assert "`e.code`" in finding.remedy.en
    assert "`tclsp codes --service cvm`" in finding.remedy.en
