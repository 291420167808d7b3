"""Settings files that change while a document is being checked."""

import os
import select
from pathlib import Path

from tests.server.client import PATIENCE, Client, codes, patched, uri
from tests.server.processes import HAS_PIPES
from tests.server.samples import SWALLOWED

HELD = """
from pathlib import Path
from tclsp.checker.live_project import LiveProject
report = LiveProject.report
def held(self, path):
    found = report(self, path)
    begun = Path(path).with_name("begun")
    if begun.exists():
        begun.write_text("now")
        begun.unlink()
        begun.with_name("go_on").read_text()
    return found
LiveProject.report = held
"""
"""Has the first report on a document wait until somebody writes to `go_on`."""


@HAS_PIPES
def test_a_report_under_earlier_settings_does_not_count(folder: Path) -> None:
    begun, go_on = folder / "begun", folder / "go_on"
    os.mkfifo(begun)
    os.mkfifo(go_on)
    listening = os.open(begun, os.O_RDONLY | os.O_NONBLOCK)
    with Client.start(folder, **patched(folder, HELD)) as client:
        client.initialize(folder)
        client.open(uri(folder), SWALLOWED)
        assert select.select([listening], [], [], PATIENCE)[0], "nothing is checked"
        (folder / "tclsp.toml").write_text('ignore = ["TCL104"]\n')
        asked = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri(folder)}})
        client.request("tclsp/state")
        go_on.write_text("now")
        assert codes(client.answer(asked)) == []
    os.close(listening)
