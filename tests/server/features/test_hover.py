"""What is shown where somebody points; `│` is the pointer."""

import pytest
from lsprotocol import types

from tests.server.features.editor import Editor

# Each: the code; what the text is about; what it says.
SHOWN = [
    ('if e.code == "AuthFailure.Sig│natureExpire":', "AuthFailure.SignatureExpire",
     "common code"),
    ('x = "AuthFailure.Sig│natureExpire"', "AuthFailure.SignatureExpire", "common code"),
    ('if e.code == "Request│LimitExceeded":', "RequestLimitExceeded", "common code"),
    ('if e.code == "EniNotAllowed│ChangeSubnet":', "EniNotAllowedChangeSubnet", "cvm"),
    ('if e.code.startswith("AuthFailure│."):', "AuthFailure.", "AuthFailure.SecretIdNotFound"),
    ('if e.code.startswith("Inv│"):', "Inv", "`InvalidParameterValue` ("),
    ('if e.code.startswith(("A", "LimitEx│")):', "LimitEx", "`LimitExceeded.SpotQuota`"),
    ('if e.code.startswith("AuthFailure.Sig│natureExpire"):', "AuthFailure.SignatureExpire",
     "common code"),
    ('if e.code == "AuthFailure.Sig│":', "AuthFailure.Sig", "begins 3 codes"),
    ('if e.code == "AuthFailure.│":', "AuthFailure.", "a family of codes"),
    ('if "Insufficient│" in e.code:', "Insufficient", "stands in 15 codes that cvm can answer"),
    ('if "Insufficient│" in e.code:', "Insufficient", "`ResourceInsufficient` (10)"),
    ('if "LimitExceeded│" in e.code:', "LimitExceeded", "`RequestLimitExceeded` (4)"),
    ('if "LimitExceeded│" in e.code:', "LimitExceeded", "*retry*"),
    ('if "limitexceeded│" in e.code.lower():', "limitexceeded", "if case is ignored"),
    ('if "Nonsense│" in e.code:', "Nonsense", "stands in no known code"),
    ('PARTS = ("NotFo│und",)\nany(x in e.code for x in PARTS)', "NotFound", "stands in"),
    ("if e.code == errorcodes.ENINOTALLOWED│CHANGESUBNET:", "ENINOTALLOWEDCHANGESUBNET",
     "EniNotAllowedChangeSubnet"),
    ("client.Run│Instances(request)", "RunInstances", "action of cvm, version 2017-03-12"),
    ("logger.error(e.request│Id)", "requestId", "support"),
    ("x = 1  # tclsp: ignore[TCL│104]", "TCL104", "swallowed-error"),
]  # fmt: skip


@pytest.mark.parametrize(("example", "over", "says"), SHOWN)
async def test_a_text_is_shown(editor: Editor, example: str, over: str, says: str) -> None:
    tab = editor.open_example(example)
    found = await tab.hover()
    assert found is not None
    assert found.range is not None
    assert tab.covered(found.range) == over
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.kind == types.MarkupKind.Markdown
    assert says in found.contents.value


@pytest.mark.parametrize(
    "example",
    [
        'if e.code == "AuthFailure.NoSuch│":',
        'if e.code.startswith("A│"):',
        'e.code == "AuthFailure." "Signature│Expire"',
        'e.code == f"AuthFailure.{x│}"',
        'print("hello│")',
        'print("some.thing│")',
        "x = foo│bar",
        "self.code│",
    ],
)
async def test_nothing_is_shown_elsewhere(editor: Editor, example: str) -> None:
    assert await editor.open_example(example).hover() is None


async def test_the_text_is_about_what_stands_there_now(editor: Editor) -> None:
    tab = editor.open_example('"错😀"; print("AuthFailure│")')
    assert await tab.hover() is None
    tab.insert(".TokenFailure")
    found = await tab.hover()
    assert found is not None
    assert found.range is not None
    assert tab.covered(found.range) == "AuthFailure.TokenFailure"
