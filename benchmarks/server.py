"""The language server under somebody who types, row by row of its budget.

Run `python -m benchmarks.server`, with `--quick` for fewer edits and repeats. It drives the real
server over its standard streams, prints a table and writes the same as JSON to
`.benchmarks/server.json`. Times are those of the client, from the request to the last byte of its
answer, so that they hold the way there and back. A row that is missed does not make it fail.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from attrs import frozen

from benchmarks import editing, peers, trees
from benchmarks.editing import Keystroke, Module, Places
from benchmarks.lsp import LanguageServer, at
from benchmarks.memory import children, megabytes
from benchmarks.output import OUTPUT, publish
from benchmarks.peers import Peer
from benchmarks.quantiles import Quantiles, of
from benchmarks.table import Row
from benchmarks.timing import (
    TCLSP,
    Contestant,
    Cost,
    RunFailed,
    compile_ours,
    in_turns,
    of_ours,
)

_SERVER = [*TCLSP, "server"]
_EMPTY = [
    sys.executable,
    "-c",
    "from pygls.lsp.server import LanguageServer; LanguageServer('empty', '1').start_io()",
]

_SECONDS_A_KEY = 0.1
"""How fast somebody types."""
_OPEN_FILES = ("servers", "records", "signed_request", "caches", "messages")
_APPS = 10

_EDITOR: dict[str, Any] = {
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "completion": {
            "completionItem": {
                "documentationFormat": ["markdown"],
                "insertReplaceSupport": True,
                "labelDetailsSupport": True,
                "resolveSupport": {"properties": ["documentation"]},
            }
        },
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
    }
}
"""An editor that waits for diagnostics, so that their arrival can be timed."""
_AT_ONCE = {"debounce": 0}


@frozen
class Repeats:
    """How often something is done."""

    keystrokes: int
    edits: int
    cancellations: int
    starts: int


@frozen
class Typing:
    """How long answers took while somebody typed."""

    hover: Quantiles
    completion: Quantiles
    during_analysis: int
    """Of 100 answers, how many came before the diagnostics of the edit."""


@frozen
class Bench:
    """A run of the benchmarks: where it works, how often it repeats, with which peer."""

    home: Path
    """An empty folder outside any project; programs run in it."""
    repeats: Repeats
    peer: Peer | RunFailed

    def rows(self) -> Iterator[Row]:
        """Measure and yield all rows."""
        yield from self.while_typing()
        yield self.edit_to_diagnostics()
        yield self.after_cancelled()
        yield self.ready()
        yield from self.memory()

    # ------------------------------------------------------------ typing

    def while_typing(self) -> Iterator[Row]:
        """Measure hover and completion after each keystroke, while its analysis runs."""
        folder = _folder(self.home / "typing")
        module = editing.write_module(folder / "orders.py", 5_000, (16, 34, 60, 150))
        ours = self._type(_SERVER, module, attrgetter("code_places"))
        beside = self._peer_typing(module)
        where = f"{self.repeats.keystrokes} keystrokes in {module.lines:,} lines"
        for what, own, theirs, budget in (
            ("hover", ours.hover, beside and beside.hover, 10),
            ("completion over all codes", ours.completion, beside and beside.completion, 30),
        ):
            detail = f"{own}; {ours.during_analysis} % of answers during an analysis; "
            detail += (
                f"jedi-language-server {theirs}"
                if theirs
                else f"jedi-language-server not run: {self._why_not()}"
            )
            yield Row(f"{what} while typing, p99, {where}", own.p99, budget, "ms", detail=detail)

    def _type(
        self,
        command: Sequence[str | Path],
        module: Module,
        places: Callable[[Keystroke], Places],
        *,
        waits: bool = True,
    ) -> Typing:
        """Type in a module; `places` says where to ask for hover and completion after each key."""
        hovers: list[float] = []
        completions: list[float] = []
        during = 0
        with LanguageServer.start(command, module.path.parent) as server:
            server.initialize(module.path.parent, _EDITOR, _AT_ONCE)
            uri = server.open(module.path)
            if waits:
                server.published(lambda params: bool(params["uri"] == uri))
            for version, key in enumerate(
                editing.keystrokes(module, self.repeats.keystrokes), start=2
            ):
                next_key = time.perf_counter() + _SECONDS_A_KEY
                server.insert(uri, version, key.row, key.column, key.text)
                hover, complete = places(key)
                wanted = [
                    ("textDocument/hover", hover, hovers),
                    ("textDocument/completion", complete, completions),
                ]
                # Which is asked first takes turns, for the first one reads the new text.
                for method, place, times in wanted if version % 2 else wanted[::-1]:
                    result, seconds = server.request(method, at(uri, *place))
                    if not result:
                        raise RunFailed(f"has no answer to {method} at {place}")
                    times.append(1_000 * seconds)
                    during += server.awaits_version(version)
                time.sleep(max(0.0, next_key - time.perf_counter()))
        percent = 100 * during // (len(hovers) + len(completions))
        return Typing(of(hovers), of(completions), percent)

    def _peer_typing(self, module: Module) -> Typing | None:
        if isinstance(self.peer, RunFailed):
            return None
        return self._type([self.peer.program], module, attrgetter("name_places"), waits=False)

    def _why_not(self) -> str:
        return str(self.peer) if isinstance(self.peer, RunFailed) else ""

    def edit_to_diagnostics(self) -> Row:
        """Measure how long the diagnostics of an edit take, in functions of all lengths."""
        folder = _folder(self.home / "editing")
        module = editing.write_module(folder / "orders.py", 2_000, (16, 34, 80, 150))
        times: list[float] = []
        with LanguageServer.start(_SERVER, folder) as server:
            server.initialize(folder, _EDITOR, _AT_ONCE)
            uri = server.open(module.path)
            server.published(lambda params: params["version"] == 1)
            for number in range(self.repeats.edits):
                function = module.functions[number % len(module.functions)]
                version = number + 2
                row = function.code[0]
                # A blank in front of the code: it is no code any more, then none once more.
                sent = server.insert(uri, version, row, editing.CODE_COLUMN, " ")
                arrived = server.published(partial(_is_version, version))
                times.append(1_000 * (arrived.seconds - sent))
        found = of(times)
        what = f"edit in a function of up to 150 of {module.lines:,} lines, to its diagnostics, p95"
        return Row(what, found.p95, 60, "ms", detail=str(found))

    def after_cancelled(self) -> Row:
        """Measure a hover that is asked for after 20 others that were cancelled."""
        folder = _folder(self.home / "cancelling")
        module = editing.write_module(folder / "orders.py", 5_000, (16, 34, 60, 150))
        times: list[float] = []
        with LanguageServer.start(_SERVER, folder) as server:
            server.initialize(folder, _EDITOR, _AT_ONCE)
            uri = server.open(module.path)
            server.published(lambda params: params["version"] == 1)
            keys = editing.keystrokes(module, self.repeats.cancellations)
            for version, key in enumerate(keys, start=2):
                server.insert(uri, version, key.row, key.column, key.text)
                place = at(uri, *key.code_places[0])
                asked = [server.ask("textDocument/hover", place)[0] for _ in range(20)]
                for number in asked:
                    server.cancel(number)
                _, seconds = server.request("textDocument/hover", place)
                times.append(1_000 * seconds)
        found = of(times)
        return Row(
            "a fresh hover after 20 cancelled ones, p95", found.p95, 30, "ms", detail=str(found)
        )

    # ------------------------------------------------------------ starting, memory

    def ready(self) -> Row:
        """Compare the time until `initialize` is answered with that of an empty server."""
        folder = _folder(self.home / "starting")
        found = in_turns(
            {"tclsp": _start(_SERVER, folder), "empty": _start(_EMPTY, folder)},
            {"tclsp": self.repeats.starts, "empty": self.repeats.starts},
        )
        ours, empty = of_ours(found["tclsp"]), of_ours(found["empty"])
        return Row(
            "ready (initialize answered), over an empty pygls server",
            ours.wall / empty.wall,
            1.15,
            "×",
            detail=f"{1_000 * ours.wall:.0f} ms, {1_000 * empty.wall:.0f} ms",
        )

    def memory(self) -> Iterator[Row]:
        """Measure the memory with 50 open files."""
        folder = self.home / "memory"
        trees.all_matter(folder, _APPS)
        files = [path for path in sorted(folder.rglob("*.py")) if path.stem in _OPEN_FILES]
        lines = sum(path.read_bytes().count(b"\n") for path in files)
        with LanguageServer.start(_EMPTY, folder) as empty:
            empty.initialize(folder, _EDITOR)
            bare = megabytes(empty.process.pid)
        with LanguageServer.start(_SERVER, folder) as server:
            server.initialize(folder, _EDITOR, _AT_ONCE)
            for path in files:
                uri = server.open(path)
                server.published(partial(_is_of, uri))
                server.request("textDocument/hover", at(uri, 0, 0))
            own = megabytes(server.process.pid)
            worker = sum(megabytes(pid) for pid in children(server.process.pid))
        what = f"{len(files)} open files, {lines / 1_000:.0f} KLOC"
        yield Row(
            f"memory of the server, {what}, over an empty pygls server",
            own - bare,
            15,
            "MB",
            detail=f"{own:.0f} MB, {bare:.0f} MB",
        )
        yield Row(f"memory of the worker, {what}", worker, 60, "MB")


def _is_version(version: int, params: Mapping[str, Any]) -> bool:
    return bool(params["version"] == version)


def _is_of(uri: str, params: Mapping[str, Any]) -> bool:
    return bool(params["uri"] == uri)


def _start(command: list[str], folder: Path) -> Contestant:
    def contestant() -> Cost:
        with LanguageServer.start(command, folder) as server:
            return Cost(server.initialize(folder, _EDITOR), 0)

    return contestant


def _folder(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _machine() -> str:
    return (
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors,"
        f" load {os.getloadavg()[0]:.1f};"
        f" {', '.join(f'{name} {version}' for name, version in peers.SERVERS.items())}"
    )


def main() -> int:
    """Measure everything, print the table and write it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server")
    parser.add_argument("--quick", action="store_true", help="fewer edits and repeats")
    quick = parser.parse_args().quick
    repeats = Repeats(60, 12, 5, 3) if quick else Repeats(200, 40, 20, 15)
    compile_ours()
    peer = peers.installed("jedi-language-server", OUTPUT / "peers")
    with tempfile.TemporaryDirectory(prefix="tclsp-benchmarks-") as folder:
        return publish("server", _machine(), Bench(Path(folder).resolve(), repeats, peer).rows())


if __name__ == "__main__":
    sys.exit(main())
