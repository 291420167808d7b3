"""What one file defines counts where another uses it."""

import pytest

from tests.analysis.projects import SDK, assert_project

CLIENTS = """
    from tencentcloud.common import credential
    from tencentcloud.cvm.v20170312 import cvm_client

    def make():
        return cvm_client.CvmClient(credential.Credential("id", "key"), "ap-guangzhou")

    shared = make()
"""


def test_a_client_made_elsewhere() -> None:
    user = """
        from app.clients import make, shared

        def find(request):
            try:
                return make().DescribeInstances(request)
            «except Exception:»
                return None

        def look(request):
            try:
                return shared.DescribeInstances(request)
            «except Exception:»
                return None
    """
    assert_project({"app/__init__.py": "", "app/clients.py": CLIENTS, "app/use.py": user}, "TCL104")


def test_relative_imports_re_exports_and_aliases() -> None:
    files = {
        "src/app/__init__.py": "from .inner.clients import make as make_client",
        "src/app/inner/__init__.py": "",
        "src/app/inner/clients.py": CLIENTS,
        "src/app/use.py": """
            from . import make_client

            def find(request):
                try:
                    return make_client().DescribeInstances(request)
                «except Exception:»
                    return None
        """,
        "src/app/inner/other.py": """
            from ..inner import clients

            def find(request):
                try:
                    return clients.shared.DescribeInstances(request)
                «except Exception:»
                    return None
        """,
        "tool.py": """
            from app import make_client as make

            def find(request):
                try:
                    return make().DescribeInstances(request)
                «except Exception:»
                    return None
        """,
    }
    assert_project(files, "TCL104")


def test_star_imports() -> None:
    files = {
        "clients.py": CLIENTS,
        "every.py": "from clients import *",
        "use.py": """
            from every import make

            def find(request):
                try:
                    return make().DescribeInstances(request)
                «except Exception:»
                    return None
        """,
    }
    assert_project(files, "TCL104")


def test_a_function_that_lets_the_error_out() -> None:
    files = {
        "clients.py": CLIENTS,
        "calls.py": """
            from clients import shared

            def stop(request):
                return shared.StopInstances(request)

            def stop_safely(request):
                try:
                    return shared.StopInstances(request)
                except Exception as e:
                    print(e)
        """,
        "guards.py": """
            import calls

            def stop(request):
                try:
                    calls.stop(request)
                «except Exception:»
                    pass

            def stop_safely(request):
                try:
                    calls.stop_safely(request)
                except Exception:
                    pass
        """,
    }
    assert_project(files, "TCL104")


def test_a_helper_elsewhere_counts_by_what_it_does() -> None:
    files = {
        "telling.py": """
            import logging

            def tell(error):
                logging.error("%s", error)

            def tell_a_part(error):
                logging.error("%s", error.code)

            def forget(error):
                pass
        """,
        "use.py": f"""
            {SDK} TencentCloudSDKException
            from telling import forget, tell, tell_a_part

            def find(client, request):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    tell(e)

            def look(client, request):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    tell_a_part(e)

            def see(client, request):
                try:
                    return client.DescribeInstances(request)
                «except TencentCloudSDKException as e:»
                    forget(e)
        """,
    }
    assert_project(files, "TCL104")
    files["use.py"] = files["use.py"].replace("«", "").replace("»", "")
    files["use.py"] = files["use.py"].replace("tell_a_part(e)", "«tell_a_part(e)»")
    assert_project(files, "TCL201")


def test_codes_named_in_another_file_are_reported_there() -> None:
    files = {
        "codes.py": """
            GONE = ("ResourceNotFound", «"NoSuchInstance"»)
            NAMES = {"a": GONE}
        """,
        "use.py": f"""
            {SDK} TencentCloudSDKException
            import codes

            def find(client, request):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if e.code in codes.GONE or e.code == «"InstanceMissing"»:
                        return None
                    raise
        """,
    }
    assert_project(files, "TCL301")


def test_a_subcode_in_another_file_completes_the_family() -> None:
    files = {
        "codes.py": 'LIMITED = ("RequestLimitExceeded.UinLimitExceeded",)',
        "use.py": f"""
            {SDK} TencentCloudSDKException
            from codes import LIMITED

            def is_limited(error: TencentCloudSDKException) -> bool:
                return error.code in ("RequestLimitExceeded", *LIMITED)
        """,
    }
    assert_project(files, "TCL107")


def test_a_predicate_elsewhere_knows_the_services_of_its_callers() -> None:
    files = {
        "clients.py": CLIENTS,
        "predicates.py": """
            def is_full(error):
                return error.code == «"LimitExceeded.NatGatewayLimitExceeded"»
        """,
        "use.py": f"""
            {SDK} TencentCloudSDKException
            from clients import shared
            from predicates import is_full

            def find(request):
                try:
                    return shared.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    if is_full(e):
                        return None
                    raise
        """,
    }
    assert_project(files, "TCL302")


def test_error_classes_of_another_file() -> None:
    files = {
        "errors.py": f"""
            {SDK} TencentCloudSDKException as ApiError

            class Throttled(ApiError):
                pass

            BOTH = (ValueError, Throttled)
        """,
        "use.py": """
            from errors import BOTH, ApiError, Throttled

            def find(client, request):
                try:
                    return client.DescribeInstances(request)
                «except Throttled:»
                    return None

            def look(client, request):
                try:
                    return client.DescribeInstances(request)
                «except ApiError:»
                    return None

            def see(client, request):
                try:
                    return client.DescribeInstances(request)
                «except BOTH:»
                    return None
        """,
    }
    assert_project(files, "TCL104")


def test_base_classes_of_another_file() -> None:
    files = {
        "clients.py": CLIENTS,
        "base.py": """
            from clients import make

            class Base:
                def __init__(self):
                    self.client = make()

                def tell(self, error):
                    print(error)
        """,
        "use.py": """
            from base import Base

            class Servers(Base):
                def find(self, request):
                    try:
                        return self.client.DescribeInstances(request)
                    except Exception as e:
                        self.tell(e)

                def look(self, request):
                    try:
                        return self.client.DescribeInstances(request)
                    «except Exception:»
                        return None
        """,
    }
    assert_project(files, "TCL104")


def test_cyclic_imports_end() -> None:
    files = {
        "a.py": "from b import make\nfrom b import other",
        "b.py": "from a import make\nfrom a import other",
        "use.py": f"""
            {SDK} TencentCloudSDKException
            from a import make, other

            def find(request):
                try:
                    return make().DescribeInstances(request)
                «except TencentCloudSDKException:»
                    return other(request)
        """,
    }
    assert_project(files, "TCL104")


def test_a_file_is_not_taken_for_an_installed_package_of_its_name() -> None:
    files = {
        "app/__init__.py": "",
        "app/requests.py": "def post(url, json):\n    pass",
        "app/use.py": f"""
            import requests
            {SDK} TencentCloudSDKException

            def find(client, request):
                try:
                    return client.DescribeInstances(request)
                except TencentCloudSDKException as e:
                    requests.post("https://example.org", json={{"error": e}})
        """,
    }
    assert_project(files, "TCL104")


def test_conditional_imports() -> None:
    files = {
        "clients.py": CLIENTS,
        "use.py": """
            try:
                from clients import make
            except ImportError:
                make = None

            def find(request):
                from clients import shared
                try:
                    return shared.DescribeInstances(request), make
                «except Exception:»
                    return None
        """,
    }
    assert_project(files, "TCL104")


def test_names_that_a_star_brings_are_used_directly() -> None:
    files = {
        "clients.py": CLIENTS,
        "errors.py": f"{SDK} TencentCloudSDKException",
        "every.py": """
            from clients import *
            from errors import *
        """,
        "use.py": """
            from every import *
            from tkinter import *

            def find(request):
                try:
                    return make().DescribeInstances(request)
                «except TencentCloudSDKException:»
                    return None
        """,
        "own.py": """
            from every import *

            def make():
                return None

            def find(request):
                try:
                    return make().describe(request)
                except Exception:
                    return None
        """,
    }
    assert_project(files, "TCL104")


@pytest.mark.parametrize("first", ["ask", "again"])
@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_functions_that_call_each_other(first: str, names: tuple[str, str]) -> None:
    """Whichever of them is looked at first, and whatever their files are called."""
    ask, again = names
    files = {
        "clients.py": CLIENTS,
        f"{ask}.py": f"""
            from clients import shared
            from {again} import again

            def ask(request, fresh=True):
                if fresh:
                    again(request)
                return shared.DescribeInstances(request)
        """,
        f"{again}.py": f"""
            from {ask} import ask

            def again(request):
                return ask(request, False)
        """,
        "use.py": f"""
            from {ask} import ask
            from {again} import again

            def one(request):
                try:
                    return {first}(request)
                «except Exception:»
                    return None

            def other(request):
                try:
                    return {"again" if first == "ask" else "ask"}(request)
                «except Exception:»
                    return None
        """,
    }
    assert_project(files, "TCL104")


def test_a_long_way_to_the_call() -> None:
    way = "".join(
        f"\n    def f{number}(request):\n        return f{number - 1}(request)\n"
        for number in range(1, 1200)
    )
    files = {
        "clients.py": CLIENTS,
        "use.py": f"""
    from clients import shared

    def f0(request):
        return shared.DescribeInstances(request)
{way}
    def start(request):
        try:
            return f1199(request)
        «except Exception:»
            return None
    """,
    }
    assert_project(files, "TCL104")
