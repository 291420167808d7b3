"""TCL201 request-id-not-logged: what it reports and what it leaves alone."""

import pytest

from tclsp.analysis.options import AnalysisOptions
from tests.rules.examples import assert_invalid, assert_valid


def handler(body: str, clause: str = "except TencentCloudSDKException as e:") -> str:
    """Return an example whose handler has this body."""
    lines = body.strip("\n").split("\n")
    indented = "\n".join("        " + line for line in lines)
    return (
        "def find():\n    try:\n        return client.DescribeInstances(request)\n"
        f"    {clause}\n{indented}\n"
    )


VALID = {
    "the error object": handler('logger.error("failed: %s", e)'),
    "its text": handler('logger.error("failed: " + str(e))'),
    "an f-string of it": handler('print(f"failed: {e}")'),
    "its repr": handler("print(repr(e))"),
    "its args": handler('logger.error("failed", *e.args)'),
    "requestId beside the message": handler('logger.error("%s %s", e.message, e.requestId)'),
    "get_request_id": handler('logger.error("%s %s", e.get_code(), e.get_request_id())'),
    "getattr": handler('logger.error("%s %s", e.code, getattr(e, "requestId", ""))'),
    "two lines together": handler('print(e.code)\nprint("id", e.requestId)'),
    "printed last": handler('print("failed")\nlogger.exception("details")'),
    "a dict with it": handler('return {"error": e.message, "request_id": e.requestId}'),
    "a local on the way": handler('text = f"{e.code} ({e.requestId})"\nlogger.error(text)'),
    "raised again after a log": handler("logger.error(e.code)\nraise"),
    "another error raised: 202 judges it": handler("logger.error(e.code)\nraise Failed(e.code)"),
    "an expected error quietly": handler(
        'if e.code == "ResourceNotFound":\n    logger.info(e.code)\n    return None\nraise'
    ),
    "an expected error told with a fixed text": handler(
        'if e.code == "ResourceNotFound":\n    logger.warning("gone")\n    return None\nraise'
    ),
    "an expected error printed": handler(
        'if e.code == "ResourceNotFound":\n    print("gone", e.code)\n    return None\nraise'
    ),
    "the RequestId where there is one": handler(
        "text = e.message\nif e.requestId:\n    text += e.requestId\nprint(text)"
    ),
    "a method looked up by name": handler(
        'rid = getattr(e, "get_request_id", lambda: None)()\nlogger.error("failed %s", rid)'
    ),
    "sys.exc_info": handler("import sys\nprint(sys.exc_info()[1])"),
    "a client-side code has no RequestId": handler(
        'if e.code == "ClientNetworkError":\n    logger.error("offline: %s", e.message)\n'
        "    return None\nraise"
    ),
    "the end of the text": handler("logger.error(str(e)[10:])"),
    "stripped": handler("logger.error(str(e).strip())"),
    "a class of one's own made of it": handler("return Failure(str(e))"),
    "stored on the object": handler("self.error = str(e)"),
    "sys.exit with the text": handler("import sys\nsys.exit(str(e))"),
    "a helper that logs it": "def note(error):\n    logger.error(error)\n\n\n" + handler("note(e)"),
    "a helper that cannot be seen": handler("report(e)"),
    **{
        f"a helper that takes {takes} is given {gives}": (
            f"def note({takes}):\n    logger.error({tells})\n\n\n" + handler(f"note({gives})")
        )
        for takes, tells, gives in (
            ("text, *parts", "text, *parts", '"%s %s", e.code, e.requestId'),
            ("text, *parts, loud=True", "text, *parts", '"%s %s", e.code, e.requestId'),
            ("text, **parts", "text, extra=parts", '"failed", code=e.code, id=e.requestId'),
            ("code, text, id", '"%s %s", code, id', "*e.args"),
            ("code, id", '"%s %s", code, id', '**{"code": e.code, "id": e.requestId}'),
        )
    },
    "a method of a base class, called by that": """
        class Base:
            def note(self, code, id):
                logger.error("%s %s", code, id)

        class Servers(Base):
            def find(self):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    Base.note(self, e.code, e.requestId)
    """,
    "a helper makes the text of the object": (
        'def told(error):\n    return f"{error.code}: {error.requestId}"\n\n\n'
        + handler("logger.error(told(e))")
    ),
    "Exception with the text": handler('logger.error("failed: %s", e)', "except Exception as e:"),
    "Exception, told by the traceback": handler(
        'logger.error("failed", exc_info=True)', "except Exception:"
    ),
    "Sentry": handler("sentry_sdk.capture_exception()\nreturn None"),
    "raw HTTP has no RequestId to lose": """
        import requests
        def find(payload):
            try:
                return requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            except Exception:
                print("no connection")
    """,
    "nothing told at all: 104 judges that": handler("return None"),
    "waiting for the next try": """
        def find():
            for attempt in range(3):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException:
                    if attempt == 2:
                        raise
                    logger.info("once more")
    """,
    "a text local that a later line logs whole": """
        def find():
            problem = ""
            try:
                return client.DescribeInstances(request)
            except TencentCloudSDKException as e:
                problem = str(e)
            logger.error(problem)
    """,
    "an HTTP answer with the text": handler('return JsonResponse({"detail": str(e)}, status=502)'),
}

INVALID = {
    "a helper that takes any parts and is not given it": (
        "def note(text, *parts):\n    logger.error(text, *parts)\n\n\n"
        + handler('«note("%s %s", e.code, e.message)»')
    ),
    "code and message": handler('«logger.error("%s: %s", e.code, e.message)»'),
    "get_message": handler("«print(e.get_message())»"),
    "a fixed text": handler('«logger.error("call failed")»'),
    "a returned message": handler('«return {"error": e.get_message()}»'),
    "the message or the text": handler("«logger.error(e.message or str(e))»"),
    "args by number": handler("«print(e.args[0], e.args[1])»"),
    "a cut text": handler("logger.error(«str(e)[:200]»)"),
    "a split text": handler('logger.error(«str(e).split("requestId")»[0])'),
    "an attribute that the error has not, with a default": handler(
        '«logger.error("%s %s", e.code, getattr(e, "request_id", ""))»'
    ),
    "unpacked, but not used": handler("code, message, rid = e.args\n«print(code, message)»"),
    "a helper that prints and exits": (
        "import sys\nfrom tencentcloud.common.exception import TencentCloudSDKException\n\n\n"
        "def die(text):\n    print(text)\n    sys.exit(1)\n\n\n"
        + handler('«die(f"failed: {e.message}")»')
    ),
    "exit with a fixed text": handler('import sys\n«sys.exit("failed")»'),
    "the first statement that uses the error": handler('print("failed")\n«print(e.code)»'),
    "a local with the code alone": handler('text = f"failed: {e.code}"\n«logger.error(text)»'),
    "a store": handler("«self.error = e.message»"),
    "handed on in parts": handler("«notify(e.message)»"),
    "an expected error told loudly without it": handler(
        'if e.code == "ResourceNotFound":\n    «logger.warning("gone: %s", e.message)»\n'
        "    return None\nraise"
    ),
    "one way of two": handler(
        'if verbose:\n    logger.error("%s", e)\nelse:\n    «logger.error("%s", e.code)»'
    ),
    "Exception with a fixed text": handler('«print("failed")»', "except Exception:"),
    "Exception with a part": handler("«print(e.message)»", "except Exception as e:"),
    "bare with a fixed text": handler('«print("failed")»', "except:"),
    "a helper that logs a part": (
        "def note(error):\n    logger.error(error.code)\n\n\n" + handler("«note(e)»")
    ),
    "a helper makes a text of parts": (
        'def told(error):\n    return f"{error.code}"\n\n\n' + handler("«logger.error(told(e))»")
    ),
    "Chinese and emoji before it": handler('«logger.error("调用失败 😀 %s", e.code)»'),
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL201")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL201")


def test_a_logger_of_the_settings_records() -> None:
    options = AnalysisOptions(request_id_loggers=("audit.failure",))
    assert_valid(handler("audit.failure(e.code)"), "TCL201", options)
