"""TCL406 dead-error-check: what it reports and what it leaves alone."""

import pytest

from tests.analysis.projects import assert_project
from tests.rules.examples import assert_invalid, assert_valid

HEAD = """\
import json
import requests
from tencentcloud.common.common_client import CommonClient
from tencentcloud.cvm.v20170312 import cvm_client, models

def ask(payload, cred):
    client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")
    servers = cvm_client.CvmClient(cred, "ap-guangzhou")
    request = models.DescribeZonesRequest()
"""
SDK_DICT = 'body = client.call_json("DescribeZones", {})\n'
TEXT = 'body = json.loads(client.call("DescribeZones", {}))\n'
ANSWER = "answer = servers.DescribeZones(request)\n"


def reading(statements: str) -> str:
    """Return a function with these statements."""
    lines = statements.strip("\n").split("\n")
    return HEAD + "\n".join("    " + line for line in lines) + "\n"


VALID = {
    "an Error of the model itself": """
        from tencentcloud.lkeap.v20240522 import lkeap_client, models

        def result(cred):
            client = lkeap_client.LkeapClient(cred, "")
            request = models.GetReconstructDocumentResultRequest()
            answer = client.GetReconstructDocumentResult(request)
            if answer.Error:
                raise RuntimeError(answer.Error.Message)
    """,
    "an Error of the dict itself": """
        from tencentcloud.common.common_client import CommonClient

        def result(cred):
            client = CommonClient("lkeap", "2024-05-22", cred, "")
            body = client.call_json("GetSplitDocumentResult", {})
            if "Error" in body["Response"]:
                raise RuntimeError(body)
    """,
    "a raw answer": reading(
        'body = requests.post("https://cvm.tencentcloudapi.com").json()\n'
        'if "Error" in body["Response"]:\n    raise RuntimeError(body)'
    ),
    "the fields": reading(SDK_DICT + 'if "ZoneSet" in body["Response"]:\n    return body'),
    "a dict of something else": reading(
        'body = json.loads(payload)\nif "Error" in body["Response"]:\n    return None'
    ),
    "what the caller gives": """
        from tencentcloud.cvm.v20170312 import models

        def look(body):
            return "Error" in body["Response"]
    """,
    "a method of the project": """
        from tencentcloud.common.common_client import CommonClient

        class Quiet(CommonClient):
            def call_json(self, action, params):
                return {"Response": {"Error": {"Code": "InternalError"}}}

        def ask(cred):
            client = Quiet("cvm", "2017-03-12", cred, "ap-guangzhou")
            if "Error" in client.call_json("DescribeZones", {})["Response"]:
                return None
    """,
    "another attribute of a model": reading(ANSWER + "if answer.ZoneSet:\n    return answer"),
}

INVALID = {
    "an Error of another action of the service": """
        from tencentcloud.lkeap.v20240522 import lkeap_client, models

        def result(cred):
            client = lkeap_client.LkeapClient(cred, "")
            answer = client.GetEmbedding(models.GetEmbeddingRequest())
            if «answer.Error»:
                return None
    """,
    "in": reading(SDK_DICT + 'if «"Error"» in body["Response"]:\n    raise RuntimeError(body)'),
    "not in": reading(TEXT + 'if «"Error"» not in body["Response"]:\n    return body'),
    "get": reading(SDK_DICT + 'if «body.get("Response", {}).get("Error")»:\n    return None'),
    "an alias": reading(
        SDK_DICT + 'response = body["Response"]\nerror = «response.get("Error")»\n'
        "if error:\n    raise RuntimeError(error)"
    ),
    "without Response": reading(SDK_DICT + 'if «"Error"» in body:\n    return None'),
    "once a function": reading(
        SDK_DICT + 'if «"Error"» in body["Response"]:\n    print(body)\n'
        'if body["Response"].get("Error"):\n    return None'
    ),
    "the keys": reading(SDK_DICT + 'if «"Error"» in list(body["Response"].keys()):\n    return 1'),
    "a model dict": reading(
        ANSWER
        + 'body = json.loads(answer.to_json_string())\nif «"Error"» not in body:\n    return 1'
    ),
    "hasattr of a model": reading(ANSWER + 'if «hasattr(answer, "Error")»:\n    return None'),
    "getattr of a model": reading(ANSWER + 'if «getattr(answer, "Error", None)»:\n    return None'),
    "an attribute of a model": reading(ANSWER + "if «answer.Error»:\n    return None"),
    "a client of the class": """
        import json
        from tencentcloud.cvm.v20170312 import cvm_client

        class Servers(cvm_client.CvmClient):
            def zones(self):
                body = json.loads(self.call("DescribeZones", {}))
                if «"Error"» in body["Response"]:
                    return None
                return body
    """,
    "an async client": """
        from tencentcloud.cvm.v20170312 import cvm_client_async, models

        async def ask(cred):
            client = cvm_client_async.CvmClient(cred, "ap-guangzhou")
            answer = await client.DescribeZones(models.DescribeZonesRequest())
            return None if «hasattr(answer, "Error")» else answer
    """,
    "a predicate of retrying": """
        from retrying import retry
        from tencentcloud.common.common_client import CommonClient

        client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")

        def is_limited(body):
            error = «body.get("Response", {}).get("Error", None)»
            return bool(error) and error["Code"] == "RequestLimitExceeded"

        @retry(retry_on_result=is_limited)
        def ask():
            return client.call_json("DescribeZones", {})
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL406")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL406")


def test_a_checker_in_another_file() -> None:
    helper = """
        def check(body):
            if «"Error"» in body["Response"]:
                raise RuntimeError(body)
    """
    user = """
        from helper import check
        from tencentcloud.common.common_client import CommonClient

        def ask(cred):
            body = CommonClient("cvm", "2017-03-12", cred, "").call_json("DescribeZones", {})
            check(body)
            return body
    """
    assert_project({"helper.py": helper, "use.py": user}, "TCL406")
