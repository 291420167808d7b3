"""Small SDK wheels of the form of the real ones, and a folder of data to build from them."""

import hashlib
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

import tclsp.catalog
from tclsp.catalog.wheels import CHINESE, ENGLISH

VERSIONS = {CHINESE: "3.1.1", ENGLISH: "3.0.9"}

LICENCE = "# -*- coding: utf8 -*-\n# Copyright (c) Tencent.\n#\n# Licensed as it is.\n\n\n"


@frozen
class FakeService:
    """One version of one service, as its modules say it."""

    name: str
    version: str
    codes: Mapping[str, str]
    """Codes and their descriptions."""
    actions: Mapping[str, str]
    """Actions and their docstrings."""
    answer_fields: Mapping[str, tuple[str, ...]] = {}
    """Fields of the answers besides the RequestId, by action."""
    endpoint: str = "cvm.tencentcloudapi.com"
    api_service: str = ""


def error_codes(codes: Mapping[str, str]) -> str:
    """Return an `errorcodes.py`."""
    text = LICENCE
    for code, description in codes.items():
        text += "".join(f"# {line}\n" for line in description.split("\n"))
        text += f"{code.replace('.', '_').upper()} = '{code}'\n\n"
    return text


def modules(service: FakeService) -> dict[str, str]:
    """Return the modules of a service by their paths in the wheel."""
    folder = f"tencentcloud/{service.name}/v{service.version.replace('-', '')}"
    client = f"{LICENCE}\nclass {service.name.capitalize()}Client(AbstractClient):\n"
    client += f"    _apiVersion = '{service.version}'\n    _endpoint = '{service.endpoint}'\n"
    client += f"    _service = '{service.api_service or service.name}'\n\n"
    models = LICENCE
    for action, docstring in service.actions.items():
        client += f'    def {action}(self, request):\n        r"""{docstring}\n\n'
        client += f'        :param request: Request instance for {action}.\n\n        """\n'
        client += f'        body = self.call("{action}", request._serialize())\n\n'
        fields = (*service.answer_fields.get(action, ()), "RequestId")
        models += f"\nclass {action}Response(AbstractModel):\n    def __init__(self):\n"
        models += "".join(f"        self._{field} = None\n" for field in fields) + "\n"
    return {
        f"{folder}/errorcodes.py": error_codes(service.codes),
        f"{folder}/{service.name}_client.py": client,
        f"{folder}/models.py": models,
    }


def write_wheel(folder: Path, package: str, services: list[FakeService]) -> Path:
    """Write a wheel of a package and return its path."""
    path = folder / f"{package.replace('-', '_')}-{VERSIONS[package]}-py2.py3-none-any.whl"
    information = f"{package.replace('-', '_')}-{VERSIONS[package]}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: {VERSIONS[package]}\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{information}/METADATA", metadata)
        archive.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nTag: py2.py3-none-any\n")
        for service in services:
            for name, text in modules(service).items():
                archive.writestr(name, text)
    return path


def write_lock(data: Path, wheels: Path) -> None:
    """Pin the wheels of a folder as they are now."""
    lines = []
    for package, version in VERSIONS.items():
        wheel = next(wheels.glob(f"{package.replace('-', '_')}-{version}-*.whl"))
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{package}=={version} \\\n    --hash=sha256:{digest}\n")
    (data / "sources.lock").write_text("".join(lines), encoding="utf-8")


def write_data(data: Path, wheels: Path) -> None:
    """Write a folder of data: a lock of these wheels, and the real lists and guidance."""
    package = Path(tclsp.catalog.__file__).parent
    data.mkdir()
    for name in ("client.toml", "common.toml", "gateway.toml"):
        shutil.copy(package / name, data)
    shutil.copytree(package / "guidance", data / "guidance")
    write_lock(data, wheels)


CVM = FakeService(
    name="cvm",
    version="2017-03-12",
    codes={
        "FailedOperation.DiskFull": "磁盘已满。",
        "InternalError": "内部错误。",
        "InternalError.": "未知错误。",
        "ResourceNotFound.InstanceNotFound": "实例不存在。\n请检查 ID。",
    },
    actions={
        "RunInstances": "本接口用于创建实例。\n        * 第二行",
        "SendCommand": "\n\n        下发命令。",
    },
    answer_fields={"SendCommand": ("Code", "Message", "CodeName")},
)
CVM_EN = FakeService(
    name="cvm",
    version="2017-03-12",
    codes={"FailedOperation.DiskFull": "The disk is full.", "FailedOperation.OnlyAbroad": ""},
    actions={"RunInstances": "This API is used to create instances.", "SendCommand": ""},
    answer_fields={"RunInstances": ("Error",)},
    endpoint="cvm.intl.tencentcloudapi.com",
)
AUTOSCALING = FakeService(
    name="autoscaling",
    version="2018-04-19",
    codes={"InternalError": "内部错误", "ResourceNotFound.GroupNotFound": "伸缩组不存在。"},
    actions={"RunInstances": "扩容。"},
    endpoint="as.tencentcloudapi.com",
    api_service="as",
)
ABROAD = FakeService(
    name="mdl",
    version="2020-03-26",
    codes={"InternalError": "Internal error.", "InvalidParameter.Id": "Wrong ID."},
    actions={"CreateChannel": "Creates a channel."},
    endpoint="mdl.intl.tencentcloudapi.com",
)


def write_wheels(folder: Path) -> None:
    """Write the two wheels with the services above."""
    folder.mkdir()
    write_wheel(folder, CHINESE, [CVM, AUTOSCALING])
    write_wheel(folder, ENGLISH, [CVM_EN, ABROAD])
