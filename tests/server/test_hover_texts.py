"""What is said over calls and codes: all of a text, in both languages, with action lists."""

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tclsp.report.sheet import SheetStyle
from tclsp.server.hover import hover
from tests.server.places import at_cursor

MARKDOWN = SheetStyle("en")


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
