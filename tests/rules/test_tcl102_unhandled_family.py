"""TCL102 unhandled-family: what it reports and what it leaves alone."""

import pytest

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tests.rules.examples import assert_invalid, assert_valid, findings, whole


def handler(body: str, clause: str = "except TencentCloudSDKException as e:") -> str:
    """Return an example whose handler has this body."""
    lines = body.strip("\n").split("\n")
    indented = "\n".join("        " + line for line in lines)
    return (
        "def stop():\n    try:\n        client.StopInstances(request)\n"
        f"    {clause}\n{indented}\n    return True\n"
    )


GONE = 'e.code == "InvalidInstanceId.NotFound"'

VALID = {
    "an else that raises": handler(f"if {GONE}:\n    return False\nelse:\n    raise"),
    "a raise behind the tests": handler(f"if {GONE}:\n    return False\nraise"),
    "what is not expected is raised first": handler(
        'if e.code != "InvalidInstanceId.NotFound":\n    raise'
    ),
    "not in": handler(
        'if e.code not in ("InvalidInstanceId.NotFound", "ResourceNotFound"):\n    raise'
    ),
    "an else with pass: 104 judges it": handler(f"if {GONE}:\n    return False\nelse:\n    pass"),
    "a return: 104 judges it": handler(f"if {GONE}:\n    return False\nreturn None"),
    "a flag: 104 judges it": handler(f"failed = True\nif {GONE}:\n    failed = False"),
    "a flag behind the tests": handler(f"if {GONE}:\n    return False\nfailed = True"),
    "the error recorded before the first test": handler(
        f"logger.error('%s', e)\nif {GONE}:\n    return False"
    ),
    "a part recorded before the first test: 201 judges it": handler(
        f"logger.error(e.message)\nif {GONE}:\n    return False"
    ),
    "an error that is logged behind the tests": handler(
        f"if {GONE}:\n    return False\nlogger.error('%s', e)"
    ),
    "no test of the code: 104 judges it": handler("if verbose:\n    print(e)"),
    "a test of the message: 404 judges it": handler('if "exist" in e.message:\n    return False'),
    "a case for all others": handler(
        'match e.code:\n    case "ResourceNotFound":\n        return False\n'
        "    case _:\n        raise"
    ),
    "the last try of a loop raises": """
        def stop():
            for attempt in range(3):
                try:
                    return client.StopInstances(request)
                except TencentCloudSDKException as e:
                    if e.code == "UnauthorizedOperation" or attempt == 2:
                        raise
            raise RuntimeError("gave up")
    """,
    "an assert lets only one error through": handler(
        'assert e.code == "InvalidInstanceId.NotFound"'
    ),
    "no API error": handler('if e.code == "ENOENT":\n    return False', "except OSError as e:"),
    "continue: 104 judges it": """
        def stop(regions):
            for region in regions:
                try:
                    client.StopInstances(request)
                except TencentCloudSDKException as e:
                    if e.code == "ResourceNotFound":
                        print("gone", region)
                    else:
                        continue
    """,
}

INVALID = {
    "one test": handler(f"if {GONE}:\n    return False", "«except TencentCloudSDKException as e:»"),
    "a chain of tests": handler(
        f"if {GONE}:\n    logger.info('gone')\nelif e.code == 'InternalError':\n"
        "    logger.info('broken')",
        "«except TencentCloudSDKException as e:»",
    ),
    "the code in a local": handler(
        "code = e.get_code()\nif code == 'InternalError':\n    return False",
        "«except TencentCloudSDKException as e:»",
    ),
    "the test in a local": handler(
        f"gone = {GONE}\nif gone:\n    return False", "«except TencentCloudSDKException as e:»"
    ),
    "raising only some": handler(
        "if e.code.startswith('AuthFailure'):\n    raise", "«except TencentCloudSDKException as e:»"
    ),
    "match without a case for others": handler(
        'match e.code:\n    case "ResourceNotFound":\n        return False',
        "«except TencentCloudSDKException as e:»",
    ),
    "a set named elsewhere": (
        "GONE = {'ResourceNotFound'}\n\n\n"
        + handler("if e.code in GONE:\n    return False", "«except TencentCloudSDKException as e:»")
    ),
    "any Exception": handler(
        "if getattr(e, 'code', '') == 'InternalError':\n    return False",
        "«except Exception as e:»",
    ),
    "one way of several": handler(
        f"if {GONE}:\n    return False\nif verbose:\n    print(e)",
        "«except TencentCloudSDKException as e:»",
    ),
    "a loop whose last try tells nobody": """
        def stop():
            for attempt in range(3):
                try:
                    return client.StopInstances(request)
                «except TencentCloudSDKException as e:»
                    if e.code == "InternalError":
                        print("once more")
    """,
    "a raw answer": """
        import requests

        def find(payload):
            body = requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
            «if "Error" in body["Response"]:»
                if body["Response"]["Error"]["Code"] == "ResourceNotFound":
                    return None
            return body["Response"]["InstanceSet"]
    """,
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(example, "TCL102")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL102")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_the_rules_about_lost_errors_leave_it_alone(example: str) -> None:
    unmarked = example.replace("«", "").replace("»", "")
    assert_valid(unmarked, "TCL104")
    assert_valid(unmarked, "TCL201")


def test_the_families_of_the_service_are_named_those_that_are_tested_are_not() -> None:
    code = whole(
        handler('if e.code == "AuthFailure" or e.code.startswith("Internal"):\n    return False')
    )
    (finding,) = findings(code, "TCL102")
    assert "cvm also answers `FailedOperation`, `InvalidParameter`" in finding.message.en
    assert "`AuthFailure`" not in finding.message.en
    assert "`InternalError`" not in finding.message.en
    assert "`FailedOperation`" in finding.message.zh


STOP = ListedAction("cvm", "2017-03-12", "StopInstances")
CODES = ["InvalidInstanceId.NotFound", "UnsupportedOperation.Region", "MutexOperation.TaskRunning"]


def test_the_families_that_the_actions_document_are_named_first() -> None:
    code = whole(handler('if e.code == "InvalidInstanceId.NotFound":\n    return False'))
    lists = ActionLists.of({STOP: CODES}, "1.0.0")
    (finding,) = findings(code, "TCL102", lists=lists)
    first = "`UnsupportedOperation`, `MutexOperation`, `AuthFailure`"
    assert f"`StopInstances` also answers {first} and" in finding.message.en
    assert "`StopInstances` 还会返回 `UnsupportedOperation`、`MutexOperation`" in finding.message.zh


def test_lists_of_other_actions_change_nothing() -> None:
    code = whole(handler('if e.code == "InvalidInstanceId.NotFound":\n    return False'))
    lists = ActionLists.of({STOP._replace(action="StartInstances"): CODES}, "1.0.0")
    assert findings(code, "TCL102", lists=lists) == findings(code, "TCL102")
