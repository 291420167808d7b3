"""The fix of TCL303: the constant, and the import that it needs."""

import pytest

from tests.rules.test_fixes import first_fixed

SDK_ERROR = "from tencentcloud.common.exception import TencentCloudSDKException"
BODY = """


def find(client: "cvm_client.CvmClient", request):
    try:
        return client.DescribeInstances(request)
    except TencentCloudSDKException as e:
        if e.code == "InvalidInstanceId.NotFound":
            return None
        raise
"""
CLIENT = "from tencentcloud.cvm.v20170312 import cvm_client"


VERSION = "tencentcloud.cvm.v20170312"
OWN_LINE = f"import {VERSION}.cvm_client as cvm_client"
IMPORTS = {
    "behind the last": ([CLIENT], [f"{CLIENT}, errorcodes"], "errorcodes"),
    "between": (
        [f"{CLIENT}, models  # all"],
        [f"{CLIENT}, errorcodes, models  # all"],
        "errorcodes",
    ),
    "on lines": (
        [f"from {VERSION} import (", "    cvm_client,", "    models,", ")"],
        [f"from {VERSION} import (", "    cvm_client,", "    errorcodes,", "    models,", ")"],
        "errorcodes",
    ),
    "there under a name": (
        [CLIENT, f"from {VERSION} import errorcodes as codes"],
        [CLIENT, f"from {VERSION} import errorcodes as codes"],
        "codes",
    ),
    "a line of its own": (
        [OWN_LINE, "import yaml"],
        [OWN_LINE, f"from {VERSION} import errorcodes", "import yaml"],
        "errorcodes",
    ),
    "taken": (
        [CLIENT, "from app import errorcodes"],
        [f"{CLIENT}, errorcodes as cvm_errorcodes", "from app import errorcodes"],
        "cvm_errorcodes",
    ),
}


@pytest.mark.parametrize(("imports", "expected", "name"), IMPORTS.values(), ids=IMPORTS.keys())
def test_the_import_is_found_or_written(imports: list[str], expected: list[str], name: str) -> None:
    found = first_fixed("\n".join([SDK_ERROR, *imports]) + BODY, "TCL303")
    constant = f"{name}.INVALIDINSTANCEID_NOTFOUND"
    body = BODY.replace('"InvalidInstanceId.NotFound"', constant)
    assert found is not None
    assert found[0] == "\n".join([SDK_ERROR, *expected]) + body


def test_where_both_names_are_taken_the_literal_stays() -> None:
    taken = "errorcodes = cvm_errorcodes = {}"
    assert first_fixed("\n".join([SDK_ERROR, CLIENT, taken]) + BODY, "TCL303") is None


@pytest.mark.parametrize("imports", [[], ["from tencentcloud.common import credential"]])
def test_a_package_that_may_be_missing_is_not_imported(imports: list[str]) -> None:
    body = BODY.replace('"cvm_client.CvmClient"', "CvmClient").replace(
        "    try:", f"    {CLIENT}\n    client = cvm_client.CvmClient()\n    try:"
    )
    assert first_fixed("\n".join([SDK_ERROR, *imports]) + body, "TCL303") is None


def test_a_name_is_kept_apart_from_the_word_beside_it() -> None:
    code = "\n".join([SDK_ERROR, CLIENT]) + BODY.replace(
        'if e.code == "InvalidInstanceId.NotFound":\n            return None',
        'match e.code:\n            case"InvalidInstanceId.NotFound":\n                return None',
    )
    found = first_fixed(code, "TCL303")
    assert found is not None
    assert "case errorcodes.INVALIDINSTANCEID_NOTFOUND:" in found[0]
