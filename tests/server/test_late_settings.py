"""Settings files that change while a document is being checked."""

import time
from pathlib import Path

from tests.server.client import PATIENCE, Client, codes, patched, uri
from tests.server.samples import SWALLOWED

HELD = """
import time
from pathlib import Path
from tclsp.checker.live_project import LiveProject
report = LiveProject.report
def held(self, path):
    found = report(self, path)
    begun = Path(path).with_name("begun")
    if not begun.exists():
        begun.touch()
        while not begun.with_name("go_on").exists():
            time.sleep(0.01)
    return found
LiveProject.report = held
"""
"""Has the first report on a document wait until somebody lets it go on."""


def test_a_report_under_earlier_settings_does_not_count(folder: Path) -> None:
    with Client.start(folder, **patched(folder, HELD)) as client:
        client.initialize(folder)
        client.open(uri(folder), SWALLOWED)
        deadline = time.monotonic() + PATIENCE
        while not (folder / "begun").exists():
            assert time.monotonic() < deadline, "nothing is checked"
        (folder / "tclsp.toml").write_text('ignore = ["TCL104"]\n')
        asked = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri(folder)}})
        client.request("tclsp/state")
        (folder / "go_on").touch()
        assert codes(client.answer(asked)) == []
