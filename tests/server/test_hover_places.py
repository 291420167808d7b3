"""What is shown where."""

import pytest

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tclsp.report.sheet import SheetStyle
from tclsp.server.hover import hover
from tests.server.places import at_cursor, text_of

MARKDOWN = SheetStyle("en")


@pytest.mark.parametrize(
    ("example", "over", "says"),
    [
        ('if e.code == "AuthFailure.Sig│natureExpire":', "AuthFailure.SignatureExpire",
         "common code"),
        ('x = "AuthFailure.Sig│natureExpire"', "AuthFailure.SignatureExpire", "common code"),
        ('if e.code == "Request│LimitExceeded":', "RequestLimitExceeded", "common code"),
        ('if e.code.startswith("AuthFailure│."):', "AuthFailure.", "AuthFailure.SecretIdNotFound"),
        ('if "Insufficient│" in e.code:', "Insufficient", "stands in 15 codes that cvm can answer"),
        ('if "Insufficient│" in e.code:', "Insufficient", "`ResourceInsufficient` (10)"),
        ('if "LimitExceeded│" in e.code:', "LimitExceeded", "`RequestLimitExceeded` (4)"),
        ('if "LimitExceeded│" in e.code:', "LimitExceeded", "*retry*"),
        ('if "limitexceeded│" in e.code.lower():', "limitexceeded", "if case is ignored"),
        ('if "Nonsense│" in e.code:', "Nonsense", "stands in no known code"),
        ('if e.code.startswith("Inv│"):', "Inv", "`InvalidParameterValue` ("),
        ('if e.code.startswith(("A", "LimitEx│")):', "LimitEx", "`LimitExceeded.SpotQuota`"),
        ('if e.code.startswith("AuthFailure.Sig│natureExpire"):', "AuthFailure.SignatureExpire",
         "common code"),
        ('PARTS = ("NotFo│und",)\nany(x in e.code for x in PARTS)', "NotFound", "stands in"),
        ('if e.code == "AuthFailure.Sig│":', "AuthFailure.Sig", "begins 3 codes"),
        ('if e.code == "AuthFailure.│":', "AuthFailure.", "a family of codes"),
        ('if e.code == "AuthFailure.NoSuch│":', None, ""),
        ('if e.code.startswith("A│"):', None, ""),
        ('e.code == "AuthFailure." "Signature│Expire"', None, ""),
        ('e.code == f"AuthFailure.{x│}"', None, ""),
        ('if e.code == "EniNotAllowed│ChangeSubnet":', "EniNotAllowedChangeSubnet", "cvm"),
        ("if e.code == errorcodes.ENINOTALLOWED│CHANGESUBNET:", "ENINOTALLOWEDCHANGESUBNET",
         "EniNotAllowedChangeSubnet"),
        ("client.Run│Instances(request)", "RunInstances", "action of cvm, version 2017-03-12"),
        ("logger.error(e.request│Id)", "requestId", "support"),
        ("x = 1  # tclsp: ignore[TCL│104]", "TCL104", "swallowed-error"),
        ('print("hello│")', None, ""),
        ('print("some.thing│")', None, ""),
        ("x = foo│bar", None, ""),
        ("self.code│", None, ""),
    ],
)  # fmt: skip
def test_hover(example: str, over: str | None, says: str) -> None:
    place = at_cursor(example)
    found = hover(place, MARKDOWN)
    if over is None:
        assert found is None
        return
    assert found is not None
    assert text_of(place, found.span.start, found.span.end) == over
    assert says in found.text


TRY = """
try:
    client.Describe│Instances(request)
except TencentCloudSDKException as e:
    if e.code.startswith("AuthFailure"):
        raise
"""


def test_a_call_says_what_its_handlers_deal_with() -> None:
    found = hover(at_cursor(TRY), MARKDOWN)
    assert found is not None
    assert "*actions of cvm can answer, not each of them all*: `Account" in found.text
    assert "*handled here*: AuthFailure" in found.text
    (unhandled,) = [line for line in found.text.split("\n") if line.startswith("*not handled")]
    assert "`InternalServerError`" in unhandled
    assert "AuthFailure" not in unhandled
    assert (
        "https://console.cloud.tencent.com/api/explorer"
        "?Product=cvm&Version=2017-03-12&Action=DescribeInstances"
    ) in found.text


def test_a_call_of_an_action_with_a_list_says_its_codes() -> None:
    action = ListedAction("cvm", "2017-03-12", "DescribeInstances")
    lists = ActionLists.of({action: ["InvalidFilter", "InvalidZone.MismatchRegion"]}, "1")
    found = hover(at_cursor(TRY, lists=lists), SheetStyle("zh"))
    assert found is not None
    assert (
        "*可能返回*:\n- `InvalidFilter`\n- `InvalidZone`: `InvalidZone.MismatchRegion`"
        in found.text
    )
    assert "另有" in found.text


def test_a_summary_ends_before_its_markup() -> None:
    place = at_cursor(
        "from tencentcloud.billing.v20180709 import billing_client\nclient.Describe│BillDetail(r)"
    )
    found = hover(place, MARKDOWN)
    assert found is not None
    assert "\n\nThis API is used to get bill details.\n\n" in found.text


def test_the_code_of_an_error_says_what_it_can_be_here() -> None:
    found = hover(at_cursor(TRY.replace("│", "").replace("e.code", "e.co│de")), MARKDOWN)
    assert found is not None
    assert "*can be here*:" in found.text


def test_chinese() -> None:
    found = hover(at_cursor('e.code == "AuthFailure.Sig│natureExpire"'), SheetStyle("zh"))
    assert found is not None
    assert "公共错误码" in found.text


def test_a_part_of_codes_of_no_service_in_particular() -> None:
    found = hover(at_cursor('import json\nif "Insufficient│" in e.code: pass'), SheetStyle("zh"))
    assert found is not None
    subtitle, families, codes = found.text.split("\n\n")
    assert subtitle.endswith("个错误码含有此文本")
    assert families.startswith("*大类*: `ResourceInsufficient`")
    assert len(codes) < 250
