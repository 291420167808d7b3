"""What is known of one file while it changes."""

from pathlib import Path

from tclsp.checker.discovery import SourceFile
from tclsp.checker.live_file import LiveFile
from tclsp.checker.project import Projects
from tclsp.source.text import SourceText

SOUND = "def one():\n    return 1\n\n\ndef two():\n    return 2\n\n\ndef three():\n    return 3\n"
BROKEN = SOUND.replace("return 2", "return (2")


def opened(folder: Path) -> LiveFile:
    path = str(folder / "numbers.py")
    known = LiveFile(SourceFile(path, path, Projects().of_folder(str(folder)), named=True))
    source = SourceText.of(SOUND)
    known.put(source)
    known.outline_of(source)
    return known


def test_a_file_that_rested_is_cut_as_one_that_did_not(tmp_path: Path) -> None:
    broken = SourceText.of(BROKEN)
    awake, rested = opened(tmp_path), opened(tmp_path)
    rested.rest()
    assert rested.outlined is None
    for known in (awake, rested):
        known.put(broken)
    assert rested.outline_of(broken) == awake.outline_of(broken)


def test_the_outline_of_a_broken_text_stays(tmp_path: Path) -> None:
    known, broken = opened(tmp_path), SourceText.of(BROKEN)
    known.put(broken)
    outlined = known.outline_of(broken)
    known.rest()
    assert known.outline_of(broken) is outlined
