"""The fix of TCL104: the error is logged and raised again."""

import textwrap

import pytest

from tests.rules.examples import findings
from tests.rules.test_fixes import first_fixed

SDK_ERROR = "from tencentcloud.common.exception import TencentCloudSDKException\n"


def fixed(code: str) -> str | None:
    found = first_fixed(code, "TCL104")
    if found is not None:
        assert findings(found[0], "TCL104") == []
    return None if found is None else found[0]


def handler(head: str, clause: str) -> str:
    body = textwrap.indent(textwrap.dedent(clause).strip("\n"), "        ")
    return (
        f"{head}{SDK_ERROR}\nlogger = logging.getLogger(__name__)\n\n\ndef find(client, request):\n"
        "    for attempt in request:\n        try:\n"
        f"            client.StopInstances(request)\n{body}\n"
    )


LOGGED = 'logger.error("StopInstances failed: %s", error)'
"""What stands for it below."""
LEFT = {
    "pass": (
        """
        except TencentCloudSDKException:
            pass  # never mind
        """,
        """
        except TencentCloudSDKException as error:
            LOGGED
            raise  # never mind
        """,
    ),
    "continue": (
        """
        except TencentCloudSDKException as error:
            # Next.
            continue
        """,
        """
        except TencentCloudSDKException as error:
            # Next.
            LOGGED
            raise
        """,
    ),
    "a value over lines": (
        """
        except TencentCloudSDKException:
            return {
                "state": "unknown",
            }
        """,
        """
        except TencentCloudSDKException as error:
            LOGGED
            raise
        """,
    ),
    "a flag": (
        """
        except TencentCloudSDKException:
            done = False  # told later
        """,
        """
        except TencentCloudSDKException as error:
            done = False  # told later
            LOGGED
            raise
        """,
    ),
    "on one line": (
        "except TencentCloudSDKException: pass",
        """
        except TencentCloudSDKException as error:
            LOGGED
            raise
        """,
    ),
    "a flag on one line": (
        "except TencentCloudSDKException: done = False",
        """
        except TencentCloudSDKException as error:
            done = False
            LOGGED
            raise
        """,
    ),
    "bare": (
        """
        except:
            pass
        """,
        """
        except:
            logger.exception("StopInstances failed")
            raise
        """,
    ),
    "the rest of a chain": (
        """
        except TencentCloudSDKException as error:
            if error.code == "ResourceInUse":
                return None
            return []
        """,
        """
        except TencentCloudSDKException as error:
            if error.code == "ResourceInUse":
                return None
            LOGGED
            raise
        """,
    ),
    "the program ends": (
        """
        except TencentCloudSDKException:
            exit(1)
        """,
        """
        except TencentCloudSDKException as error:
            LOGGED
            exit(1)
        """,
    ),
}


@pytest.mark.parametrize(("before", "after"), LEFT.values(), ids=LEFT.keys())
def test_what_ends_the_handler_gives_way(before: str, after: str) -> None:
    client = "import logging\nfrom tencentcloud.cvm.v20170312.cvm_client import CvmClient\n"
    before, after = (
        handler(client, each.replace("LOGGED", LOGGED)).replace(
            "find(client,", "find(client: CvmClient,"
        )
        for each in (before, after)
    )
    assert fixed(before) == after


@pytest.mark.parametrize(
    "body",
    [
        "if quiet:\n        return None\n    raise",
        "if quiet:\n        return None\n    return []",
        "for each in request:\n        return each",
        "error = None",
        "answer = {}\n    answer['state'] = 1\n    return answer",
    ],
    ids=["not at the end", "two ways", "a loop", "no error any more", "a value made for it"],
)
def test_other_handlers_have_no_fix(body: str) -> None:
    clause = f"except TencentCloudSDKException as error:\n    {body}"
    assert fixed(handler("import logging\n", clause)) is None


STOP = """

def stop(client, request):
    try:
        client.StopInstances(request)
    except TencentCloudSDKException as e:
        {}
"""


@pytest.mark.parametrize(
    ("head", "logged"),
    [
        ("from loguru import logger\n", 'logger.error(f"StopInstances failed: {e}")'),
        ("from app.log import log\n", 'log.error(f"StopInstances failed: {e}")'),
        ("import logging\n", 'logging.error("StopInstances failed: %s", e)'),
        ("import logging.config\n", 'logging.error("StopInstances failed: %s", e)'),
        (
            "import logging\n\nLOG = logging.getLogger()\n",
            'LOG.error("StopInstances failed: %s", e)',
        ),
        (
            "import structlog\n\nlog = structlog.get_logger()\n",
            'log.error(f"StopInstances failed: {e}")',
        ),
    ],
)
def test_the_logger_of_the_file_is_used(head: str, logged: str) -> None:
    assert fixed(head + SDK_ERROR + STOP.format("pass")) == head + SDK_ERROR + STOP.format(
        f"{logged}\n        raise"
    )


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", "import logging\n\n"),
        ('"""What it does."""\n\n', '"""What it does."""\n\nimport logging\n\n'),
        ("# License\n", "# License\nimport logging\n\n"),
        ("import json\nimport sys\n\n", "import json\nimport logging\nimport sys\n\n"),
        ("import json\n\n", "import json\nimport logging\n\n"),
        (
            "import sys\nfrom json import dumps\n",
            "import logging\nimport sys\nfrom json import dumps\n",
        ),
        ("from json import dumps\n\n", "import logging\nfrom json import dumps\n\n"),
        ("from math import log\n\n", "import logging\nfrom math import log\n\n"),
        (
            "from __future__ import annotations\n",
            "from __future__ import annotations\nimport logging\n\n",
        ),
        ("try:\n    import yaml\nexcept ImportError:\n    yaml = None\n", None),
    ],
)
def test_logging_is_imported_where_it_sorts(head: str, expected: str | None) -> None:
    found = fixed(head + SDK_ERROR + STOP.format("pass"))
    logged = STOP.format('logging.error("StopInstances failed: %s", e)\n        raise')
    expected = head + "import logging\n\n" if expected is None else expected
    assert found == expected + SDK_ERROR + logged


def test_the_logger_of_an_object_is_used() -> None:
    method = textwrap.indent(STOP.replace("(client,", "(self, client,").lstrip(), "    ")
    start = '    def start(self):\n        self._log.info("start")\n\n'
    before = f"{SDK_ERROR}\n\nclass Servers:\n{start}{method}"
    logged = 'self._log.error(f"StopInstances failed: {e}")\n            raise'
    assert fixed(before.format("pass")) == before.format(logged)


def test_another_meaning_of_logging_is_respected() -> None:
    assert fixed("from oslo_log import log as logging\n" + SDK_ERROR + STOP.format("pass")) is None


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ("", "error"),
        ("\n\ntry:\n    go()\nexcept KeyError as error:\n    print(error)\n", "error"),
        ("\n\ndef told(error):\n    print(error)\n", "error"),
        ("    error(request)\n", "sdk_error"),
        ("    error = sdk_error = api_error = None\n", "error_2"),
    ],
)
def test_the_error_gets_a_name_that_nothing_else_has(other: str, name: str) -> None:
    found = fixed(SDK_ERROR + STOP.format("pass").replace(" as e:", ":") + other)
    assert found is not None
    assert f"except TencentCloudSDKException as {name}:" in found
    assert f'failed: %s", {name})' in found


def test_the_name_of_a_clause_around_is_kept() -> None:
    code = f"""\
{SDK_ERROR}
try:
    go()
except KeyError as error:
    try:
        client.StopInstances(request)
    except TencentCloudSDKException:
        pass
    raise error
"""
    found = fixed(code)
    assert found is not None
    assert "except TencentCloudSDKException as sdk_error:" in found
