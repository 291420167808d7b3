"""TCL305 malformed-sdk-error: what it reports and what it leaves alone."""

import pytest

from tests.rules.examples import assert_invalid, assert_valid

VALID = {
    "code and message": 'raise TencentCloudSDKException("ClientError", "no profile given")',
    "a single word": 'raise TencentCloudSDKException("NoProfile")',
    "a dotted name": 'raise TencentCloudSDKException("Profile.Missing", "no profile")',
    "the code of another": "raise TencentCloudSDKException(e.code, e.message, e.requestId)",
    "a text of the code": "raise TencentCloudSDKException(str(e.code), e.message)",
    "keywords": 'raise TencentCloudSDKException(message="no profile given", code="ClientError")',
    "a parameter": """
        def fail(code):
            raise TencentCloudSDKException(code, "it failed")
    """,
    "a class name": "raise TencentCloudSDKException(type(e).__name__, str(e))",
    "another class": 'raise ValueError("no profile given")',
    "an f-string without blanks": 'raise TencentCloudSDKException(f"Profile.{kind}", "bad")',
    "nothing": "raise TencentCloudSDKException()",
    "starred": "raise TencentCloudSDKException(*e.args)",
}

INVALID = {
    "a sentence": 'raise «TencentCloudSDKException("no profile given")»',
    "a message twice": "raise «TencentCloudSDKException(e.message, e.message)»",
    "get_message": "raise «TencentCloudSDKException(e.get_message())»",
    "str": "raise «TencentCloudSDKException(str(problem))»",
    "an f-string": 'raise «TencentCloudSDKException(f"no profile {name}")»',
    "percent": 'raise «TencentCloudSDKException("no profile %s" % name)»',
    "format": 'raise «TencentCloudSDKException("no profile {}".format(name))»',
    "a keyword": 'raise «TencentCloudSDKException(code="no profile given")»',
    "a local": """
        def fail():
            text = "no profile given"
            raise «TencentCloudSDKException(text)»
    """,
    "not raised at once": 'problem = «TencentCloudSDKException("没有 配置")»',
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL305")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL305")
