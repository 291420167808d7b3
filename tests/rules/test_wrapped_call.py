"""A call in a `try`: the lines around it, the imports, the branches."""

import ast
import textwrap

import pytest

from tclsp.rules.fixes.context import FixContext
from tclsp.rules.fixes.wrapped_call import Branch, wrapped_call
from tclsp.source.spans import Span
from tclsp.source.text import SourceText
from tests.rules.examples import catalog, facts_of, findings
from tests.rules.test_fixes import with_edits

HEAD = """\
import logging

from tencentcloud.common.exception import TencentCloudSDKException

logger = logging.getLogger(__name__)

"""


def wrapped(code: str, *branches: Branch) -> str | None:
    """Wrap the call `client.StopInstances(…)` of a piece of code."""
    start = code.encode().index(b"client.StopInstances(")
    end = code.encode().index(b")", start) + 1
    context = FixContext(SourceText.of(code), facts_of(code), catalog())
    edits = wrapped_call(Span(start, end), "StopInstances", context, branches)
    if not edits:
        return None
    after = with_edits(code, list(edits))
    ast.parse(after)
    assert findings(after, "TCL104") == findings(after, "TCL201") == []
    return after


CLAUSE = """\
except TencentCloudSDKException as error:
    logger.error("StopInstances failed: %s", error)
    raise
"""

STATEMENTS = {
    "an expression": (
        "client.StopInstances(request)  # now\n",
        "try:\n    client.StopInstances(request)  # now\n",
    ),
    "a value": (
        "answer = client.StopInstances(request).to_json_string()\n",
        "try:\n    answer = client.StopInstances(request).to_json_string()\n",
    ),
    "lines": (
        'client.StopInstances(\n    """a\n  b""",\n\n    request)\n',
        'try:\n    client.StopInstances(\n        """a\n  b""",\n\n        request)\n',
    ),
    "a loop over the answer": (
        "for each in client.StopInstances(request).Items:\n    print(each)\n",
        "try:\n    for each in client.StopInstances(request).Items:\n        print(each)\n",
    ),
    "one line of a condition": (
        "if ready: client.StopInstances(request)\n",
        "try:\n    if ready: client.StopInstances(request)\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), STATEMENTS.values(), ids=STATEMENTS.keys())
def test_a_statement_is_wrapped(before: str, after: str) -> None:
    assert wrapped(HEAD + before) == HEAD + after + CLAUSE


def test_inside_of_functions_the_indentation_is_kept() -> None:
    function = "def stop():\n    {}\n"
    clause = textwrap.indent(CLAUSE, "    ")
    after = "try:\n        return client.StopInstances(request)"
    before = HEAD + function.format("return client.StopInstances(request)")
    assert wrapped(before) == HEAD + function.format(after) + clause


@pytest.mark.parametrize(
    "code",
    [
        "later = lambda: client.StopInstances(request)\n",
        "a = 1; client.StopInstances(request)\n",
        "@client.StopInstances(request)\ndef stop():\n    pass\n",
        "def stop(now=client.StopInstances(request)):\n    pass\n",
    ],
    ids=["later", "two on a line", "a decorator", "a default"],
)
def test_other_places_are_left(code: str) -> None:
    assert wrapped(HEAD + code) is None


IMPORT = (
    "from tencentcloud.common.exception.tencent_cloud_sdk_exception import "
    "TencentCloudSDKException\n"
)
CREDENTIAL = "from tencentcloud.common import credential\n"
CLIENT = "from tencentcloud.cvm.v20170312 import cvm_client\n"
STOP = "\nclient.StopInstances(request)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CREDENTIAL + CLIENT, CREDENTIAL + IMPORT + CLIENT),
        (CLIENT, IMPORT + CLIENT),
    ],
    ids=["beside common", "before the service"],
)
def test_the_error_is_imported(before: str, after: str) -> None:
    logging = "import logging\n\n"
    clause = CLAUSE.replace("logger.", "logging.")
    assert wrapped(before + STOP) == (
        logging + after + "\ntry:\n    client.StopInstances(request)\n" + clause
    )


def test_an_alias_of_the_error_is_used() -> None:
    head = HEAD.replace("SDKException\n", "SDKException as ApiError\n")
    after = wrapped(head + STOP)
    assert after is not None
    assert "except ApiError as error:" in after


def test_without_an_import_of_the_sdk_nothing_is_done() -> None:
    assert wrapped("import logging\n" + STOP) is None


def test_families_get_branches() -> None:
    branches = (Branch("AuthFailure", "Check the key."), Branch("RequestLimitExceeded"))
    assert (
        wrapped(HEAD + "client.StopInstances(request)\n", *branches)
        == HEAD
        + """\
try:
    client.StopInstances(request)
except TencentCloudSDKException as error:
    if error.code.split(".")[0] == "AuthFailure":
        # Check the key.
        logger.error("StopInstances failed with AuthFailure: %s", error)
        raise
    if error.code.split(".")[0] == "RequestLimitExceeded":
        logger.error("StopInstances failed with RequestLimitExceeded: %s", error)
        raise
    logger.error("StopInstances failed: %s", error)
    raise
"""
    )
