"""Checkouts of the form of the Go SDK, with a few services of our own making."""

from collections.abc import Mapping, Sequence
from pathlib import Path

Actions = Mapping[str, Sequence[str] | None]
"""The codes of each action; None where its comment lists none."""

MODULE = "github.com/tencentcloud/tencentcloud-sdk-go"

CVM: Actions = {
    "RunInstances": ["InternalError", "InvalidZone.MismatchRegion", "LimitExceeded.CvmQuota"],
    "DescribeInstances": ["InternalError", "InvalidFilter"],
    "DescribeZones": None,
}
CVM_OLD: Actions = {"RunInstances": ["InternalError", "InvalidZone.Old"]}
AS: Actions = {"ScaleOutInstances": ["ResourceNotFound.GroupNotFound"]}


def client(service: str, version: str, actions: Actions, module: str = MODULE) -> str:
    """Return a `client.go`, with a method and its twin that takes a context for each action."""
    text = (
        f"package v{version.replace('-', '')}\n\n"
        f'import (\n    "context"\n    "{module}/tencentcloud/common"\n)\n\n'
        f'const APIVersion = "{version}"\n\n'
        "type Client struct {\n    common.Client\n}\n"
    )
    for action, codes in actions.items():
        text += (
            f"\nfunc New{action}Request() (request *{action}Request) {{\n"
            f'    request.Init().WithApiInfo("{service}", APIVersion, "{action}")\n    return\n}}\n'
        )
        for method in (action, f"{action}WithContext"):
            text += f"\n{comment(action, codes)}func (c *Client) {method}() {{\n    return\n}}\n"
    return text


def comment(action: str, codes: Sequence[str] | None) -> str:
    """Return the comment above a method."""
    text = f"// {action}\n// 一个接口 ({action})。\n//\n// 示例：\n//\n"
    if codes is None:
        return text
    lines = [f'//  {code.replace(".", "_").upper()} = "{code}"\n' for code in codes]
    return text + "// 可能返回的错误码:\n" + "".join(lines)


def write_client(folder: Path, service: str, version: str, text: str) -> Path:
    """Write a `client.go` into a checkout, beside the `models.go` of its service version."""
    place = folder / "tencentcloud" / service / f"v{version.replace('-', '')}"
    place.mkdir(parents=True)
    (place / "models.go").write_text("package models\n", encoding="utf-8")
    path = place / "client.go"
    path.write_text(text, encoding="utf-8")
    return path


def write_checkout(folder: Path, sdk_version: str = "1.3.1") -> Path:
    """Write a checkout with cvm in two versions and autoscaling, called `as` in the API."""
    for service, version, actions in (
        ("cvm", "2017-03-12", CVM),
        ("cvm", "2016-01-01", CVM_OLD),
        ("as", "2018-04-19", AS),
    ):
        write_client(folder, service, version, client(service, version, actions))
    request = folder / "tencentcloud" / "common" / "http" / "request.go"
    request.parent.mkdir(parents=True)
    request.write_text(f'params["RequestClient"] = "SDK_GO_{sdk_version}"\n', encoding="utf-8")
    (folder / "tencentcloud" / "common" / "client.go").write_text("package common\n")
    (folder / "README.md").write_text("# An SDK\n", encoding="utf-8")
    return folder
