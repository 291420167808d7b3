"""The fix of TCL201: the RequestId in the form that a statement has."""

import pytest

from tests.rules.examples import findings
from tests.rules.test_fixes import first_fixed

PRELUDE = """\
import sys
from flask import jsonify
from tencentcloud.common.exception import TencentCloudSDKException


def find(client, request):
    try:
        return client.DescribeInstances(request)
"""

FORMS = [
    ('logger.error("%s: %s", e.code, e.message)',
     'logger.error("%s: %s, RequestId %s", e.code, e.message, e.requestId)'),
    ('logger.error("gone: {}", e.code)',
     'logger.error("gone: {}, RequestId {}", e.code, e.requestId)'),
    ('logger.error("failed")', 'logger.error("failed: %s", e)'),
    ('logger.error("failed: ")', 'logger.error("failed: %s", e)'),
    ('logger.error("失败：")', 'logger.error("失败：%s", e)'),
    ('logger.error("It failed.")', 'logger.error("It failed. %s", e)'),
    ('logger.error("50% failed")', 'logger.error(f"50% failed: {e}")'),
    ('logger.error("failed", extra={"a": 1})', 'logger.error("failed: %s", e, extra={"a": 1})'),
    ('logger.log(40, "failed")', 'logger.log(40, "failed: %s", e)'),
    ('self.logger.error(e.message)',
     'self.logger.error("%s, RequestId %s", e.message, e.requestId)'),
    ('logger.error(f"failed: {e.code}")',
     'logger.error(f"failed: {e.code}, RequestId {e.requestId}")'),
    ("logger.error(f'{e.code}\\n')", "logger.error(f'{e.code}, RequestId {e.requestId}\\n')"),
    ('logger.error("a" f"b {e.code}")', 'logger.error("a" f"b {e.code}, RequestId {e.requestId}")'),
    ('logger.error("{}".format(e.code))',
     'logger.error("{}, RequestId {}".format(e.code, e.requestId))'),
    ('logger.error("{0} {1}".format(e.code, e.message))',
     'logger.error("{0} {1}, RequestId {2}".format(e.code, e.message, e.requestId))'),
    ('logger.error("{code}".format(code=e.code))',
     'logger.error("{code}, RequestId {request_id}".format(code=e.code, request_id=e.requestId))'),
    ('logger.error("%s" % e.code)', 'logger.error("%s, RequestId %s" % (e.code, e.requestId))'),
    ('logger.error("%s %s" % (e.code, e.message))',
     'logger.error("%s %s, RequestId %s" % (e.code, e.message, e.requestId))'),
    ('logger.error("%(c)s" % {"c": e.code})',
     'logger.error("%(c)s" % {"c": e.code} + f", RequestId {e.requestId}")'),
    ('logger.error("failed: " + e.message)',
     'logger.error("failed: " + e.message + f", RequestId {e.requestId}")'),
    ('logger.error("failed: " + e.message + "!")',
     'logger.error("failed: " + e.message + f"! RequestId {e.requestId}")'),
    ("print(e.code)", 'print(e.code, "RequestId", e.requestId)'),
    ('print("failed")', 'print(f"failed: {e}")'),
    ('print("{} failed")', 'print("{} failed" + f", {e}")'),
    ('print("failed", e.code)', 'print("failed", e.code, "RequestId", e.requestId)'),
    ('print("failed", e.code, file=sys.stderr)',
     'print("failed", e.code, "RequestId", e.requestId, file=sys.stderr)'),
    ('print(u"failed")', 'print(f"failed: {e}")'),
    ('print(r"a\\b" + str(e)[:20])', 'print(r"a\\b" + str(e)[:20] + f", RequestId {e.requestId}")'),
    ('sys.exit("failed")', 'sys.exit(f"failed: {e}")'),
    ('sys.stderr.write("failed\\n")', 'sys.stderr.write(f"failed: {e}\\n")'),
    ('return {"error": e.message}', 'return {"error": e.message, "request_id": e.requestId}'),
    ('return {"ErrorCode": e.code}', 'return {"ErrorCode": e.code, "RequestId": e.requestId}'),
    ("return {'errorCode': e.code}", "return {'errorCode': e.code, 'requestId': e.requestId}"),
    ('return dict(error=e.message)', 'return dict(error=e.message, request_id=e.requestId)'),
    ('return jsonify({"error": e.message}), 500',
     'return jsonify({"error": e.message, "request_id": e.requestId}), 500'),
    ("return False, e.message", 'return False, f"{e.message}, RequestId {e.requestId}"'),
    ("return e.get_message()", 'return f"{e.get_message()}, RequestId {e.get_request_id()}"'),
    ("return str(e)[:200]", 'return f"{str(e)[:200]}, RequestId {e.requestId}"'),
    ("return str(e).split('requestId')[0]",
     "return f\"{str(e).split('requestId')[0]}, RequestId {e.requestId}\""),
    ("await notify(e.message)", 'await notify(f"{e.message}, RequestId {e.requestId}")'),
    ("notify(text=e.message)", 'notify(text=f"{e.message}, RequestId {e.requestId}")'),
    ("self.error = e.message", 'self.error = f"{e.message}, RequestId {e.requestId}"'),
]  # fmt: skip


def in_handler(statement: str, clause: str) -> str:
    prelude = PRELUDE.replace("def", "async def") if "await" in statement else PRELUDE
    return f"{prelude}    {clause}\n        {statement}\n"


def fixed(code: str) -> str | None:
    found = first_fixed(code, "TCL201")
    return None if found is None else found[0]


@pytest.mark.parametrize(("statement", "expected"), FORMS, ids=[form for form, _ in FORMS])
def test_a_statement_tells_the_request_id(statement: str, expected: str) -> None:
    clause = "except TencentCloudSDKException as e:"
    assert fixed(in_handler(statement, clause)) == in_handler(expected, clause)
    assert findings(in_handler(expected, clause), "TCL201") == []


def test_an_error_without_a_name_gets_one() -> None:
    before = in_handler('print("failed")', "except TencentCloudSDKException:")
    after = in_handler('print(f"failed: {error}")', "except TencentCloudSDKException as error:")
    assert fixed(before) == after


@pytest.mark.parametrize(
    "clause",
    ["except (ValueError, TencentCloudSDKException) as e:", "except Exception as e:"],
)
def test_what_other_errors_lack_is_not_read(clause: str) -> None:
    client = "from tencentcloud.cvm.v20170312 import models\n"
    before = client + in_handler("print(e.message)", clause).replace(
        "request)\n    ", "models.DescribeInstancesRequest())\n    "
    )
    assert fixed(before) == before.replace("print(e.message)", "print(e.message, e)")
    before = before.replace("print(e.message)", 'return {"error": e.message}')
    added = '"error": e.message, "request_id": getattr(e, "requestId", None)'
    assert fixed(before) == before.replace('"error": e.message', added)


def test_lines_of_their_own_are_kept() -> None:
    clause = "except TencentCloudSDKException as e:"
    lines = "\n            ".join
    before = lines(["return {", '    "error": e.message,  # told', "}"])
    after = lines(
        ["return {", '    "error": e.message,', '    "request_id": e.requestId,  # told', "}"]
    )
    assert fixed(in_handler(before, clause)) == in_handler(after, clause)


def test_a_text_is_followed_to_where_it_is_made() -> None:
    clause = "except TencentCloudSDKException as e:"
    before = in_handler('body = {"error": e.message}\n        return body', clause)
    added = '"error": e.message, "request_id": e.requestId'
    assert fixed(before) == before.replace('"error": e.message', added)


def test_loguru_puts_no_arguments_into_percent() -> None:
    clause = "except TencentCloudSDKException as e:"
    before = "from loguru import logger\n" + in_handler('logger.error("failed")', clause)
    assert fixed(before) == before.replace('"failed"', 'f"failed: {e}"')


@pytest.mark.parametrize(
    "statement",
    [
        "return e.code",
        'return {"error": e.message, "requestId": None}',
        "logger.error(*parts, e.code)",
        "print(e.code, e.message, sep='')",
        "e = None\n        print('failed')",
    ],
)
def test_what_cannot_be_added_to_is_left(statement: str) -> None:
    assert fixed(in_handler(statement, "except TencentCloudSDKException as e:")) is None
