"""Code actions that change sound code; `│` is the cursor."""

import ast

import pytest
from lsprotocol import types

from tests.server.features.editor import Editor
from tests.server.places import PRELUDE

CLIENT = 'client = cvm_client.CvmClient(credential.Credential("i", "k"), "r")\n'
TRY = "try:\n    client.RunInstances(1)\nexcept TencentCloudSDKException as e:\n"


async def offered(editor: Editor, example: str) -> dict[str, str]:
    """Return what each refactoring makes of an example, by its title."""
    tab = editor.open(PRELUDE + CLIENT + example)
    actions = await tab.actions(types.CodeActionKind.RefactorRewrite)
    made = {title: await tab.after(action) for title, action in actions.items()}
    for text in made.values():
        ast.parse(text)
    return made


async def test_the_errors_of_a_call_are_handled_family_by_family(editor: Editor) -> None:
    example = "\ndef start(request):\n    return client.Run│Instances(request)\n"
    text = (await offered(editor, example))["Handle the errors of RunInstances"]
    assert "    try:\n        return client.RunInstances(request)\n" in text
    assert "    except TencentCloudSDKException as error:\n" in text
    assert 'if error.code.split(".")[0] == "InvalidParameterValue":' in text
    assert text.count("        raise\n") == 7
    assert text.count("logger.error(") + text.count("logging.error(") == 7


async def test_a_code_becomes_the_constant_of_the_sdk(editor: Editor) -> None:
    made = await offered(
        editor, TRY + '    if e.code == "EniNotAllowed│ChangeSubnet":\n        raise\n'
    )
    text = made["Write `errorcodes.ENINOTALLOWEDCHANGESUBNET`"]
    assert "if e.code == errorcodes.ENINOTALLOWEDCHANGESUBNET:" in text


async def test_the_family_is_compared_in_place_of_a_code(editor: Editor) -> None:
    made = await offered(
        editor, TRY + '    if e.code == "AuthFailure.Signature│Expire":\n        raise\n'
    )
    text = made['Compare the family with "AuthFailure"']
    assert 'if e.code.split(".")[0] == "AuthFailure":' in text


@pytest.mark.parametrize(
    "example",
    [
        'print("Auth│Failure")',
        "x = │1",
        "│",
        TRY.replace("RunIn", "Run│In") + "    raise\n",
    ],
    ids=["a string", "a number", "nothing", "a call that is handled"],
)
async def test_nothing_is_offered_elsewhere(editor: Editor, example: str) -> None:
    assert await offered(editor, example) == {}
