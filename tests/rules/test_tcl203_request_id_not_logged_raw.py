"""TCL203 request-id-not-logged-raw: what it reports and what it leaves alone."""

import pytest

from tclsp.analysis.options import AnalysisOptions
from tests.rules.examples import assert_invalid, assert_valid

HEAD = """\
import requests

def find(payload):
    body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
"""


def branch(statements: str, condition: str = 'if "Error" in body["Response"]:') -> str:
    """Return an example whose branch for `Error` has these statements."""
    lines = statements.strip("\n").split("\n")
    indented = "\n".join("        " + line for line in lines)
    return f'{HEAD}    {condition}\n{indented}\n    return body["Response"]["InstanceSet"]\n'


CODE = 'body["Response"]["Error"]["Code"]'
MESSAGE = 'body["Response"]["Error"]["Message"]'
REQUEST_ID = 'body["Response"]["RequestId"]'

VALID = {
    "asked for by its code, told whole": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            code = body.get("Response", {}).get("Error", {}).get("Code")
            if not code:
                return body["Response"]["InstanceSet"]
            raise RuntimeError(body)
    """,
    "the RequestId beside the code": branch(f'logger.error("%s %s", {CODE}, {REQUEST_ID})'),
    "the whole answer": branch('logger.error("failed: %s", body)\nreturn None'),
    "the whole Response": branch('raise RuntimeError(body["Response"])'),
    "raised with it": branch(f"raise RuntimeError({CODE}, {REQUEST_ID})"),
    "raised in an f-string with it": branch(
        f'code, request_id = {CODE}, {REQUEST_ID}\nraise RuntimeError(f"{{code}} ({{request_id}})")'
    ),
    "logged first, raised last": branch(
        f'logger.error("failed %s", {REQUEST_ID})\nraise RuntimeError({CODE})'
    ),
    "get": branch('logger.error("%s %s", body["Response"].get("RequestId"), ' + CODE + ")"),
    "returned whole": branch("return body"),
    "handed on whole": branch("on_error(body)\nreturn None"),
    "nothing told: 104 judges that": branch("return None"),
    "a fixed text raised": branch('raise RuntimeError("no instances")'),
    "an expected error": branch(
        f'if {CODE} == "ResourceNotFound":\n    raise NotThere({MESSAGE})\nraise RuntimeError(body)'
    ),
    "an expected error told quietly": branch(
        f'if {CODE} == "ResourceNotFound":\n    logger.info({MESSAGE})\n    return []\n'
        "raise RuntimeError(body)"
    ),
    "the RequestId sought in Error: 204 judges that": branch(
        'raise RuntimeError(body["Response"]["Error"]["RequestId"])'
    ),
    "an SDK dict never holds Error": """
        from tencentcloud.common.common_client import CommonClient

        client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")

        def find():
            body = client.call_json("DescribeInstances", {})
            if "Error" in body["Response"]:
                raise RuntimeError(body["Response"]["Error"]["Code"])
            return body
    """,
    "an SDK dict by another name": """
        import json
        from tencentcloud.common.common_client import CommonClient

        client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")

        def find():
            answer = client.call("DescribeInstances", {})
            body = json.loads(answer) if isinstance(answer, bytes) else answer
            if "Error" in body["Response"]:
                raise RuntimeError(body["Response"]["Error"]["Code"])
            return body
    """,
    "an SDK dict from a helper": """
        from tencentcloud.common.common_client import CommonClient

        class Servers:
            def __init__(self, cred):
                self.client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")

            def ask(self, action):
                return self.client.call_json(action, {})

            def find(self):
                body = self.ask("DescribeInstances")
                if "Error" in body["Response"]:
                    raise RuntimeError(body["Response"]["Error"]["Code"])
                return body
    """,
    "logged whole before the branch": (
        HEAD + '    logger.info("answer: %s", body)\n    if "Error" in body["Response"]:\n'
        f"        raise RuntimeError({CODE})\n"
    ),
    "the text of the response printed before the branch": """
        import requests

        def find(payload):
            response = requests.post("https://cvm.tencentcloudapi.com", json=payload)
            print(response.text)
            body = response.json()
            if "Error" in body["Response"]:
                raise RuntimeError(body["Response"]["Error"]["Message"])
            return body["Response"]["InstanceSet"]
    """,
    "returned whole behind the branch": (
        HEAD + '    if "Error" in body["Response"]:\n        print("failed")\n    return body\n'
    ),
    "the RequestId stored behind the branch": (
        HEAD + '    result = {}\n    if "Error" in body["Response"]:\n'
        f'        result["error"] = {MESSAGE}\n    result["request_id"] = {REQUEST_ID}\n'
        "    return result\n"
    ),
    "another vendor's answer": """
        import requests
        from tencentcloud.cvm.v20170312 import models

        def find(payload):
            body = requests.post("https://other.example.com", json=payload).json()
            if "Error" in body:
                raise RuntimeError(body["Error"]["Code"])
            return body
    """,
    "the SDK error: 201 judges that": """
        try:
            client.DescribeInstances(request)
        except TencentCloudSDKException as e:
            logger.error(e.code)
    """,
    "the next try": """
        import requests

        def find(payload):
            for attempt in range(3):
                body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
                if "Error" in body["Response"]:
                    print("once more")
                    if attempt == 2:
                        raise RuntimeError(body)
                else:
                    return body
    """,
}

INVALID = {
    "asked for by its code": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            error = body.get("Response", {}).get("Error", {})
            code = error.get("Code", "")
            if code:
                «logger.error("failed: %s %s", code, error.get("Message"))»
                return None
            return body["Response"]["InstanceSet"]
    """,
    "code and message logged": branch(f'«logger.error("%s %s", {CODE}, {MESSAGE})»\nreturn None'),
    "raised": branch(f"«raise RuntimeError({CODE})»"),
    "raised in an f-string": branch(f"«raise RuntimeError(f'failed: {{{MESSAGE}}}')»"),
    "Error whole": branch('«raise RuntimeError(body["Response"]["Error"])»'),
    "returned": branch(f'«return {{"error": {MESSAGE}}}»'),
    "printed": branch(f"«print({CODE})»"),
    "handed on in parts": branch(f"«notify({MESSAGE})»"),
    "exit": branch(f"import sys\n«sys.exit({MESSAGE})»"),
    "an alias": branch(
        'error = body["Response"]["Error"]\n«raise RuntimeError(error["Code"], error["Message"])»'
    ),
    "the first statement that uses the error": branch(
        f'print("failed")\n«print({CODE})»\nreturn None'
    ),
    "a fixed text": branch('«print("failed")»\nreturn None'),
    "one way of two": branch(
        f"if verbose:\n    print(body)\nelse:\n    «print({CODE})»\nreturn None"
    ),
    "logged, then raised": branch(f"«logger.error({CODE})»\nraise RuntimeError({MESSAGE})"),
    "an expected error told loudly": branch(
        f'if {CODE} == "ResourceNotFound":\n    «logger.warning({MESSAGE})»\n    return []\n'
        "raise RuntimeError(body)"
    ),
    "get instead of in": branch(
        f"«raise RuntimeError({CODE})»", 'if body.get("Response", {}).get("Error"):'
    ),
    "is not None": branch(
        f"«raise RuntimeError({CODE})»", 'if body["Response"].get("Error") is not None:'
    ),
    "an else": (
        HEAD + '    if "Error" not in body["Response"]:\n        return body\n    else:\n'
        f"        «raise RuntimeError({CODE})»\n"
    ),
    "what follows a return without Error": (
        HEAD + '    if "Error" not in body["Response"]:\n        return body\n'
        f"    «raise RuntimeError({CODE})»\n"
    ),
    "what follows not get": (
        HEAD + '    if not body["Response"].get("Error"):\n        return body\n'
        f"    «logger.error({CODE})»\n    return None\n"
    ),
    "the Response in a local": """
        import requests

        def find(payload):
            answer = requests.post("https://cvm.tencentcloudapi.com", json=payload)
            response = answer.json()["Response"]
            error = response.get("Error")
            if error:
                «raise RuntimeError(f"{error['Code']}: {error['Message']}")»
            return response
    """,
    "logged whole only where all went well": (
        HEAD + '    if "Error" in body["Response"]:\n'
        f"        «logger.error({CODE})»\n    else:\n        logger.info(body)\n"
        "    return None\n"
    ),
    "logged whole behind a branch that leaves": (
        HEAD + '    if "Error" in body["Response"]:\n'
        f"        «raise RuntimeError({CODE})»\n    logger.info(body)\n"
    ),
    "another answer logged before": """
        import requests

        def find(payload):
            first = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            print(first)
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            if "Error" in body["Response"]:
                «raise RuntimeError(body["Response"]["Error"]["Message"])»
            return body
    """,
    "an answer that the function is given": """
        import requests

        URL = "https://cvm.tencentcloudapi.com"

        def checked(body):
            if "Error" in body["Response"]:
                «raise RuntimeError(body["Response"]["Error"]["Message"])»
            return body["Response"]
    """,
    "a helper that makes the request": """
        import requests

        def ask(payload):
            return requests.post("https://cvm.tencentcloudapi.com", json=payload).json()

        def find(payload):
            body = ask(payload)
            if "Error" in body["Response"]:
                «raise RuntimeError(body["Response"]["Error"]["Message"])»
            return body
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL203")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL203")


def test_a_logger_of_the_settings_records() -> None:
    options = AnalysisOptions(request_id_loggers=("audit.failure",))
    assert_valid(branch(f"audit.failure({CODE})\nreturn None"), "TCL203", options)
