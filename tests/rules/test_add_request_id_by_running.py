"""The fix of TCL201, run: what a fixed handler tells holds the RequestId and all it told before."""

import io
import logging
from contextlib import redirect_stdout
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.rules.test_fixes import first_fixed

HANDLER = """\
import sys
from tencentcloud.common.exception import TencentCloudSDKException


def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as e:
        {}
"""
REQUEST_ID = "8f1c-77"


class SdkError(Exception):
    """Behaves like the SDK's error."""

    code = "ResourceInUse"
    message = "The instance is in use."
    requestId = REQUEST_ID  # noqa: N815

    def __str__(self) -> str:
        return f"code:{self.code} message:{self.message} requestId:{self.requestId}"


class Client:
    """Its requests fail."""

    def StopInstances(self, _: object) -> None:  # noqa: N802
        raise SdkError


def told(code: str) -> str:
    """Run a handler; return what it logs, prints, returns and ends the program with."""
    log, out = io.StringIO(), io.StringIO()
    logger = logging.Logger("handler")
    logger.addHandler(logging.StreamHandler(log))
    scope: dict[str, Any] = {"logger": logger, "TencentCloudSDKException": SdkError}
    imports, _, function = code.partition("\n\n\n")
    assert "TencentCloudSDKException" in imports
    exec("import sys\n\n\n" + function, scope)  # noqa: S102
    returned: object = ""
    with redirect_stdout(out):
        try:
            returned = scope["stop"](Client(), None)
        except SystemExit as ended:
            returned = ended.code
    return f"{log.getvalue()}{out.getvalue()}{returned or ''}"


TEXTS = st.text(st.sampled_from("a é中。.:!%{}s\\'\"\n\t "), max_size=12)
FIXED = ["logger.error({})", "print({})", "sys.exit({})", "print({}, 1)"]
PARTS = [
    "logger.error({} + e.message)",
    "print(e.message + {})",
    "print({}, e.code)",
    "return e.message + {}",
    "return {{{}: e.message}}",
]


@pytest.mark.parametrize("form", [*FIXED, *PARTS])
@given(text=TEXTS)
@example(text="100%")
@example(text="{}")
@example(text="failed:")
@example(text="a\nb\n")
def test_a_fixed_handler_tells_more_and_nothing_less(form: str, text: str) -> None:
    code = HANDLER.format(form.format(repr(text)))
    found = first_fixed(code, "TCL201")
    if found is None:
        return
    before, after = told(code), told(found[0])
    assert REQUEST_ID in after
    assert all(word in after for word in before.replace("]", " ").replace("}", " ").split())


@pytest.mark.parametrize("form", [*FIXED, *PARTS])
def test_all_forms_have_a_fix(form: str) -> None:
    assert first_fixed(HANDLER.format(form.format("'failed'")), "TCL201") is not None
