"""The progress bar."""

import io

import pytest

from tclsp.cli.progress import ProgressBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still; its only entry is the time."""
    now = [0.0]
    monkeypatch.setattr("tclsp.cli.progress.time.monotonic", lambda: now[0])
    return now


def test_short_runs_show_nothing(clock: list[float]) -> None:
    terminal = Terminal()
    bar = ProgressBar(terminal)
    clock[0] = 0.9
    bar(1, 2)
    bar.clear()
    assert terminal.getvalue() == ""


def test_long_runs_show_how_far_they_are_and_clean_up(clock: list[float]) -> None:
    terminal = Terminal()
    bar = ProgressBar(terminal)
    clock[0] = 1.5
    bar(15, 60)
    bar(16, 60)
    assert terminal.getvalue() == "\r[#######.......................] 15/60\x1b[K"
    bar.clear()
    assert terminal.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(("stream", "dumb"), [(io.StringIO(), False), (Terminal(), True)])
def test_no_bar_where_no_terminal_could_draw_it(
    stream: io.StringIO, dumb: bool, clock: list[float]
) -> None:
    bar = ProgressBar(stream, dumb=dumb)
    clock[0] = 5.0
    bar(1, 2)
    bar.clear()
    assert stream.getvalue() == ""
