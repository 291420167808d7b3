"""What an editor adds to the text: hints behind codes, lenses over calls, links."""

import re

from lsprotocol import types

from tests.server.features.editor import Editor

CODE = """\
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import cvm_client, errorcodes


def start(client: cvm_client.CvmClient, request):
    try:
        return client.RunInstances(request)
    except TencentCloudSDKException as error:
        if "错😀" and error.code == "AuthFailure.SignatureExpire":  # tclsp: ignore[TCL302]
            print(error.requestId)
        if error.code == errorcodes.ENINOTALLOWEDCHANGESUBNET:
            print(error.requestId)
        raise
"""


async def test_hints_stand_behind_codes_and_their_quotes(editor: Editor) -> None:
    tab = editor.open(CODE)
    found = await tab.hints(tab.whole)
    ends = [
        CODE.index('"AuthFailure') + len('"AuthFailure.SignatureExpire"'),
        CODE.index("ENINOT") + len("ENINOTALLOWEDCHANGESUBNET"),
    ]
    assert [each.position for each in found] == [tab.position(end) for end in ends]
    for each in found:
        assert isinstance(each.label, str)
        assert 0 < len(each.label) <= 48
        assert each.padding_left


async def test_hints_are_those_of_the_lines_that_are_seen(editor: Editor) -> None:
    tab = editor.open(CODE)
    for first, after, expected in ((10, 11, [10]), (0, 3, [])):
        seen = types.Range(types.Position(first, 0), types.Position(after, 0))
        assert [each.position.line for each in await tab.hints(seen)] == expected


async def test_a_lens_counts_what_a_call_can_answer_and_what_is_handled(editor: Editor) -> None:
    tab = editor.open(CODE)
    (lens,) = await tab.lenses()
    assert tab.covered(lens.range) == "RunInstances"
    assert lens.command is not None
    said = re.fullmatch(
        r"RunInstances: (\d+) codes in (\d+) families, 2 handled here", lens.command.title
    )
    assert said is not None
    assert int(said[1]) > int(said[2]) > 10


async def test_links_lead_to_pages(editor: Editor) -> None:
    tab = editor.open(CODE)
    links = {tab.covered(each.range): each for each in await tab.links()}
    assert set(links) == {"RunInstances", "TCL302"}
    assert (links["TCL302"].target or "").endswith("/docs/rules/TCL302.md")
    explorer = "https://console.cloud.tencent.com/api/explorer?Product=cvm&Version=2017-03-12"
    assert (links["RunInstances"].target or "").startswith(explorer)
    assert links["RunInstances"].tooltip == "cvm RunInstances"
