"""Reading action lists from a checkout of the Go SDK."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.failures import CheckoutUnusable
from tclsp.catalog.go_sdk import read_go_sdk
from tests.catalog import fake_go_sdk


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return fake_go_sdk.write_checkout(tmp_path / "sdk")


def read(folder: Path) -> ActionLists:
    return read_go_sdk(folder, "the sdk", lambda _done, _total: None)


def refusal(folder: Path) -> str:
    with pytest.raises(CheckoutUnusable) as raised:
        read(folder)
    sentence = str(raised.value)
    assert "the sdk" in sentence
    assert "\n" not in sentence
    return sentence


def test_each_action_gets_the_codes_of_its_comment(checkout: Path) -> None:
    lists = read(checkout)

    for action, codes in fake_go_sdk.CVM.items():
        expected = None if codes is None else frozenset(codes)
        assert lists.codes("cvm", action, "2017-03-12") == expected
    old = frozenset({"InternalError", "InvalidZone.Old"})
    assert lists.codes("cvm", "RunInstances", "2016-01-01") == old
    assert (lists.actions(), lists.pairs(), lists.sdk_version) == (4, 8, "1.3.1")


def test_a_service_gets_the_name_of_its_python_package(checkout: Path) -> None:
    (action,) = read(checkout).documenting("ResourceNotFound.GroupNotFound")

    assert action == ("autoscaling", "2018-04-19", "ScaleOutInstances")


def test_versions_without_contexts_list_once(tmp_path: Path) -> None:
    text = fake_go_sdk.client("sms", "2021-01-11", {"SendSms": ["LimitExceeded"]})
    second = text.rindex("\n// SendSms\n")
    fake_go_sdk.write_client(tmp_path, "sms", "2021-01-11", text[:second])

    lists = read(tmp_path)
    assert lists.codes("sms", "SendSms") == frozenset({"LimitExceeded"})
    assert lists.sdk_version == ""


def test_an_action_may_be_called_with_context_itself(tmp_path: Path) -> None:
    text = fake_go_sdk.client(
        "sms", "2021-01-11", {"Send": ["LimitExceeded"], "SendWithContext": ["InternalError"]}
    )
    fake_go_sdk.write_client(tmp_path, "sms", "2021-01-11", text)

    assert "InternalError" in (read(tmp_path).codes("sms", "SendWithContext") or ())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("//  ", "//\t"),
        lambda text: text.replace("错误码:", "错误码：").replace("//  ", "//\n//  "),
        lambda text: text.replace("// 示例：", "// 可能返回的错误码: 见下文。"),
    ],
    ids=["windows", "gofmt", "spaced", "mentioned"],
)
def test_the_layout_of_the_comment_does_not_matter(
    change: Callable[[str], str], tmp_path: Path
) -> None:
    text = fake_go_sdk.client("cvm", "2017-03-12", fake_go_sdk.CVM)
    path = fake_go_sdk.write_client(tmp_path, "cvm", "2017-03-12", "")
    path.write_bytes(change(text).encode())

    assert read(tmp_path).pairs() == 5


def test_it_tells_how_far_it_is(checkout: Path) -> None:
    told: list[tuple[int, int]] = []
    read_go_sdk(checkout, "the sdk", lambda done, total: told.append((done, total)))

    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    "files", [(), ("tencentcloud/cvm/v20170312/cvm_client.py",), ("v20170312/client.go",)]
)
def test_another_folder(files: tuple[str, ...], tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("")

    assert "is no checkout of TencentCloud/tencentcloud-sdk-go: it has no " in refusal(tmp_path)


def test_the_international_sdk(tmp_path: Path) -> None:
    text = fake_go_sdk.client("sms", "2021-01-11", {}, f"{fake_go_sdk.MODULE}-intl-en")
    fake_go_sdk.write_client(tmp_path, "sms", "2021-01-11", text)

    assert "is of the international SDK" in refusal(tmp_path)


def test_a_repository_of_the_same_layout(tmp_path: Path) -> None:
    text = fake_go_sdk.client("sms", "2021-01-11", {}, "example.com/cloud")
    fake_go_sdk.write_client(tmp_path, "sms", "2021-01-11", text)

    assert "is no client of TencentCloud/tencentcloud-sdk-go" in refusal(tmp_path)


def test_a_version_before_there_were_lists(tmp_path: Path) -> None:
    text = fake_go_sdk.client("sms", "2021-01-11", {"SendSms": None})
    fake_go_sdk.write_client(tmp_path, "sms", "2021-01-11", text)

    assert "lists no error codes (SDK of unknown version)" in refusal(tmp_path)


def test_a_client_that_is_missing(checkout: Path) -> None:
    (checkout / "tencentcloud/as/v20180419/client.go").unlink()

    assert "is not whole: tencentcloud/as/v20180419 has no client.go" in refusal(checkout)


def test_a_client_that_was_cut_is_never_half_read(tmp_path: Path) -> None:
    whole = fake_go_sdk.client("cvm", "2017-03-12", {"DescribeZones": ["A.B", "C"]})
    path = fake_go_sdk.write_client(tmp_path, "cvm", "2017-03-12", "")
    heading = whole.index("// 可能")
    for length in range(heading, whole.index("{\n    return", heading)):
        path.write_text(whole[:length], encoding="utf-8")
        assert "client.go in the sdk is not whole; check it out again" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "is empty"), (bytes(4096), "is empty"), (b"package v\xff", "is not UTF-8")],
)
def test_a_client_that_is_damaged(content: bytes, reason: str, checkout: Path) -> None:
    (checkout / "tencentcloud/as/v20180419/client.go").write_bytes(content)

    assert f"tencentcloud/as/v20180419/client.go in the sdk {reason}" in refusal(checkout)
