"""TCL403 wrong-response-path: what it reports and what it leaves alone."""

import pytest

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
    url = "https://cvm.tencentcloudapi.com"
"""
RAW = "body = requests.post(url, json=payload).json()\n"
SDK_DICT = 'body = client.call_json("DescribeZones", {})\n'
TEXT = 'body = json.loads(client.call("DescribeZones", {}))\n'
MODEL = "body = json.loads(servers.DescribeZones(request).to_json_string())\n"


def reading(statements: str) -> str:
    """Return a function with these statements."""
    lines = statements.strip("\n").split("\n")
    return HEAD + "\n".join("    " + line for line in lines) + "\n"


VALID = {
    "lower case is no field of the API": reading(RAW + 'print(body["data"])'),
    "a branch for the other form": reading(
        RAW + 'if "Response" not in body:\n    return body["ZoneSet"]\n'
        'return body["Response"]["ZoneSet"]'
    ),
    "the right paths of a raw answer": reading(
        RAW + 'response = body["Response"]\nif "Error" in response:\n'
        '    print(response["Error"]["Code"], response["RequestId"])'
    ),
    "get": reading(RAW + 'print(body.get("Response", {}).get("Error", {}).get("Code"))'),
    "unwrapped before": reading(RAW + 'body = body["Response"]\nprint(body["RequestId"])'),
    "unwrapped in the call": reading(
        'body = requests.post(url).json()["Response"]\nprint(body.get("Error"), body["RequestId"])'
    ),
    "unwrapped where there is something": reading(
        RAW + 'body = body.get("Response", body)\nprint(body["RequestId"])'
    ),
    "unwrapped in a branch": reading(
        RAW + 'if "Response" in body:\n    body = body["Response"]\nprint(body["RequestId"])'
    ),
    "both ways tried": reading(
        RAW + 'print(body.get("RequestId") or body["Response"]["RequestId"])'
    ),
    "one of many values that a helper takes": """
        import requests

        def note(**values):
            print(values["Zone"], values["Body"])

        def ask(url="https://cvm.tencentcloudapi.com"):
            body = requests.post(url).json()
            note(Zone=1, Body=body)
    """,
    "unwrapped by a helper": """
        import requests

        def ask(url="https://cvm.tencentcloudapi.com"):
            return requests.post(url).json()["Response"]

        def tell():
            print(ask()["RequestId"])
    """,
    "a helper unwraps, its caller reads the error": """
        import requests

        def ask():
            response = requests.post("https://cvm.tencentcloudapi.com").json()["Response"]
            if "Error" in response:
                raise RuntimeError(response["Error"]["Code"])
            return response
    """,
    "the SDK dict": reading(SDK_DICT + 'print(body["Response"]["RequestId"])'),
    "the model dict": reading(MODEL + 'print(body["RequestId"], body["ZoneSet"])'),
    "a model dict that may be wrapped": reading(
        MODEL + 'body = body.get("Response", body)\nprint(body["RequestId"])'
    ),
    "a model dict read both ways": reading(
        MODEL + 'if "Response" in body:\n    print(body["Response"]["ZoneSet"])\n'
        'print(body["ZoneSet"])'
    ),
    "a Code of the answer itself": """
        from tencentcloud.common.common_client import CommonClient

        def ask(cred):
            client = CommonClient("aca", "2021-03-23", cred, "")
            return client.call_json("SmartPredict", {})["Response"]["Code"]
    """,
    "a Code of the raw answer itself": """
        import requests

        def ask():
            headers = {"X-TC-Action": "SmartPredict"}
            body = requests.post("https://aca.tencentcloudapi.com", headers=headers).json()
            return body["Response"]["Code"]
    """,
    "a raw answer of any action of a service": """
        import requests

        def ask(headers):
            body = requests.post("https://aca.tencentcloudapi.com", headers=headers).json()
            return body["Response"]["Message"]
    """,
    "the dict of something else": reading('body = json.loads(payload)\nprint(body["RequestId"])'),
    "a response header": reading('print(requests.post(url).headers["RequestId"])'),
    "an Error sought in an SDK dict: 406 reports that": reading(
        SDK_DICT + 'if "Error" in body:\n    return None'
    ),
}

INVALID = {
    "another action of the same service": """
        import requests

        def ask():
            headers = {"X-TC-Action": "CreateAllocationTag"}
            body = requests.post("https://billing.tencentcloudapi.com", headers=headers).json()
            return «body["Response"]["Code"]»
    """,
    "lower case is no field of the API": reading(RAW + 'print(body["data"])'),
    "a branch for the other form": reading(
        RAW + 'if "Response" not in body:\n    return body["ZoneSet"]\n'
        'return body["Response"]["ZoneSet"]'
    ),
    "a field without Response": reading(SDK_DICT + 'print(«body["ZoneSet"]»)'),
    "a field by get": reading(RAW + 'return «body.get("ZoneSet", [])»'),
    "raw without Response": reading(RAW + 'print(«body["Error"]»["Code"])'),
    "the RequestId": reading(RAW + 'print(«body["RequestId"]»)'),
    "the code": reading(RAW + 'print(«body["Code"]»)'),
    "asked by get": reading(RAW + 'if «body.get("Error")»:\n    return None'),
    "asked by in": reading(RAW + 'if «"Error"» in body:\n    return None'),
    "the code without Error": reading(RAW + 'print(«body["Response"]["Code"]»)'),
    "the message by get": reading(
        RAW + 'response = body.get("Response", {})\nprint(«response.get("Message")»)'
    ),
    "an SDK dict": reading(SDK_DICT + 'print(«body["RequestId"]»)'),
    "an SDK dict from text": reading(TEXT + 'print(«body["RequestId"]»)'),
    "an SDK dict from a helper": """
        from tencentcloud.common.common_client import CommonClient

        class Servers:
            def __init__(self, cred):
                self.client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")

            def ask(self, action):
                return self.client.call_json(action, {})

            def tell(self):
                print(«self.ask("DescribeZones")["RequestId"]»)
    """,
    "a model dict": reading(MODEL + 'return «body["Response"]»["ZoneSet"]'),
    "a model dict by get": reading(MODEL + 'return «body.get("Response", {})».get("ZoneSet")'),
    "a model dict that is only read wrapped": reading(
        MODEL + 'if «"Response"» in body:\n    print(body["Response"]["ZoneSet"])'
    ),
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL403")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL403")
