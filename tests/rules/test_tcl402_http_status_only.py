"""TCL402 http-status-only: what it reports and what it leaves alone."""

import pytest

from tests.analysis.projects import assert_project
from tests.rules.examples import assert_invalid, assert_valid

HEAD = """\
import requests

def reboot(payload):
    response = requests.post("https://cvm.tencentcloudapi.com", json=payload)
"""


def going_on(statements: str) -> str:
    """Return a function that makes a request and goes on with these statements."""
    lines = statements.strip("\n").split("\n")
    return HEAD + "\n".join("    " + line for line in lines) + "\n"


VALID = {
    "both are looked at": going_on(
        "response.raise_for_status()\nbody = response.json()\n"
        'if "Error" in body["Response"]:\n    raise RuntimeError(body)'
    ),
    "Error in one branch": going_on(
        'if response.status_code == 200:\n    return "Error" not in response.json()["Response"]\n'
        "return False"
    ),
    "Error in the text": going_on('return response.ok and "Error" not in response.text'),
    "the status is only told": going_on("print(response.status_code)"),
    "the answer is given to the caller": going_on(
        "response.raise_for_status()\nreturn response.json()"
    ),
    "the answer is given to what cannot be seen": going_on(
        "if response.ok:\n    handle(response.json())"
    ),
    "the answer is kept": going_on("response.raise_for_status()\nresults.append(response.json())"),
    "the field is asked for": going_on(
        'if response.ok:\n    body = response.json()["Response"]\n'
        '    if "TaskId" in body:\n        return body["TaskId"]\nreturn None'
    ),
    "the missing key is caught": going_on(
        'response.raise_for_status()\ntry:\n    return response.json()["Response"]["TaskId"]\n'
        "except KeyError:\n    return None"
    ),
    "streamed": going_on(
        "response.raise_for_status()\nfor line in response.iter_lines():\n    print(line)"
    ),
    "another host": """
        import requests
        from tencentcloud.cvm.v20170312 import models

        def reboot():
            return requests.post("https://example.com").status_code == 200
    """,
}

INVALID = {
    "returned": going_on("return «response.status_code» == 200"),
    "ok": going_on("return «response.ok»"),
    "in a condition": going_on(
        'if «response.status_code» != 200:\n    raise RuntimeError("failed")\n'
        'return response.json()["Response"]["TaskId"]'
    ),
    "raise_for_status": going_on("«response.raise_for_status()»\nprint(response.text)"),
    "once a call": going_on("«response.raise_for_status()»\nreturn response.ok"),
    "through a name": going_on(
        "status = «response.status_code»\nif status == 200:\n    return True"
    ),
    "before a field is read": going_on(
        'if «response.ok»:\n    return response.json()["Response"]["TaskId"]\nreturn None'
    ),
    "urllib": """
        from urllib.request import urlopen

        def reboot(payload):
            with urlopen("https://cvm.tencentcloudapi.com", payload) as answer:
                return «answer.status» == 200
    """,
    "aiohttp": """
        async def reboot(session, payload):
            import aiohttp
            async with session.post("https://cvm.tencentcloudapi.com", data=payload) as answer:
                return «answer.status» == 200
    """,
    "a helper whose callers read fields": """
        import requests

        def ask(payload):
            response = requests.post("https://cvm.tencentcloudapi.com", json=payload)
            «response.raise_for_status()»
            return response.json()["Response"]

        def task(payload):
            return ask(payload)["TaskId"]
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL402")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL402")


def test_a_caller_in_another_file_that_looks_at_the_error() -> None:
    helper = """
        import requests

        def ask(payload):
            response = requests.post("https://cvm.tencentcloudapi.com", json=payload)
            response.raise_for_status()
            return response.json()["Response"]
    """
    user = """
        from helper import ask

        def task(payload):
            answer = ask(payload)
            if "Error" in answer:
                raise RuntimeError(answer)
            return answer["TaskId"]
    """
    assert_project({"helper.py": helper, "use.py": user}, "TCL402")
