"""The editor that most tests share.

A server takes a second to be ready, so there is one for all tests of this folder, and others only
where a test needs another client or other files. All tests of a module run on one event loop: that
of the folder, or with `pytestmark = OWN_LOOP` one of the module's own, for an editor of its own.
"""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.server.features.editor import Editor, starts_server
from tests.server.samples import SWALLOWED, install_sdk

OTHER = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client


def stop(client: cvm_client.CvmClient, request):
    try:
        return client.StopInstances(request)
    except TencentCloudSDKException as error:
        if error.code == "AuthFailure.SignatureExpire":
            print(error.requestId)
        raise
"""
HELPER = "def report(error):\n    print(error)\n"
FILES = {
    "tclsp.toml": 'extend-exclude = ["generated"]\n',
    "bad.py": SWALLOWED,
    "other.py": OTHER,
    "helper.py": HELPER,
    "plain.py": "pass\n",
}


@starts_server("package")
async def editor(
    lsp_client: Editor, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[None]:
    folder = tmp_path_factory.mktemp("workspace")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    install_sdk(folder)
    async with lsp_client.session(folder, options={"inlayHints": True, "codeLens": True}):
        yield


@pytest.fixture(autouse=True)
def tidy(editor: Editor) -> Iterator[None]:
    """Leave nothing open."""
    yield
    editor.tidy()
