"""Documents that lie nowhere, and URIs that are spelt in two ways."""

from pathlib import Path

import pytest

from tests.server.client import Client, codes
from tests.server.samples import SWALLOWED


@pytest.mark.parametrize(
    "name",
    [
        "untitled:Untitled-1",
        "vscode-vfs://github/a/b/c%20d.py",
        "file:///c%3A/x/a.py",
        "file:////a.py",
        "file://[a/b.py",
        "http://[a/b.py",
    ],
)
def test_a_document_may_lie_nowhere(client: Client, folder: Path, name: str) -> None:
    client.initialize(None)
    client.open(name, SWALLOWED)
    assert codes(client.pull(name)) == [(7, "TCL104")]


@pytest.mark.parametrize("name", ["untitled:Untitled-1", "vscode-vfs://github/a/b/c%20d.py"])
def test_uses_of_codes_are_placed_where_the_document_is(client: Client, name: str) -> None:
    client.initialize(None)
    test = 'if error.code == "AuthFailure.SignatureExpire": raise'
    client.open(name, SWALLOWED.replace("pass", test))
    client.pull(name)
    (symbol,) = client.request("workspace/symbol", {"query": "expire"})
    assert symbol["location"]["uri"] == name


def test_two_spellings_of_a_uri_are_one_document(client: Client) -> None:
    client.initialize(None)
    client.open("file:///c%3A/x/a.py", SWALLOWED)
    assert codes(client.pull("file:///C:/x/a.py")) == [(7, "TCL104")]
