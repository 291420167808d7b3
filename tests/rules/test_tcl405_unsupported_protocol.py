"""TCL405 unsupported-protocol: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid

HEAD = """
import requests
from http.client import HTTPSConnection
from tencentcloud.common.profile.http_profile import HttpProfile

HOST = "cvm.tencentcloudapi.com"
"""

VALID = {
    "https": HEAD + 'requests.post("https://cvm.tencentcloudapi.com")\n',
    "https and a host": HEAD + 'requests.post(f"https://{HOST}")\n',
    "no scheme": HEAD + "requests.post(HOST)\n",
    "another host": HEAD + 'requests.post("http://cvm.example.com")\n',
    "plain HTTP to a host that is not known": HEAD + 'requests.post(f"http://{host}")\n',
    "the metadata server": HEAD + 'requests.get("http://metadata.tencentyun.com/latest")\n',
    "documentation": '"""Never use http://cvm.tencentcloudapi.com."""\nimport requests\n',
    "compared": HEAD + 'if url == "http://cvm.tencentcloudapi.com":\n    raise ValueError(url)\n',
    "replaced": HEAD + 'url = url.replace("http://cvm.tencentcloudapi.com", "https://x")\n',
    "told": HEAD + 'print("http://cvm.tencentcloudapi.com is not supported")\n',
    "GET": HEAD + 'requests.get("https://cvm.tencentcloudapi.com")\n',
    "a GET by name": HEAD + 'requests.request("get", "https://cvm.tencentcloudapi.com")\n',
    "PUT to another host": HEAD + 'requests.put("https://example.com")\n',
    "a profile": HEAD + 'HttpProfile(protocol="https", reqMethod="GET")\n',
    "a profile without anything": HEAD + "HttpProfile()\n",
    "a custom endpoint": HEAD + 'HttpProfile(protocol="http", endpoint="api.example.com")\n',
    "an endpoint that is not known": HEAD + 'HttpProfile(protocol="http", endpoint=endpoint)\n',
    "a loopback endpoint": HEAD + 'HttpProfile("http", "127.0.0.1:8080")\n',
    "a custom endpoint set later": HEAD
    + 'profile = HttpProfile(protocol="http")\nprofile.endpoint = "localhost:8080"\n',
    "a custom root": HEAD + 'HttpProfile(protocol="http", rootDomain="example.com")\n',
    "a custom endpoint and a scheme set later": HEAD
    + 'profile = HttpProfile()\nprofile.endpoint = "localhost"\nprofile.protocol = "http"\n',
    "a custom endpoint of an attribute": HEAD
    + "class Api:\n    def __init__(self, endpoint):\n"
    + '        self.profile = HttpProfile(protocol="http")\n'
    + "        self.profile.endpoint = endpoint\n",
    "a custom endpoint behind a client's profile": HEAD
    + 'client_profile.httpProfile = HttpProfile(protocol="http")\n'
    + 'client_profile.httpProfile.endpoint = "localhost"\n',
    "whatever the caller gives": HEAD + 'HttpProfile(protocol="http", **options)\n',
    "a sentence": HEAD + 'parser.add_argument("--url", help="not http://x.tencentcloudapi.com")\n',
    "the scheme of something else": HEAD + 'other.protocol = "http"\nother.scheme = "http"\n',
}

INVALID = {
    "a literal": HEAD + 'requests.post(«"http://cvm.tencentcloudapi.com"»)\n',
    "a constant": HEAD + 'URL = «"http://cvm.tencentcloudapi.com/"»\nrequests.post(URL)\n',
    "an f-string": HEAD + 'requests.post(«f"http://{service}.tencentcloudapi.com"»)\n',
    "an f-string with a host": HEAD + 'requests.post(«f"http://{HOST}/"»)\n',
    "joined": HEAD + 'requests.post(«"http://"» + HOST)\n',
    "formatted": HEAD + 'requests.post(«"http://%s/"» % HOST)\n',
    "format": HEAD + 'requests.post(«"http://{}/"».format(HOST))\n',
    "PUT": HEAD + '«requests.put»("https://cvm.tencentcloudapi.com")\n',
    "DELETE with a host": HEAD + '«requests.delete»(url=f"https://{HOST}")\n',
    "by name": HEAD + '«requests.request("PATCH", "https://cvm.tencentcloudapi.com")»\n',
    "a connection": HEAD
    + 'def ask():\n    connection = HTTPSConnection(HOST)\n    «connection.request("PUT", "/")»\n',
    "a profile": HEAD + '«HttpProfile(protocol="http")»\n',
    "a profile with a place": HEAD + '«HttpProfile("http", "cvm.tencentcloudapi.com")»\n',
    "a profile with a method": HEAD + '«HttpProfile(reqMethod="PUT")»\n',
    "set later": HEAD + 'profile = HttpProfile()\n«profile.protocol» = "http"\n',
    "the scheme set later": HEAD
    + "def make():\n    profile = HttpProfile()\n"
    + '    profile.endpoint = "cvm.tencentcloudapi.com"\n    «profile.scheme» = "http"\n',
    "the method set later": HEAD + 'profile = HttpProfile()\n«profile.reqMethod» = "DELETE"\n',
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL405")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL405")
