"""What is offered where somebody types, in code that is not finished; `│` is the cursor."""

import pytest
from lsprotocol import types

from tests.server.features.editor import Editor
from tests.server.features.tab import Tab
from tests.server.places import CURSOR, PRELUDE

# Each: the code before; the code after, where the first offer is taken.
TAKEN = [
    ('if e.code == "AuthFailure.Sig│', 'if e.code == "AuthFailure.SignatureExpire│'),
    ('if e.code == "AuthFailure.Sig│"', 'if e.code == "AuthFailure.SignatureExpire│"'),
    ("if e.code == 'RequestLimit│Exceeded':", "if e.code == 'RequestLimitExceeded│':"),
    ('if e.code in ("A", "MissingPar│', 'if e.code in ("A", "MissingParameter│'),
    ('if e.code.startswith("AuthF│', 'if e.code.startswith("AuthFailure│'),
    ('if e.code == "UinLimit│" and x:',
     'if e.code == "RequestLimitExceeded.UinLimitExceeded│" and x:'),
    ('match e.code:\n    case "MissingP│', 'match e.code:\n    case "MissingParameter│'),
    ("x = errorcodes.AUTHFAILURE_CAM│",
     "x = errorcodes.AUTHFAILURE_CAMROLENAMEAUTHENTICATEFAILED│"),
    ("x = 1  # tclsp: ignore[TCL10│", "x = 1  # tclsp: ignore[TCL101│"),
    ("x = 1  # tclsp: ignore[TCL201,TCL20│]", "x = 1  # tclsp: ignore[TCL201,TCL202│]"),
    ('错 = "😀"; x = e.code == "MissingP│"', '错 = "😀"; x = e.code == "MissingParameter│"'),
    ('if e.code == "Missing│\n    pass\n', 'if e.code == "MissingParameter│\n    pass\n'),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), TAKEN)
async def test_the_first_offer(editor: Editor, before: str, after: str) -> None:
    tab = editor.open_example(before)
    item = (await items(tab))[0]
    edit = item.text_edit
    assert isinstance(edit, types.InsertReplaceEdit)
    assert item.insert_text_format == types.InsertTextFormat.PlainText
    taken = types.TextEdit(edit.replace, edit.new_text + CURSOR)
    assert tab.edited([taken]) == PRELUDE + after


async def items(tab: Tab) -> list[types.CompletionItem]:
    found = await tab.complete()
    return [] if found is None else list(found.items)


CODES = [
    'e.code == """Auth│"""',
    'e.code == """Auth│',
    'any(x in e.code for x in ("Auth│",))',
    'any(e.code.startswith(x) for x in ["Auth│"])',
    'any(\n    e.code.startswith(each)\n    for each in ("Auth│",)\n)',
    'for each in ("A", "Auth│"):\n    if each in e.code:',
    'e.code == r"Auth│"',
    'e.code == U"Auth│"',
    'e.code == f"Auth│"',
    'e.code == ("Auth│")',
    '(e.code) == "Auth│"',
    'if (found := e.code) == "Auth│":',
    'match e.code:\n    case "A" | "Auth│":',
    'match e.code:\n    case ("A" | "Auth│"):',
    'match e.code:\n    case "A":\n        pass\n    case "B" | "Auth│',
    'X = frozenset({"A", "Auth│"})\nif e.code in X: pass',
    'X = frozenset(["A", "Auth│"])\nif e.code not in X: pass',
    'X = ["Auth│"]\nif e.code in X: pass',
    'X = "A", "Auth│"\nif e.code in X: pass',
    'X = Y | {"Auth│"}\nif e.code in X: pass',
    'X: set[str] = {"Auth│"}\nif e.code in self.X: pass',
    'X = {"Auth│": 1}\nif e.code in X: pass',
    'X = {"A": 1, "Auth│\nX[e.code]',
    'X = {"Auth│": 1}\nX.get(\n    e.code,\n)',
    'X = "Auth│" if y else "B"\nif e.code == X: pass',
    'X = "B" if y else "Auth│"\nif e.code == X: pass',
    'e.code == ("A" if x else "Auth│")',
    'e.code.startswith(("A", "Auth│"))',
    'e.code.startswith(("A", "Auth│',
    '"Auth│" == e.code',
    '"Auth│" != error["Code"]',
    'e.code in {"Auth│"}',
    'e.code not in {"A", "Auth│"}',
    '1 if e.code == "Auth│" else 2',
    'body["Response"]["Error"]["Code"] == "Auth│"',
    'body.get("Error", {}).get("Code") == "Auth│"',
    'if body.get("Error", {}).get("Code") in ("Auth│',
    'def f(e, wanted="Auth│"):\n    return e.code == wanted',
    'raise TencentCloudSDKException("Auth│", "text")',
    'raise TencentCloudSDKException(code="Auth│")',
    'self.assertEqual(e.code, "Auth│")',
    'self.assertIn("Auth│", e.code)',
    'e.code.split(".")[0] == "Auth│"',
    'x = foo(\nif e.code == "Auth│":\n    pass',
    'except E as e\n    if e.code == "Auth│',
    'if e.code == "Auth│\nelse:\n    pass',
]


@pytest.mark.parametrize("before", CODES)
async def test_codes_that_begin_with_what_is_typed(editor: Editor, before: str) -> None:
    tab = editor.open_example(before)
    item = (await items(tab))[0]
    assert item.label.startswith("AuthFailure")
    assert isinstance(item.text_edit, types.InsertReplaceEdit)
    assert tab.covered(item.text_edit.replace) == "Auth"


NOTHING = [
    'e.code == f"Auth{x}│"',
    'e.code == b"Auth│"',
    'e.code == "Auth" "Fail│"',
    'e.code == "Auth│" "Fail"',
    'e.code == """\nAuth│"""',
    'match e.code:\n    case "A":\n        print("Auth│")',
    'match e.code:\n    case x if f("Auth│"):',
    'for each in ("A", "Auth│"):\n    print(each)',
    'raise TencentCloudSDKException("A", "Auth│")',
    'e.status_code == "Auth│"',
    'send(code="Auth│")',
    'if status.Code != "O│"',
    'if e.get_error_code() == "Auth│"',
    'x = {"Auth│": 1}\nx = request.x.get("code")',
    'raise TencentCloudSDKException("Auth│ failed for %s" % name)',
    'self.assertEqual(args[0], "Auth│")',
    'X = {"Auth│": 1}\nX[e.status_code]',
    'print("│")',
    'if e.message == "│"',
    "x = errors.│",
    "# ignore[│",
    'if e.code == f"{x}│"',
    "│",
    "x = │",
]


@pytest.mark.parametrize("before", NOTHING)
async def test_nothing_is_offered_elsewhere(editor: Editor, before: str) -> None:
    assert await editor.open_example(before).complete() is None


@pytest.mark.parametrize(
    ("before", "kind", "detail"),
    [
        ('e.code == "AuthFailure.Sig│"', types.CompletionItemKind.EnumMember, "common code"),
        ('e.code.startswith("AuthF│")', types.CompletionItemKind.Enum, "family"),
        ("errorcodes.ENINOTALLOWED│", types.CompletionItemKind.Constant,
         "EniNotAllowedChangeSubnet (cvm)"),
        ("# tclsp: ignore[TCL104│]", types.CompletionItemKind.Value, "swallowed-error: "),
    ],
)  # fmt: skip
async def test_an_offer_says_what_it_is(
    editor: Editor, before: str, kind: types.CompletionItemKind, detail: str
) -> None:
    item = (await items(editor.open_example(before)))[0]
    assert item.kind == kind
    assert (item.detail or "").startswith(detail)


async def test_what_stands_behind_the_cursor_can_be_kept(editor: Editor) -> None:
    tab = editor.open_example('e.code == "AuthFailure.Sig│natureExpire"')
    edit = (await items(tab))[0].text_edit
    assert isinstance(edit, types.InsertReplaceEdit)
    assert tab.covered(edit.insert) == "AuthFailure.Sig"
    assert tab.covered(edit.replace) == "AuthFailure.SignatureExpire"


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ('e.code == "AuthFailure.Sig│"', "differs from the server's clock"),
        ("errorcodes.ENINOTALLOWED│", "EniNotAllowedChangeSubnet"),
        ("# tclsp: ignore[TCL104│]", "neither raised, recorded nor"),
    ],
)
async def test_the_documentation_comes_when_an_offer_is_looked_at(
    editor: Editor, before: str, says: str
) -> None:
    item = (await items(editor.open_example(before)))[0]
    assert item.documentation is None
    resolved = await editor.completion_item_resolve_async(item)
    assert isinstance(resolved.documentation, types.MarkupContent)
    assert resolved.documentation.kind == types.MarkupKind.Markdown
    assert says in resolved.documentation.value
    assert (resolved.label, resolved.text_edit) == (item.label, item.text_edit)


async def test_each_letter_changes_the_list(editor: Editor) -> None:
    tab = editor.open_example('if e.code == "│')
    before = await tab.complete()
    assert before is not None
    assert before.is_incomplete, "it has to be asked for again"
    tab.insert("AuthFailure.Tok")
    assert (await items(tab))[0].label == "AuthFailure.TokenFailure"


async def test_the_best_offer_is_sorted_first(editor: Editor) -> None:
    found = await items(editor.open_example('if e.code == "Auth│'))
    order = [item.sort_text or "" for item in found]
    assert len(order) > 10
    assert order == sorted(order)


async def test_where_a_family_is_compared_families_are_offered(editor: Editor) -> None:
    found = await items(editor.open_example('e.code.split(".")[0] in ("Resource│",)'))
    labels = [item.label for item in found]
    assert "ResourceNotFound" in labels
    assert not [label for label in labels if "." in label]


async def test_names_say_how_they_are_compared(editor: Editor) -> None:
    found = await items(
        editor.open_example('PREFIXES = ("Auth│",)\nif e.code.startswith(PREFIXES): pass')
    )
    assert found[0].label == "AuthFailure"
