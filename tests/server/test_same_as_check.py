"""The server says of all files, open or not, what `tclsp check .` says."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.server.client import Client, codes
from tests.server.samples import SWALLOWED

ROOT = Path(__file__).parents[2]
SETTINGS = """\
exclude = ["left_out.py"]
[per-file-ignores]
"ignored_here.py" = ["TCL104"]
"unreadable_ignored.py" = ["TCL002"]
"""
GBK = SWALLOWED.encode() + "# 错误\n".encode("gbk")
FILES: Mapping[str, bytes] = {
    "gbk.py": GBK,
    "gbk_declared.py": b"# coding: gbk\n" + GBK,
    "gbk_of_others.py": "名 = 1\n".encode("gbk"),
    "gbk_that_calls.py": "import gbk  # 名\n".encode("gbk"),
    "nul.py": SWALLOWED.encode() + b"x = 1\0\n",
    "utf_16.py": SWALLOWED.encode("utf-16"),
    "utf_16_declared.py": b"# coding: utf-16\n" + SWALLOWED.encode(),
    "unknown_encoding.py": b"# coding: nonsense\n" + SWALLOWED.encode(),
    "empty.py": b"",
    "bom.py": b"\xef\xbb\xbf" + SWALLOWED.encode(),
    "carriage_returns.py": SWALLOWED.replace("\n", "\r").encode(),
    "broken.py": SWALLOWED.encode() + b"def f(:\n    x = (\n",
    "python_2.py": SWALLOWED.encode() + b"try:\n    f()\nexcept A, e:\n    print e\n",
    "large.py": SWALLOWED.encode() + b"VALUE = 1  # something to make it longer\n" * 130_000,
    "one_long_line.py": SWALLOWED.encode() + b"X = [" + b'"abcdefgh", ' * 200_000 + b"]\n",
    "left_out.py": SWALLOWED.encode(),
    "ignored_here.py": SWALLOWED.encode(),
    "unreadable_ignored.py": GBK,
    "silenced.py": SWALLOWED.replace("as error:", "as error:  # tclsp: ignore[TCL104]").encode(),
    "silences_nothing.py": b"x = 1  # tclsp: ignore[TCL104]\n",
    "emoji.py": ("错 = '😀'; " + SWALLOWED).encode(),
    "sub/设置.py": SWALLOWED.encode(),
    "sub/__init__.py": b"",
    "stubs.pyi": SWALLOWED.encode(),
    "notes.txt": SWALLOWED.encode(),
}

Said = dict[str, list[tuple[int, str, str]]]
"""For each file with findings the line, the rule and the message of each."""


def by_check(folder: Path) -> Said:
    command = [sys.executable, "-m", "tclsp", "check", ".", "--exit-zero", "--no-cache"]
    said = subprocess.run(
        [*command, "--output-format", "json", "--language", "en"],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    found: Said = {}
    for each in json.loads(said.stdout):
        name = Path(each["filename"]).resolve().relative_to(folder.resolve()).as_posix()
        found.setdefault(name, []).append((each["location"]["row"], each["code"], each["message"]))
    return {name: sorted(findings) for name, findings in found.items()}


def by_server(folder: Path) -> Said:
    with Client.start(folder) as client:
        client.initialize(folder)
        items = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
        assert client.shut_down() == 0
    return {_name(item["uri"], folder): sorted(_found(item["items"])) for item in items}


def _name(uri: str, folder: Path) -> str:
    return Path(unquote(urlsplit(uri).path)).relative_to(folder).as_posix()


def _found(diagnostics: list[dict[str, object]]) -> Iterator[tuple[int, str, str]]:
    for each in json.loads(json.dumps(diagnostics)):
        message = each["message"].partition("\n")[0]  # Behind it stands the remedy.
        yield each["range"]["start"]["line"] + 1, each["code"], message


def test_of_odd_files(tmp_path: Path) -> None:
    (tmp_path / "tclsp.toml").write_text(SETTINGS)
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    said = by_check(tmp_path)
    assert by_server(tmp_path) == said
    assert {code for _, code, _ in said["gbk.py"]} == {"TCL002"}
    assert {code for _, code, _ in said["nul.py"]} == {"TCL002"}
    assert said["bom.py"]
    assert not {"left_out.py", "ignored_here.py", "unreadable_ignored.py"} & said.keys()


def test_of_the_fixtures(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    (tmp_path / "tclsp.toml").write_text("")
    said = by_check(tmp_path)
    assert len(said) > 5
    assert by_server(tmp_path) == said


def test_of_documents_that_are_open(tmp_path: Path) -> None:
    app = tmp_path / "sample_app"
    shutil.copytree(ROOT / "fixtures" / "sample_app", app)
    (app / "tclsp.toml").write_text("")
    said = by_check(app)
    assert said
    with Client.start(app) as client:
        client.initialize(app)
        for path in sorted(app.glob("*.py")):
            found = codes(client.pull(client.open_file(path)))
            assert found == [(row, code) for row, code, _ in said.get(path.name, [])], path.name
        assert client.shut_down() == 0
