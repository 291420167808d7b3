import subprocess
import sys
from pathlib import Path

import pytest

from tclsp.source import prefilter


@pytest.mark.parametrize(
    "data",
    [
        b"from tencentcloud.common import credential",
        b"from TencentCloud import x",
        b"url = 'https://cvm.tencentcloudapi.com'",
        "name = 'tencentcloud'".encode("utf-16"),
        "name = 'tencentcloud'".encode("utf-32"),
    ],
)
def test_a_file_that_names_tencent_cloud_matters(data: bytes) -> None:
    assert prefilter.matters(data)


@pytest.mark.parametrize("data", [b"", b"import boto3", b"tencent cloud", b"RequestLimitExceeded"])
def test_other_files_do_not(data: bytes) -> None:
    assert not prefilter.matters(data)


def test_a_trigger_of_the_settings_matters_in_any_case() -> None:
    assert prefilter.matters(b"from MyCloud import Client", [b"mycloud"])
    assert prefilter.matters(b"from mycloud import Client", [b"other", b"MyCloud"])
    assert not prefilter.matters(b"from mycloud import Client")


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    data = bytes(range(256)) * 1000
    (tmp_path / "a.py").write_bytes(data)
    assert prefilter.read(tmp_path / "a.py") == data
    assert prefilter.read(str(tmp_path / "a.py")) == data


def test_what_cannot_be_read_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        prefilter.read(tmp_path / "missing.py")
    with pytest.raises(OSError, match=r"irectory|denied"):
        prefilter.read(tmp_path)


def test_it_imports_nothing_heavy() -> None:
    heavy = "{'attr', 'attrs', 'tree_sitter', 'libcst', 'tokenize'}"
    code = f"import sys, tclsp.source.prefilter; print({heavy} & set(sys.modules))"
    root = Path(__file__).parents[2]
    command = [sys.executable, "-S", "-c", code]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert run.stdout == "set()\n", run.stderr
