"""TCL503 dry-run-as-failure: what it reports and what it leaves alone."""

import textwrap

import pytest

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tests.rules.examples import assert_invalid, assert_valid, findings

IMPORTS = """\
import json

from tencentcloud.alb.v20251030 import alb_client, errorcodes, models
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client
from tencentcloud.cvm.v20170312 import models as cvm_models
from tencentcloud.vpc.v20170312 import vpc_client
from tencentcloud.vpc.v20170312 import models as vpc_models

"""
KNOWS = """
    except TencentCloudSDKException as e:
        if e.code == "DryRunOperation":
            return True
        raise
"""
FAILS = """
    except TencentCloudSDKException as e:
        print(e)
        return False
    return True
"""


def typed(setting: str, handler: str) -> str:
    """Return an example with a typed call after a setting of `request` (and `params`)."""
    return (
        IMPORTS
        + "def may_delete(client: alb_client.AlbClient, flag):\n"
        + "    request = models.DeleteTargetGroupsRequest()\n"
        + textwrap.indent(textwrap.dedent(setting).strip(), "    ")
        + "\n    try:\n        «client.DeleteTargetGroups(request)»"
        + handler
    )


def generic(params: str, handler: str) -> str:
    """Return an example with a call of the common client."""
    return (
        IMPORTS
        + "def may_delete(credential):\n"
        + '    client = CommonClient("alb", "2025-10-30", credential, "ap-guangzhou")\n'
        + f'    try:\n        «client.call_json("DeleteTargetGroups", {params})»'
        + handler
    )


def plain(example: str) -> str:
    return example.replace("«", "").replace("»", "")


VALID = {
    "the code is known": typed("request.DryRun = True", KNOWS),
    "the constant is known": typed(
        "request.DryRun = True",
        KNOWS.replace('"DryRunOperation"', "errorcodes.DRYRUNOPERATION"),
    ),
    "a part of the code is known": typed(
        "request.DryRun = True", KNOWS.replace('e.code == "DryRunOperation"', '"DryRun" in e.code')
    ),
    "the message is searched": typed(
        "request.DryRun = True",
        KNOWS.replace('e.code == "DryRunOperation"', '"DryRunOperation" in str(e)'),
    ),
    "a helper knows it": typed(
        "request.DryRun = True",
        KNOWS.replace('e.code == "DryRunOperation"', "would_succeed(e)")
        + '\n\ndef would_succeed(error):\n    return error.code == "DryRunOperation"\n',
    ),
    "no dry run": typed("request.DryRun = False", FAILS),
    "not set": typed("request.TargetGroupIds = []", FAILS),
    "as the caller wants": typed("request.DryRun = flag", FAILS),
    "set to False again": typed("request.DryRun = True\nrequest.DryRun = False", FAILS),
    "no dry run in JSON": typed("request.from_json_string('{\"DryRun\": false}')", FAILS),
    "nobody handles the error": typed("request.DryRun = True", "\n    finally:\n        print()"),
    "the handler lets it go on": typed(
        "request.DryRun = True",
        "\n    except TencentCloudSDKException as e:\n        print(e)\n        raise\n",
    ),
    "a caller knows it": typed(
        "request.DryRun = True",
        "\n    except TencentCloudSDKException as e:\n        print(e)\n        raise\n",
    )
    + """
def check(client):
    try:
        may_delete(client, True)
    except TencentCloudSDKException as e:
        return e.code == "DryRunOperation"
""",
    "an action that answers normally": IMPORTS
    + """
def may_run(client: cvm_client.CvmClient):
    request = cvm_models.RunInstancesRequest()
    request.DryRun = True
    try:
        client.RunInstances(request)
    except TencentCloudSDKException as e:
        return False
    return True
""",
    "a service whose table lacks the code": IMPORTS
    + """
def may_create(client: vpc_client.VpcClient):
    request = vpc_models.CreateVpcEndPointRequest()
    request.DryRun = True
    try:
        client.CreateVpcEndPoint(request)
    except TencentCloudSDKException as e:
        return False
    return True
""",
    "a later dry run": typed("request.TargetGroupIds = []", FAILS).replace(
        "    return True", "    request.DryRun = True\n    return request"
    ),
}

INVALID = {
    "an attribute": typed("request.DryRun = True", FAILS),
    "JSON of a dict": typed(
        'params = {"DryRun": True}\nrequest.from_json_string(json.dumps(params))', FAILS
    ),
    "JSON text": typed("request.from_json_string('{\"DryRun\": true}')", FAILS),
    "a key set later": typed(
        """
        params = {"TargetGroupIds": []}
        params["DryRun"] = True
        request._deserialize(params)
        """,
        FAILS,
    ),
    "a named constant": "DRY = True\n" + typed("request.DryRun = DRY", FAILS),
    "a helper that makes the request": IMPORTS
    + """
def trial(group_id):
    request = models.DeleteTargetGroupsRequest()
    request.TargetGroupIds = [group_id]
    request.DryRun = True
    return request


def may_delete(client: alb_client.AlbClient, group_id):
    try:
        «client.DeleteTargetGroups(trial(group_id))»
    except TencentCloudSDKException as e:
        return False
    return True
""",
    "parameters of the common client": generic('{"DryRun": True}', FAILS),
    "parameters of the common client in a constant": 'TRIAL = {"DryRun": True}\n'
    + generic("TRIAL", FAILS),
    "a broad handler": typed(
        "request.DryRun = True", "\n    except Exception:\n        return False\n"
    ),
    "other codes only": typed(
        "request.DryRun = True", KNOWS.replace("DryRunOp", "UnsupportedOp")
    ).replace("        raise\n", "        return False\n"),
    "raised as another error": typed(
        "request.DryRun = True",
        "\n    except TencentCloudSDKException as e:\n        raise RuntimeError(e) from e\n",
    ),
    "a caller's handler": IMPORTS
    + """
def drop(client: alb_client.AlbClient, group_id):
    request = models.DeleteTargetGroupsRequest()
    request.DryRun = True
    return «client.DeleteTargetGroups(request)»


def may_delete(client, group_id):
    try:
        drop(client, group_id)
    except TencentCloudSDKException as e:
        return False
    return True
""",
}


@pytest.mark.parametrize("example", VALID.values(), ids=VALID.keys())
def test_valid(example: str) -> None:
    assert_valid(plain(example), "TCL503")


@pytest.mark.parametrize("example", INVALID.values(), ids=INVALID.keys())
def test_invalid(example: str) -> None:
    assert_invalid(example, "TCL503")


def test_a_list_of_the_action_may_name_the_code() -> None:
    example = VALID["a service whose table lacks the code"]
    action = ListedAction("vpc", "2017-03-12", "CreateVpcEndPoint")
    lists = ActionLists.of({action: ["DryRunOperation"]}, "1.0.0")
    (finding,) = findings(example, "TCL503", lists=lists)
    assert "`CreateVpcEndPoint`" in finding.message.en
