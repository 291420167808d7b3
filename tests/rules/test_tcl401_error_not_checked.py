"""TCL401 error-not-checked: what it reports and what it leaves alone."""

import pytest

from tests.analysis.projects import assert_project
from tests.rules.examples import assert_invalid, assert_valid

HEAD = """\
import contextlib
import json
import requests

def zones(payload):
    body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
"""


def reading(statements: str) -> str:
    """Return a function that makes a request and goes on with these statements."""
    lines = statements.strip("\n").split("\n")
    return HEAD + "\n".join("    " + line for line in lines) + "\n"


VALID = {
    "tested first": reading(
        'if "Error" in body["Response"]:\n    raise RuntimeError(body)\n'
        'return body["Response"]["ZoneSet"]'
    ),
    "asserted": reading(
        'assert "Error" not in body["Response"]\nreturn body["Response"]["ZoneSet"]'
    ),
    "in the guard of a case": reading(
        'match payload:\n    case _ if "Error" in body["Response"]:\n'
        '        raise RuntimeError(body)\nreturn body["Response"]["ZoneSet"]'
    ),
    "as long as it comes": reading(
        'while "Error" in body["Response"]:\n'
        '    body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()\n'
        'return body["Response"]["ZoneSet"]'
    ),
    "by get": reading(
        'if body.get("Response", {}).get("Error"):\n    return None\n'
        'return body["Response"]["ZoneSet"]'
    ),
    "an alias of the error": reading(
        'response = body["Response"]\nerror = response.get("Error")\nif error:\n'
        '    raise RuntimeError(response)\nreturn response["ZoneSet"]'
    ),
    "the branch without it": reading(
        'response = body["Response"]\nif "Error" not in response:\n    return response["ZoneSet"]'
    ),
    "in one expression": reading(
        'response = body["Response"]\nreturn [] if "Error" in response else response["ZoneSet"]'
    ),
    "in the text": reading(
        'if "Error" in json.dumps(body):\n    return []\nreturn body["Response"]["ZoneSet"]'
    ),
    "the missing key is caught": reading(
        'try:\n    return body["Response"]["ZoneSet"]\nexcept KeyError:\n'
        "    raise RuntimeError(body)"
    ),
    "the missing key is suppressed": reading(
        'with contextlib.suppress(KeyError):\n    return body["Response"]["ZoneSet"]'
    ),
    "all is caught with the answer at hand": reading(
        'try:\n    return body["Response"]["ZoneSet"]\nexcept Exception:\n'
        "    raise RuntimeError(body)"
    ),
    "the field is asked for": reading(
        'response = body["Response"]\nif "ZoneSet" in response:\n    return response["ZoneSet"]\n'
        "raise RuntimeError(response)"
    ),
    "the field is asked for by get": reading(
        'zones = body["Response"].get("ZoneSet")\nif zones is None:\n    raise RuntimeError(body)\n'
        "return zones"
    ),
    "get in a condition": reading(
        'if not body["Response"].get("ZoneSet"):\n    raise RuntimeError(body)\n'
        'return body["Response"].get("ZoneSet")'
    ),
    "the caller may ask": reading('return body["Response"].get("ZoneSet")'),
    "the RequestId is always there": reading('print(body["Response"]["RequestId"])'),
    "handed to what cannot be seen": reading(
        'raise_for_error(body)\nreturn body["Response"]["ZoneSet"]'
    ),
    "a helper that checks": """
        import requests

        def checked(body):
            if "Error" in body["Response"]:
                raise RuntimeError(body)

        def zones(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            checked(body)
            return body["Response"]["ZoneSet"]
    """,
    "a helper that asks and checks": """
        import requests

        class Api:
            host = "cvm.tencentcloudapi.com"

            def ask(self, payload):
                response = requests.post(f"https://{self.host}", json=payload).json()["Response"]
                if "Error" in response:
                    raise RuntimeError(response)
                return response

            def zones(self):
                return self.ask({})["ZoneSet"]
    """,
    "a helper that unwraps a checked answer": """
        import requests

        def first(response):
            return response["ZoneSet"][0]

        def zones(payload):
            response = requests.post("https://cvm.tencentcloudapi.com").json()["Response"]
            if "Error" in response:
                raise RuntimeError(response)
            return first(response)
    """,
    "judged by the status: 402 reports that": """
        import requests

        def zones(payload):
            response = requests.post("https://cvm.tencentcloudapi.com", json=payload)
            response.raise_for_status()
            return response.json()["Response"]["ZoneSet"]
    """,
    "an SDK dict": """
        from tencentcloud.common.common_client import CommonClient

        def zones(cred):
            client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")
            return client.call_json("DescribeZones", {})["Response"]["ZoneSet"]
    """,
    "another host": """
        import requests
        from tencentcloud.cvm.v20170312 import models

        def zones():
            return requests.get("https://example.com").json()["Response"]["ZoneSet"]
    """,
    "a look-up with the host as its default": """
        import os

        def zones():
            return os.environ.get("HOST", "cvm.tencentcloudapi.com")["Response"]["ZoneSet"]
    """,
    "other parts of a script": """
        import requests

        body = requests.post("https://cvm.tencentcloudapi.com").json()
        if "Error" in body["Response"]:
            raise SystemExit(body)

        def tell(text):
            print(text)

        tell(body["Response"]["ZoneSet"])
    """,
    "after every try of a loop": reading(
        'for _ in range(3):\n    if "Error" not in body["Response"]:\n        break\n'
        'else:\n    raise RuntimeError(body)\nreturn body["Response"]["ZoneSet"]'
    ),
    "the name is bound to something else": reading(
        'body = load()\nreturn body["Response"]["ZoneSet"]'
    ),
}

INVALID = {
    "read at once": reading('return «body["Response"]["ZoneSet"]»'),
    "once an answer": reading(
        'print(«body["Response"]["ZoneSet"]»)\nreturn body["Response"]["TotalCount"]'
    ),
    "through a name": reading('response = body["Response"]\nreturn «response["ZoneSet"]»'),
    "by get with a default": reading(
        'response = body.get("Response", {})\nreturn «response.get("ZoneSet", [])»'
    ),
    "printing is no check": reading('print(body)\nreturn «body["Response"]["ZoneSet"]»'),
    "all is caught and lost": reading(
        'try:\n    return «body["Response"]["ZoneSet"]»\nexcept Exception as error:\n'
        "    print(error)"
    ),
    "another error is caught": reading(
        'try:\n    return «body["Response"]["ZoneSet"]»\nexcept ValueError:\n    return []'
    ),
    "in a comprehension": reading('return [z["Zone"] for z in «body["Response"]["ZoneSet"]»]'),
    "checked too late": reading(
        'zones = «body["Response"]["ZoneSet"]»\nif "Error" in body["Response"]:\n    return []\n'
        "return zones"
    ),
    "another answer is checked": reading(
        'if "Error" in body["Response"]:\n    raise RuntimeError(body)\n'
        'more = requests.post("https://cvm.tencentcloudapi.com").json()\n'
        'return «more["Response"]["ZoneSet"]»'
    ),
    "a helper that asks": """
        import requests

        def ask(service, payload):
            return requests.post(f"https://{service}.tencentcloudapi.com", json=payload).json()

        def zones():
            first = ask("cvm", {})
            if "Error" in first["Response"]:
                raise RuntimeError(first)
            second = ask("cvm", {})
            return «second["Response"]["ZoneSet"]»
    """,
    "a helper that reads": """
        import requests

        def zones_of(body):
            return «body["Response"]["ZoneSet"]»

        def zones():
            return zones_of(requests.post("https://cvm.tencentcloudapi.com").json())
    """,
    "a helper that is given the address": """
        import requests

        def post(url, payload):
            return requests.post(url, json=payload).json()

        def zones():
            return «post("https://cvm.tencentcloudapi.com", {})["Response"]["ZoneSet"]»
    """,
    "the default of a parameter": """
        import requests

        class Api:
            def __init__(self, url="https://cvm.tencentcloudapi.com"):
                self.url = url

            def zones(self):
                return «requests.post(self.url).json()["Response"]["ZoneSet"]»
    """,
    "a constant of the module": """
        import requests

        URL = "https://cvm.tencentcloudapi.com"
        body = requests.post(URL).json()
        print(«body["Response"]["ZoneSet"]»)
    """,
    "urllib": """
        import json
        from urllib.request import Request, urlopen

        def zones(payload):
            request = Request("https://cvm.tencentcloudapi.com", data=payload)
            with urlopen(request) as answer:
                return «json.loads(answer.read().decode())["Response"]["ZoneSet"]»
    """,
    "http.client": """
        import json
        from http.client import HTTPSConnection

        def zones(payload):
            connection = HTTPSConnection("cvm.tencentcloudapi.com")
            connection.request("POST", "/", body=payload)
            answer = connection.getresponse()
            return «json.loads(answer.read())["Response"]["ZoneSet"]»
    """,
    "urllib3": """
        import json
        import urllib3

        def zones(payload):
            http = urllib3.PoolManager()
            answer = http.request("POST", "https://cvm.tencentcloudapi.com", body=payload)
            return «json.loads(answer.data)["Response"]["ZoneSet"]»
    """,
    "aiohttp": """
        import aiohttp

        async def zones(payload):
            async with aiohttp.ClientSession() as session:
                async with session.post("https://cvm.tencentcloudapi.com", data=payload) as answer:
                    body = await answer.json()
            return «body["Response"]["ZoneSet"]»
    """,
    "httpx with a base address": """
        import httpx

        async def zones(payload):
            async with httpx.AsyncClient(base_url="https://cvm.tencentcloudapi.com") as client:
                answer = await client.post("/", content=payload)
            return «answer.json()["Response"]["ZoneSet"]»
    """,
    "a session of the class": """
        import requests

        class Api:
            def __init__(self, service):
                self.session = requests.Session()
                self.url = f"https://{service}.tencentcloudapi.com"

            def zones(self):
                return «self.session.post(self.url).json()["Response"]["ZoneSet"]»
    """,
    "a nested function": """
        import requests

        def ask(url):
            def send():
                return requests.post(url).json()
            return send()

        def zones():
            return «ask("https://cvm.tencentcloudapi.com")["Response"]["ZoneSet"]»
    """,
    "a prepared request": """
        import requests

        def zones():
            session = requests.Session()
            request = requests.Request("POST", "https://cvm.tencentcloudapi.com")
            answer = session.send(request.prepare())
            return «answer.json()["Response"]["ZoneSet"]»
    """,
    "the key in a constant": """
        import requests

        KEY = "Response"

        def zones():
            return «requests.post("https://cvm.tencentcloudapi.com").json()[KEY]["ZoneSet"]»
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL401")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL401")


def test_a_long_chain_of_branches() -> None:
    branches = "".join(f"elif size == {each}:\n    print({each})\n" for each in range(400))
    chain = f"if size is None:\n    return []\n{branches}"
    assert_invalid(reading(chain + 'return «body["Response"]["ZoneSet"]»'), "TCL401")


def test_a_long_chain_of_operators() -> None:
    joined = "text = name" + " + 'a'" * 500
    assert_invalid(reading(joined + '\nreturn «body["Response"]["ZoneSet"]»'), "TCL401")


def test_helpers_of_other_files() -> None:
    helpers = """
        import requests

        URL = "https://cvm.tencentcloudapi.com"

        def ask(payload):
            return requests.post(URL, json=payload).json()

        def check(body):
            if body["Response"].get("Error"):
                raise RuntimeError(body)
    """
    user = """
        from helpers import ask, check

        def zones():
            body = ask({})
            check(body)
            return body["Response"]["ZoneSet"]

        def regions():
            return «ask({})["Response"]["RegionSet"]»
    """
    assert_project({"helpers.py": helpers, "use.py": user}, "TCL401")
