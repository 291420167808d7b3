"""TCL106 unreachable-branch: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings, whole


def handler(body: str) -> str:
    """Return an example whose handler has this body."""
    lines = body.strip("\n").split("\n")
    indented = "\n".join("        " + line for line in lines)
    return (
        "def find():\n    try:\n        return client.DescribeInstances(request)\n"
        f"    except TencentCloudSDKException as e:\n{indented}\n"
    )


def chain(first: str, second: str) -> str:
    """Return an example whose handler has a branch for each of two tests."""
    return handler(f"if {first}:\n    return 1\nelif {second}:\n    return 2\nraise")


VALID = {
    "different codes": chain('e.code == "ResourceNotFound"', 'e.code == "InternalError"'),
    "the subcode first": chain(
        'e.code == "ResourceNotFound.Instance"', 'e.code.startswith("ResourceNotFound")'
    ),
    "the bare family first": chain(
        'e.code == "ResourceNotFound"', 'e.code == "ResourceNotFound.Instance"'
    ),
    "a prefix with a dot does not take the family": chain(
        'e.code.startswith("ResourceNotFound.")', 'e.code == "ResourceNotFound"'
    ),
    "only under a further condition": chain(
        'e.code == "InternalError" and retries', 'e.code == "InternalError"'
    ),
    "an earlier branch that may fall through": handler(
        'if e.code.startswith("ResourceNotFound"):\n    logger.info("gone: %s", e)\n'
        'if e.code == "ResourceNotFound.Instance":\n    return None\nraise'
    ),
    "an earlier branch that leaves only sometimes": handler(
        'if e.code == "InternalError":\n    if last:\n        raise\n'
        'if e.code == "InternalError":\n    return None\nraise'
    ),
    "the rest after not equal": handler(
        'if e.code != "InternalError":\n    raise\nif e.code == "InternalError":\n    return None'
    ),
    "a negative test behind": handler(
        'if e.code == "InternalError":\n    return 1\nelif e.code != "InternalError":\n    return 2'
    ),
    "two ways of one condition": handler(
        'if e.code == "InternalError" or e.code == "InternalError":\n    return None\nraise'
    ),
    "two handlers": """
        def find():
            try:
                client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "InternalError":
                    raise
            try:
                client.DescribeZones(request)
            except TencentCloudSDKException as e:
                if e.code == "InternalError":
                    raise
    """,
    "an inner handler's error is another one": """
        def find():
            try:
                client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "InternalError":
                    raise
                try:
                    client.DescribeZones(request)
                except TencentCloudSDKException as e:
                    if e.code == "InternalError":
                        raise
    """,
    "two errors": handler(
        "other = previous()\n"
        'if e.code == "InternalError":\n    return 1\n'
        'elif other.get_code() == "InternalError":\n    return 2\nraise'
    ),
    "the name is bound again": """
        def is_gone(error: TencentCloudSDKException):
            code = error.code
            if code == "InternalError":
                return False
            code = refreshed(error)
            return code == "InternalError"
    """,
    "another part of the code": chain(
        'e.code.split(".")[-1] == "NotFound"', 'e.code == "NotFound.Instance"'
    ),
    "the end does not take the start": chain(
        'e.code.endswith("NotFound")', 'e.code == "ResourceNotFound.Instance"'
    ),
    "case matters": chain('e.code == "InternalError"', 'e.code.lower() == "internalerror"'),
    "a guarded case": handler(
        'match e.code:\n    case "InternalError" if retries:\n        return 1\n'
        '    case "InternalError":\n        return 2\nraise'
    ),
    "a collection that other tests need": """
        GONE = ("ResourceNotFound", "InvalidInstanceId.NotFound")

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code == "ResourceNotFound":
                    return 1
                if e.code in GONE:
                    return None
                raise
    """,
    "a loop that asks anew": """
        def wait():
            while True:
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code == "InternalError":
                        continue
                    raise
    """,
    "another answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            if body["Response"]["Error"]["Code"] == "InternalError":
                return None
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            if body["Response"]["Error"]["Code"] == "InternalError":
                return None
            return body
    """,
}

INVALID = {
    "the same code again": chain('e.code == "InternalError"', 'e.code == «"InternalError"»'),
    "a subcode after its family": chain(
        'e.code.startswith("ResourceNotFound")', 'e.code == «"ResourceNotFound.Instance"»'
    ),
    "a longer prefix": chain(
        'e.code.startswith("InvalidParameter")', 'e.code.startswith(«"InvalidParameterValue"»)'
    ),
    "a subcode after the family part": chain(
        'e.code.split(".")[0] == "ResourceNotFound"', 'e.code == «"ResourceNotFound.Instance"»'
    ),
    "the family part twice": chain(
        'e.code.split(".")[0] == "ResourceNotFound"',
        'e.code.split(".")[0] in («"ResourceNotFound"», "InternalError")',
    ),
    "a code with the letters before": chain(
        '"NotFound" in e.code', 'e.code == «"InvalidInstanceId.NotFound"»'
    ),
    "one of several": chain(
        'e.code in ("InternalError", "FailedOperation")',
        'e.code in ("ResourceNotFound", «"FailedOperation"»)',
    ),
    "one of the tests before": handler(
        'if e.code == "InternalError":\n    return 1\nelif e.code == "FailedOperation":\n'
        '    return 2\nelif e.code == «"InternalError"»:\n    return 3\nraise'
    ),
    "either of two before": chain(
        'e.code == "InternalError" or quiet', 'e.code == «"InternalError"»'
    ),
    "both under a condition": chain(
        'e.code == "InternalError"', 'e.code == «"InternalError"» and retries'
    ),
    "not equal before": handler(
        'if e.code != "InternalError" and quiet:\n    return 1\n'
        'if not e.code == "FailedOperation":\n    return 2\n'
        'if e.code == "FailedOperation":\n    return 3\n'
        'elif e.code == «"FailedOperation"»:\n    return 4'
    ),
    "the other side of not equal": handler(
        'if e.code != "InternalError":\n    if e.code == «"InternalError"»:\n        pass\nraise'
    ),
    "after a branch that returns": handler(
        'if e.code.startswith("ResourceNotFound"):\n    return None\n'
        'if e.code == «"ResourceNotFound.Instance"»:\n    return 1\nraise'
    ),
    "after a branch that exits": handler(
        'import sys\nif e.code == "InternalError":\n    sys.exit(str(e))\n'
        'if e.code == «"InternalError"»:\n    return 1\nraise'
    ),
    "an alias of the code": handler(
        'code = e.get_code()\nif code == "InternalError":\n    return 1\n'
        'elif e.code == «"InternalError"»:\n    return 2\nraise'
    ),
    "a constant of the SDK": chain(
        "e.code == errorcodes.INTERNALERROR", "e.code == «errorcodes.INTERNALERROR»"
    ),
    "a case": handler(
        'match e.code:\n    case "InternalError" | "FailedOperation":\n        return 1\n'
        '    case «"InternalError"»:\n        return 2\nraise'
    ),
    "a conditional expression": handler(
        'text = "a" if e.code == "InternalError" else "b" if e.code == «"InternalError"» else "c"\n'
        "raise RuntimeError(text) from e"
    ),
    "without case": chain('e.code.lower() == "internalerror"', 'e.code == «"InternalError"»'),
    "any of several": chain(
        'any(e.code.startswith(f) for f in ("ResourceNotFound", "InternalError"))',
        'e.code == «"ResourceNotFound.Instance"»',
    ),
    "a collection of which nothing is left": """
        GONE = («"ResourceNotFound.Instance"»,)

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                if e.code.startswith("ResourceNotFound"):
                    return 1
                if e.code in GONE:
                    return None
                raise
    """,
    "a helper that is given the error": """
        def hint(error):
            if error.code == "InternalError":
                return "wait"
            elif error.code == «"InternalError"»:
                return "ask"
            return ""

        def find():
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                raise RuntimeError(hint(e)) from e
    """,
    "a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            error = body["Response"]["Error"]
            if error["Code"] == "InternalError":
                return None
            elif error.get("Code") == «"InternalError"»:
                return body
            raise RuntimeError(body)
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL106")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL106")


def test_the_earlier_test_is_shown() -> None:
    code = whole(INVALID["a subcode after its family"]).replace("«", "").replace("»", "")
    (finding,) = findings(code, "TCL106")
    (related,) = finding.related
    assert code[related.span.start : related.span.end] == '"ResourceNotFound"'
    assert "`ResourceNotFound`" in finding.message.zh


def test_a_long_chain_is_followed() -> None:
    branches = "".join(f'elif e.code == "Made.Up{n}":\n    return {n}\n' for n in range(600))
    body = f'if e.code == "InternalError":\n    return 0\n{branches}raise'
    assert_valid(handler(body), "TCL106")
