"""Handlers and chains of tests whose parts lie in several files."""

from tests.analysis.projects import SDK, assert_project

CLIENT = """
    from tencentcloud.cvm.v20170312 import cvm_client

    client = cvm_client.CvmClient(cred, "ap-guangzhou")

    def stop(request):
        return client.StopInstances(request)
"""
CODES = """
    GONE = ("ResourceNotFound", "InvalidInstanceId.NotFound")
"""


def test_a_call_is_reported_at_its_handler_in_another_file() -> None:
    files = {
        "servers.py": CLIENT,
        "main.py": f"""
            {SDK} TencentCloudSDKException
            from servers import stop

            def run(request):
                try:
                    stop(request)
                «except TencentCloudSDKException:»
                    raise
        """,
    }
    assert_project(files, "TCL103", ("RequestLimitExceeded",))


def test_a_call_that_no_file_handles_is_reported_itself() -> None:
    files = {
        "servers.py": CLIENT.replace(
            "client.StopInstances(request)", "«client.StopInstances(request)»"
        ),
        "main.py": """
            from servers import stop

            def run(request):
                stop(request)
        """,
    }
    assert_project(files, "TCL103", ("RequestLimitExceeded",))


def test_a_set_of_another_file_names_its_families() -> None:
    files = {
        "codes.py": 'THROTTLED = {"RequestLimitExceeded.UinLimitExceeded"}\n',
        "servers.py": f"""
            {SDK} TencentCloudSDKException
            from tencentcloud.cvm.v20170312 import cvm_client

            from codes import THROTTLED

            client = cvm_client.CvmClient(cred, "ap-guangzhou")

            def stop(request):
                try:
                    client.StopInstances(request)
                except TencentCloudSDKException as e:
                    if e.code in THROTTLED:
                        return None
                    raise
        """,
    }
    assert_project(files, "TCL103", ("RequestLimitExceeded",))


def test_a_test_of_a_set_of_another_file_selects_and_all_others_fall_out() -> None:
    files = {
        "codes.py": CODES,
        "servers.py": f"""
            {SDK} TencentCloudSDKException
            from tencentcloud.cvm.v20170312 import cvm_client

            from codes import GONE

            client = cvm_client.CvmClient(cred, "ap-guangzhou")

            def stop(request):
                try:
                    client.StopInstances(request)
                «except TencentCloudSDKException as e:»
                    if e.code in GONE:
                        print("gone")
        """,
    }
    assert_project(files, "TCL102")


def test_a_code_that_a_set_of_another_file_takes() -> None:
    files = {
        "codes.py": CODES,
        "servers.py": f"""
            {SDK} TencentCloudSDKException
            from codes import GONE

            def hint(error: TencentCloudSDKException) -> str:
                if error.code in GONE:
                    return "gone"
                elif error.code == «"ResourceNotFound"»:
                    return "lost"
                return ""
        """,
    }
    assert_project(files, "TCL106")


def test_a_set_of_another_file_of_which_a_part_is_left() -> None:
    files = {
        "codes.py": CODES,
        "servers.py": f"""
            {SDK} TencentCloudSDKException
            from codes import GONE

            def hint(error: TencentCloudSDKException) -> str:
                if error.code == "ResourceNotFound":
                    return "lost"
                elif error.code in GONE:
                    return "gone"
                return ""
        """,
    }
    assert_project(files, "TCL106")


def test_a_subclass_of_another_file_behind_the_sdk_error() -> None:
    files = {
        "errors.py": f"""
            {SDK} TencentCloudSDKException

            class Throttled(TencentCloudSDKException):
                pass
        """,
        "servers.py": f"""
            {SDK} TencentCloudSDKException
            from errors import Throttled

            def run(ask):
                try:
                    ask()
                except TencentCloudSDKException:
                    raise
                «except Throttled:»
                    raise
        """,
    }
    assert_project(files, "TCL105")


def test_a_raw_answer_of_another_file() -> None:
    files = {
        "signed.py": """
            import requests

            def ask(payload):
                return requests.post("https://cvm.tencentcloudapi.com", json=payload).json()
        """,
        "servers.py": """
            from signed import ask

            def find(payload):
                body = ask(payload)
                if "Error" in body["Response"]:
                    «raise RuntimeError(body["Response"]["Error"]["Message"])»
                return body
        """,
    }
    assert_project(files, "TCL203")


def test_an_sdk_dict_of_another_file_never_holds_an_error() -> None:
    files = {
        "common.py": """
            from tencentcloud.common.common_client import CommonClient

            client = CommonClient("cvm", "2017-03-12", cred, "ap-guangzhou")

            def ask(action):
                return client.call_json(action, {})
        """,
        "servers.py": """
            from common import ask

            def find():
                body = ask("DescribeInstances")
                if "Error" in body["Response"]:
                    raise RuntimeError(body["Response"]["Error"]["Message"])
                return body
        """,
    }
    assert_project(files, "TCL203")
