"""What kind of client a name holds, by what it is bound to or by its annotation."""

import pytest

from tests.analysis.projects import assert_project
from tests.rules.examples import facts_of, whole

WRAPPER = """
    from tencentcloud.cvm.v20170312 import cvm_client

    class Client(cvm_client.CvmClient):
        pass
"""


def called(code: str) -> list[tuple[str, str]]:
    """Return service and action of the API calls in some code."""
    return [(call.service, call.action) for call in facts_of(whole(code)).calls]


def test_a_local_hides_the_parameter_of_the_function_around() -> None:
    code = """
        def outer(client):
            def inner(request):
                client = cvm_client.CvmClient(credential, "ap-guangzhou")
                return client.NewAction(request)
            return inner
    """
    assert called(code) == [("cvm", "NewAction")]


@pytest.mark.parametrize(
    "annotation",
    [
        "cvm_client.CvmClient",
        '"cvm_client.CvmClient"',
        '"Optional[cvm_client.CvmClient]"',
        'Optional["cvm_client.CvmClient"]',
        '"cvm_client.CvmClient | None"',
    ],
)
def test_annotations_quoted_or_not(annotation: str) -> None:
    code = f"""
        def find(client: {annotation}, request):
            return client.NewAction(request)
    """
    assert called(code) == [("cvm", "NewAction")]


def test_an_annotation_with_a_name_that_a_function_imports() -> None:
    code = """
        def find(request):
            from tencentcloud.vpc.v20170312 import vpc_client

            def ask(client: "vpc_client.VpcClient"):
                return client.NewAction(request)
            return ask
    """
    assert called(code) == [("vpc", "NewAction")]


@pytest.mark.parametrize("annotation", ["Client", '"Client"'])
@pytest.mark.parametrize("imports", ["from .clients import Client", "from app.clients import *"])
def test_annotations_with_a_class_of_the_project(annotation: str, imports: str) -> None:
    use = f"""
        {imports}

        def find(client: {annotation}, request):
            try:
                return client.NewAction(request)
            «except Exception:»
                return None
    """
    files = {"app/__init__.py": "", "app/clients.py": WRAPPER, "app/use.py": use}
    assert_project(files, "TCL104")
