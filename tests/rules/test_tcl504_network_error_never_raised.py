"""TCL504 network-error-never-raised: what it reports and what it leaves alone."""

import textwrap

import pytest

from tests.rules.examples import assert_invalid, assert_valid, findings

IMPORTS = """\
import asyncio
import json
import logging
import socket
import time

import backoff
import redis
import requests
import tenacity
import urllib3
from requests.exceptions import RequestException
from retry import retry
from tencentcloud.common import credential
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, models
from tencentcloud.cvm.v20170312 import cvm_client_async
from tencentcloud.hunyuan.v20230901 import hunyuan_client
from tencentcloud.hunyuan.v20230901 import models as hunyuan_models

logger = logging.getLogger(__name__)
client = cvm_client.CvmClient(credential.Credential("id", "key"), "ap-guangzhou")
hunyuan = hunyuan_client.HunyuanClient(credential.Credential("id", "key"), "ap-guangzhou")
common = CommonClient("cvm", "2017-03-12", credential.Credential("id", "key"), "ap-guangzhou")


"""


def around(body: str, classes: str, mark: bool = True) -> str:
    """Return an example with a `try` around a body."""
    clause = f"except {classes} as e:"
    return (
        IMPORTS
        + "def zones(request, fetch, session, cache):\n    try:\n"
        + textwrap.indent(textwrap.dedent(body).strip(), "        ")
        + f"\n    {f'«{clause}»' if mark else clause}\n        print(e)\n"
    )


def valid(body: str, classes: str = "requests.exceptions.ConnectionError") -> str:
    return around(body, classes, mark=False)


def decorated(decorator: str, helper: str = "") -> str:
    """Return an example with a decorated function that calls the API."""
    code = "def zones(request):\n    return client.DescribeZones(request)\n"
    return f"{IMPORTS}{helper}{decorator}\n{code}"


CALL = "return client.DescribeZones(request)"

VALID = {
    "the SDK error": valid(CALL, "TencentCloudSDKException"),
    "a tuple with the SDK error": valid(CALL, "(TencentCloudSDKException, ConnectionError)"),
    "a tuple with Exception": valid(CALL, "(requests.RequestException, Exception)"),
    "other errors": valid(CALL, "(ValueError, OSError)"),
    "no API call": valid("return requests.get(request)"),
    "CommonClient": valid('return common.call_json("DescribeZones", {})'),
    "CommonClient beside a typed call": valid(
        'client.DescribeZones(request)\nreturn common.call_json("DescribeZones", {})'
    ),
    "raw HTTP beside it": valid(
        'client.DescribeZones(request)\nrequests.post("https://example.com/hook")'
    ),
    "a session beside it": valid("client.DescribeZones(request)\nsession.get(fetch)"),
    "another library beside it": valid(
        'client.DescribeZones(request)\nredis.Redis().set("zones", 1)', "ConnectionError"
    ),
    "something unknown beside it": valid("client.DescribeZones(request)\nfetch(request)"),
    "a streamed answer": valid(
        """
        answer = hunyuan.ChatCompletions(hunyuan_models.ChatCompletionsRequest())
        for event in answer:
            print(event)
        """
    ),
    "a streamed answer gone through at once": valid(
        """
        for event in hunyuan.ChatCompletions(hunyuan_models.ChatCompletionsRequest()):
            print(event)
        """
    ),
    "a streamed answer handed out": valid(
        """
        answer = hunyuan.ChatCompletions(hunyuan_models.ChatCompletionsRequest())
        yield from answer
        """
    ),
    "an async client": IMPORTS
    + """
async def zones(request):
    async with cvm_client_async.CvmClient(None, "ap-guangzhou") as fresh:
        try:
            return await fresh.DescribeZones(request)
        except ConnectionError:
            return None
""",
    "a call in a thread with a limit": IMPORTS
    + """
async def zones(request):
    try:
        return await asyncio.wait_for(asyncio.to_thread(client.DescribeZones, request), 5)
    except TimeoutError:
        return None
""",
    "a future with a limit": IMPORTS
    + """
def zones(pool, request):
    future = pool.submit(client.DescribeZones, request)
    try:
        return future.result(timeout=5)
    except TimeoutError:
        return None
""",
    "raised in the try": valid(
        """
        answer = client.DescribeZones(request)
        if not answer.ZoneSet:
            raise TimeoutError("no zones")
        """,
        "TimeoutError",
    ),
    "a class of the project": IMPORTS
    + """
class ConnectionError(Exception):
    pass

def check(answer):
    if not answer:
        raise ConnectionError

def zones(request):
    try:
        check(client.DescribeZones(request))
    except ConnectionError:
        return None
""",
    "a helper that reaches the network": IMPORTS
    + """
def announce(text):
    requests.post("https://example.com/hook", data=text)

def zones(request):
    try:
        client.DescribeZones(request)
        announce("done")
    except requests.RequestException:
        return None
""",
    "a credential that asks a server": valid(
        """
        found = credential.CVMRoleCredential()
        return cvm_client.CvmClient(found, "").DescribeZones(request)
        """
    ),
    "a decorator that also names the SDK error": decorated(
        "@tenacity.retry(retry=tenacity.retry_if_exception_type("
        "(ConnectionError, TencentCloudSDKException)))"
    ),
    "one of two predicates names the SDK error": decorated(
        "@tenacity.retry(retry=tenacity.retry_if_exception_type(ConnectionError)"
        " | tenacity.retry_if_exception_type(TencentCloudSDKException))"
    ),
    "a decorator for all errors": decorated("@retry(tries=3, delay=2)"),
    "a decorator around raw HTTP": IMPORTS
    + """
@backoff.on_exception(backoff.expo, requests.RequestException)
def zones(request):
    return requests.get("https://example.com")
""",
}

INVALID = {
    "requests": around(CALL, "requests.exceptions.ConnectionError"),
    "an imported name": around(CALL, "RequestException"),
    "urllib3": around(CALL, "urllib3.exceptions.HTTPError"),
    "socket": around(CALL, "socket.timeout"),
    "ConnectionError": around(CALL, "ConnectionError"),
    "TimeoutError": around(CALL, "TimeoutError"),
    "a tuple": around(CALL, "(ConnectionError, TimeoutError)"),
    "a tuple with other errors": around(CALL, "(requests.Timeout, ValueError)"),
    "with what stays here": around(
        """
        start = time.monotonic()
        request = models.DescribeZonesRequest()
        request.from_json_string(json.dumps({}))
        answer = client.DescribeZones(request)
        logger.info("took %s", time.monotonic() - start)
        names = [zone.Zone.lower() for zone in answer.ZoneSet]
        return json.loads(answer.to_json_string()).get("ZoneSet") or names
        """,
        "requests.RequestException",
    ),
    "a client made in the try": around(
        """
        fresh = cvm_client.CvmClient(credential.Credential("id", "key"), "ap-guangzhou")
        return fresh.DescribeZones(models.DescribeZonesRequest())
        """,
        "requests.RequestException",
    ),
    "an answer that is not streamed": around(
        "for zone in client.DescribeZones(request).ZoneSet:\n    print(zone)",
        "requests.RequestException",
    ),
    "a helper of the project": IMPORTS
    + """
def fetch_zones(request):
    logger.info("asking")
    return client.DescribeZones(request)

def zones(request):
    try:
        return fetch_zones(request)
    «except requests.RequestException:»
        return None
""",
    "a method of the project": IMPORTS
    + """
class Zones:
    def __init__(self):
        self.client = cvm_client.CvmClient(None, "ap-guangzhou")

    def fetch(self, request):
        return self.client.DescribeZones(request)

    def all(self, request):
        try:
            return self.fetch(request)
        «except requests.RequestException:»
            return None
""",
    "behind a clause for the SDK error": IMPORTS
    + """
def zones(request):
    try:
        return client.DescribeZones(request)
    except TencentCloudSDKException as e:
        return e
    «except requests.RequestException:»
        return None
""",
    "tenacity": decorated(
        "@tenacity.retry(retry=«tenacity.retry_if_exception_type(requests.ConnectionError)»)"
    ),
    "backoff": decorated(
        "@«backoff.on_exception(backoff.expo, (requests.Timeout, ConnectionError), max_tries=3)»"
    ),
    "retry": decorated("@«retry(ConnectionError, tries=3)»"),
    "retry by keyword": decorated("@«retry(exceptions=(TimeoutError,), tries=3)»"),
    "a lambda": decorated(
        "@tenacity.retry(retry=«tenacity.retry_if_exception("
        "lambda e: isinstance(e, ConnectionError))»)"
    ),
    "a function that checks": decorated(
        "@tenacity.retry(retry=«tenacity.retry_if_exception(is_network)»)",
        "def is_network(e):\n    return isinstance(e, (ConnectionError, TimeoutError))\n\n\n",
    ),
    "a loop of attempts": IMPORTS
    + """
def zones(request):
    for attempt in tenacity.Retrying(
        retry=«tenacity.retry_if_exception_type(requests.ConnectionError)»
    ):
        with attempt:
            return client.DescribeZones(request)
""",
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL504")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL504")


def test_the_message_names_the_class_and_the_remedy_the_code() -> None:
    example = valid(CALL, "(requests.Timeout, ValueError)")
    (finding,) = findings(example, "TCL504")
    assert "`requests.Timeout`" in finding.message.en
    assert "ValueError" not in finding.message.en
    assert '`code == "ClientNetworkError"`' in finding.remedy.zh
